"""What the options of `gewu serve` and `gewu demo` change: who can reach what, and which town it is."""

import importlib
import json
import os
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from gewu.config import demo, env, stack
from gewu.config.cli import demo as demo_commands
from gewu.config.cli import serve as serve_command


class Started:
    """Stands in for the supervisor and notes what it would have started."""

    children: list[Any]
    environment: dict[str, str]

    def __init__(self, children: list[Any], environment: dict[str, str], _cluster: Any) -> None:
        Started.children, Started.environment = children, environment

    def run(self, _tick: Any) -> None:
        """Nothing is started."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> type[Started]:
    """Served without serving; what the command says in the environment goes with the test."""
    monkeypatch.setattr(stack, "Supervisor", Started)
    monkeypatch.setattr(stack, "refuse_busy", lambda host, port: None)
    for name in ("GEWU_PORT", "GEWU_LIVE_PORT"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    return Started


def option(command: list[str], name: str) -> str:
    """What a program is started with."""
    return command[command.index(name) + 1]


def test_serving_options_say_where_pages_are_and_how_many_work_at_once(started: Any) -> None:
    words = ["--host", "10.0.0.5", "--port", "8300", "--workers", "3", "--threads", "5"]
    told = CliRunner().invoke(serve_command.app, words)
    assert told.exit_code == 0 and "http://10.0.0.5:8300" in told.output
    web, live = started.children[0].command, started.children[1].command
    assert [option(web, name) for name in ("--host", "--port", "--workers")] == [
        *("10.0.0.5", "8300", "3")
    ]
    assert (option(live, "--host"), option(live, "--port")) == ("10.0.0.5", "8301")
    assert started.environment["GEWU_THREADS"] == "5"
    assert int(option(web, "--blocking-threads")) == 5 * stack.WAITING_EACH
    assert (started.environment["GEWU_PORT"], started.environment["GEWU_LIVE_PORT"]) == (
        *("8300", "8301"),
    )


def test_with_reload_pages_follow_the_sources(started: Any) -> None:
    CliRunner().invoke(serve_command.app, ["--reload", "--port", "8300"])
    assert "runserver" in started.children[0].command
    CliRunner().invoke(serve_command.app, ["--port", "8300"])
    assert "granian" in started.children[0].command


class Server:
    """A database server that notes what was done to it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *_given: self.done.append(name)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:
    """The demo on a server and with files that are nobody's."""
    known, made = SimpleNamespace(root=tmp_path, var=tmp_path, port=0, live_port=0), Server()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("GEWU_PORT", "GEWU_LIVE_PORT"):
        monkeypatch.setenv(name, "")

    def read() -> Any:
        known.port = int(os.environ["GEWU_PORT"])
        return known

    monkeypatch.setattr(demo.env, "read", read)
    monkeypatch.setattr(demo, "Cluster", lambda _root: made)
    monkeypatch.setattr(demo, "_is_empty", lambda _known: False)
    monkeypatch.setattr(demo, "_migrate", lambda *_given: None)
    monkeypatch.setattr(demo.stack, "refuse_busy", lambda *_given: None)
    served = lambda known, **_given: made.done.append(f"served {known.port}")  # noqa: E731
    monkeypatch.setattr(demo.stack, "serve", served)
    return made


def test_the_port_of_the_demo_is_where_it_is_served(server: Server, tmp_path: Path) -> None:
    (tmp_path / demo.MARK).write_text(json.dumps({"scale": "town", "people": []}))
    assert CliRunner().invoke(demo_commands.app, ["run", "--port", "8450"]).exit_code == 0
    assert "served 8450" in server.done and "remove" not in server.done


def test_a_fresh_demo_forgets_what_was_there_and_another_scale_is_loaded(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[tuple[str, ...]] = []
    monkeypatch.setattr(demo, "_command", lambda *said: loaded.append(said))
    (tmp_path / demo.MARK).write_text(json.dumps({"scale": "town", "people": []}))
    told = CliRunner().invoke(demo_commands.app, ["run", "--fresh", "--scale", "district"])
    assert told.exit_code == 0, told.exception
    assert server.done.index("remove") < server.done.index("start")
    assert any("district" in said for said in loaded)


def test_scale_and_seed_say_which_town_is_invented(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: dict[str, Any] = {}
    loading = importlib.import_module("gewu.simulation.load")
    monkeypatch.setattr(loading, "load", lambda **given: asked.update(given))
    CliRunner().invoke(demo_commands.app, ["load", "--scale", "district", "--seed", "7"])
    assert (asked["scale"], asked["seed"]) == ("district", 7)


def test_bin_demo_tells_of_the_options_that_there_are() -> None:
    told = subprocess.check_output([env.CHECKOUT / "bin" / "demo", "--help"], text=True)
    run = typer.main.get_command(demo_commands.app).commands["run"]  # type: ignore[attr-defined]
    there = {name for each in run.params for name in each.opts if name != "--help"}
    assert set(re.findall(r"^  (--\w+)", told, re.MULTILINE)) == there
