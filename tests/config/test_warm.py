"""The visits of our own after a start."""

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from gewu.config.warm import PAGES, visit
from gewu.ground.territory.queries import own_source, public_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection():
    """A real request may end its connection; here it is the test's own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_pages_of_everyone_are_opened_in_both_languages():
    asked: list[tuple[str, str]] = []
    people = WSGIHandler()

    def listening(environ: dict[str, Any], start: Any) -> Any:
        def told(status: str, *rest: Any) -> Any:
            asked.append((environ["PATH_INFO"], status[:3]))
            return start(status, *rest)

        return people(environ, told)

    visit(listening)
    assert {path for path, _status in asked} == set(PAGES) and len(asked) == 2 * len(PAGES)
    assert not {status for _path, status in asked} & {"400", "404", "500"}


def test_a_start_without_a_database_goes_on(caplog):
    def away(_environ: Any, _start: Any) -> Any:
        raise ConnectionError("no database")

    caplog.set_level("INFO", "gewu.config.warm")
    visit(away)
    assert "no database" in caplog.text


def test_what_maps_need_is_known_then(town):
    visit(WSGIHandler())
    assert town.eve.may("territory.see")
    with CaptureQueriesContext(connection) as asked:
        assert public_source() and own_source(town.eve)
    assert not [each for each in asked if "territory" in each["sql"]]
