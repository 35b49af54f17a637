"""What the demo remembers belongs to one database and goes with it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from django.conf import settings
from django.db import connection

from gewu.config import demo
from gewu.config.cli import database
from gewu.config.env import Env, EnvError
from tests.config.test_supervisor import lives, wait_for


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


PARENT = """
import sys, types
from gewu.config import demo
demo.sys = types.SimpleNamespace(executable=sys.argv[1])
demo._command("load")
"""


def test_a_step_ends_with_the_demo_that_runs_it(tmp_path: Path) -> None:
    sleeper, note = tmp_path / "sleeper", tmp_path / "pid"
    sleeper.write_text(f"#!/bin/sh\necho $$ > {note}.new && mv {note}.new {note}\nexec sleep 600\n")
    sleeper.chmod(0o755)
    source = str(Path(demo.__file__).parents[2])
    run = [sys.executable, "-c", PARENT, str(sleeper)]
    parent = subprocess.Popen(run, env={**os.environ, "PYTHONPATH": source})
    assert wait_for(note.exists)
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not lives(int(note.read_text())))


def test_tables_are_made_by_their_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEWU_DB_ROLE", "app")
    asked: list[dict[str, str]] = []

    def run(_command: list[str], *, env: dict[str, str], check: bool) -> CompletedProcess[str]:
        asked.append(env)
        return CompletedProcess([], 1 if check else 0)

    monkeypatch.setattr(database.subprocess, "run", run)
    database.bring_up_to_date()
    assert [env["GEWU_DB_ROLE"] for env in asked] == ["owner"]
