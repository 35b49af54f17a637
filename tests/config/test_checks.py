"""`gewu check` names what is misconfigured and what to do about it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from typer.testing import CliRunner

from gewu.config import checks, schema
from gewu.config.cli import check

pytestmark = pytest.mark.django_db


def ids(found: Any) -> list[str]:
    return [finding.id for finding in found]


def test_a_database_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    assert ids(checks._database(settings.ENV)) == []
    monkeypatch.setattr(connection, "ensure_connection", away)
    found = list(checks._database(settings.ENV))
    assert ids(found) == ["gewu.E001"]
    assert "bin/setup" in found[0].hint


def test_a_database_that_is_behind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "pending", lambda: ["tickets.0009_more"])
    found = list(checks._database(settings.ENV))
    assert ids(found) == ["gewu.E002"]
    assert "tickets.0009_more" in found[0].msg


def test_a_front_end_that_is_not_built_is_named(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_BUILT = tmp_path
    assert ids(checks._front_end(settings.ENV)) == ["gewu.E003"]


def test_translations_that_are_not_compiled_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.touch()
    monkeypatch.setattr(checks.catalogues, "PACKAGE", tmp_path)
    assert ids(checks._translations(settings.ENV)) == ["gewu.W001"]


def test_keys_that_others_can_read_are_named(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.touch(0o600)
    env = replace(settings.ENV, var=tmp_path)
    assert ids(checks._keys(env)) == []
    file.chmod(0o644)
    assert ids(checks._keys(env)) == ["gewu.E004"]


@pytest.mark.parametrize(
    ("debug", "https", "found"),
    [(True, True, ["gewu.E005"]), (False, False, ["gewu.W002"]), (False, True, [])],
)
def test_what_is_open_to_the_world_is_named(debug: bool, https: bool, found: list[str]) -> None:
    env = replace(settings.ENV, hosts=("gewu.example.cn",), debug=debug, https=https)
    assert ids(checks._openness(env)) == found


def test_the_command_fails_when_something_must_be_mended(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "run_checks", lambda databases: [])
    fine = CliRunner().invoke(check.app)
    assert fine.exit_code == 0, fine.output
    settings.STATIC_BUILT = tmp_path
    refused = CliRunner().invoke(check.app)
    assert refused.exit_code == 1
    assert "bin/setup" in refused.output
