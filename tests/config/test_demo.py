"""What the demo remembers belongs to one database and goes with it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gewu.config import demo
from gewu.config.env import Env, EnvError


@pytest.fixture
def known(tmp_path: Path, db: None) -> Env:
    """This installation, with marks of its own and the database of the tests."""
    return replace(settings.ENV, var=tmp_path, database=connection.settings_dict)


def test_a_migrated_database_is_not_empty_and_another_is(known: Env) -> None:
    assert not demo._is_empty(known)
    assert demo._is_empty(replace(known, database={**connection.settings_dict, "NAME": "postgres"}))


def test_the_marks_of_a_lost_database_are_forgotten(known: Env) -> None:
    for name in (demo.MARK, demo.MIGRATED):
        (known.var / name).write_text("{}")
    demo._forget_marks(known.var)
    assert list(known.var.iterdir()) == []


def test_another_scale_is_refused_with_the_way_to_it(tmp_path: Path) -> None:
    mark = tmp_path / demo.MARK
    mark.write_text(json.dumps({"scale": "town", "people": []}))
    with pytest.raises(EnvError, match="--fresh --scale district"):
        demo._load(mark, "district", print)


def test_what_was_loaded_is_not_loaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / demo.MARK
    mark.write_text(json.dumps({"scale": "town", "people": []}))
    monkeypatch.setattr(demo, "_command", lambda *said: pytest.fail(f"ran {said}"))
    demo._load(mark, "town", print)


def test_an_own_database_is_never_emptied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@127.0.0.1/theirs")
    with (
        pytest.raises(EnvError, match="DATABASE_URL"),
        demo._database(tmp_path, fresh=True, say=print),
    ):
        pass
