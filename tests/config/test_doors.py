"""Machines are answered without what only people in a browser need."""

from io import BytesIO
from typing import Any

import pytest

from gewu.config.wsgi import Doors

pytestmark = pytest.mark.django_db


def asked(path: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        **more,
    }
    body = b"".join(Doors()(environ, lambda *said: told.append(said)))
    return told[0][0], dict(told[0][1]), body


def test_a_machine_without_a_key_is_refused_and_gets_no_cookie():
    status, headers, _body = asked("/api/v1/tickets")
    assert status.startswith("401") and "Set-Cookie" not in headers


def test_a_machine_reads_refusals_in_its_language():
    _status, headers, _body = asked("/api/v1/tickets", HTTP_ACCEPT_LANGUAGE="en")
    assert headers["Content-Language"] == "en"


def test_people_get_their_pages_with_all_that_guards_them():
    _status, headers, _body = asked("/desk/")
    assert "Content-Security-Policy" in headers
