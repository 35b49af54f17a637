"""Guard rails for every test: what is sloppy fails here before it fails in a town.

Warnings are errors and the network is closed by pyproject.toml; the order is random
(pytest-randomly), undefined template variables fail (pytest-django).
"""

import gc
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.db.models import QuerySet
from django.utils import translation
from hypothesis import settings as hypothesis
from tests import pressed
from tests.cast import Town
from tests.cast import town as build_town

from gewu.config import catalogues
from gewu.kernel.postgres import Cluster

OURS = "gewu."

# How long an example takes says more about the machine than about the code.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Pages speak Chinese only when the catalogues are compiled."""
    if not hasattr(config, "workerinput"):
        catalogues.compile_all()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no process waits for another at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """What was loaded stays, so nobody looks through it for rubbish in the middle of a test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """A server for each test process, since an open transaction anywhere holds delivery back.

    With a DATABASE_URL its server is used.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw")
    cluster = Cluster(settings.ENV.var / "test" / worker)
    cluster.remove()  # what a killed run may have left half made
    cluster.start()
    _hurry(cluster.place / "data")
    own = urlsplit(cluster.url("owner"))
    connections["default"].settings_dict.update(
        HOST=own.hostname, PORT=str(own.port), USER=own.username, PASSWORD=own.password
    )
    yield
    connections.close_all()
    cluster.remove()


def _hurry(data: Path) -> None:
    """Let a server whose data nobody needs after a crash write without waiting for the disk."""
    with (data / "postgresql.conf").open("a") as settings_file:
        settings_file.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGHUP)


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> None:
    """Slow hashes protect people, not tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def english(settings: Any) -> Iterator[None]:
    """Tests run in Chinese, as the product does; with this one they read the message ids."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_language_is_left_over() -> None:
    """A request leaves its language in the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    """Attachments of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUPS, settings.BACKUP_KEY_FILE = tmp_path / "backups", tmp_path / "backup.key"


@pytest.fixture(autouse=True)
def _forget_limits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Failures to sign in are counted in the cache, which outlives a transaction elsewhere."""
    if "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # so that it is still open afterwards
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _locks_name_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock without of= locks every joined table as well."""
    lock = QuerySet.select_for_update

    def guarded(self: Any, *args: Any, **kwargs: Any) -> Any:
        # Libraries lock a table without joins.
        by_us = sys._getframe(1).f_globals["__name__"].startswith((OURS, "tests."))
        if by_us and self.model.__module__.startswith(OURS) and not kwargs.get("of"):
            raise AssertionError('say select_for_update(of=("self",)): it locks joined rows too')
        return lock(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", guarded)


@pytest.fixture(autouse=True)
def _no_order_is_no_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that nobody ordered come in any order, so tests get them shuffled."""
    fetch = QuerySet._fetch_all

    def shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and self.model.__module__.startswith(OURS) and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


@pytest.fixture
def town(db: None) -> Town:
    """The county 测试区 with its named cast."""
    return build_town()


@pytest.fixture(autouse=True)
def _what_is_named_is_pressed(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A test that docs/consequences.md names sends what its row says."""
    wanted = pressed.wanted_of(request.node)
    said = pressed.heard(monkeypatch) if wanted else set()
    yield
    assert not wanted or wanted <= said or (pressed.is_varied(request.node) and wanted & said), (
        f"docs/consequences.md says that this test sends {sorted(wanted - said)}"
    )
