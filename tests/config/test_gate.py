"""The gate before the pages: work is limited, the surplus is told to come back."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from gewu.config.gate import Gate


def environ(path: str = "/", method: str = "GET") -> dict[str, Any]:
    return {"PATH_INFO": path, "REQUEST_METHOD": method}


class Slow:
    """Answers when it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)

    def __call__(self, _environ: Any, start: Any) -> Iterable[bytes]:
        self.begun.release()
        assert self.go.wait(10)
        start("200 OK", [("X-Here", "yes")])
        return [b"done"]


def asked(gate: Gate, path: str = "/", method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    body = b"".join(gate(environ(path, method), lambda *said: told.append(said)))
    return told[0][0], dict(told[0][1]), body


def test_an_answer_comes_through_as_it_is():
    app = Slow()
    app.go.set()
    assert asked(Gate(app, workers=1, room=1)) == ("200 OK", {"X-Here": "yes"}, b"done")


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/v1/tickets", "json")])
def test_beyond_its_room_it_says_when_to_come_back(path, kind):
    app = Slow()
    gate = Gate(app, workers=1, room=1)
    answers: list[Any] = []
    held = [threading.Thread(target=lambda: answers.append(asked(gate))) for _ in range(2)]
    for thread in held:
        thread.start()
    assert app.begun.acquire(timeout=10)
    while gate.inside < 2:
        pass
    status, headers, body = asked(gate, path)
    assert status.startswith("503") and headers["Retry-After"] == "2"
    assert kind in headers["Content-Type"] and len(body) == int(headers["Content-Length"])
    app.go.set()
    for thread in held:
        thread.join(10)
    assert [each[0] for each in answers] == ["200 OK", "200 OK"]
    assert asked(gate)[0] == "200 OK"


def test_new_work_of_machines_is_turned_away_before_work_that_has_begun():
    app = Slow()
    gate = Gate(app, workers=1, room=1, for_new=0)
    answers: list[Any] = []

    def ask(path: str, method: str) -> threading.Thread:
        thread = threading.Thread(target=lambda: answers.append(asked(gate, path, method)))
        thread.start()
        return thread

    held = [ask("/tickets/", "GET")]
    assert app.begun.acquire(timeout=10)
    assert asked(gate, "/api/v1/tickets", "POST")[0].startswith("503")
    held.append(ask("/api/v1/tickets/1/sign", "POST"))
    while gate.inside < 2:
        pass
    app.go.set()
    for thread in held:
        thread.join(10)
    assert [each[0] for each in answers] == ["200 OK", "200 OK"]
    assert asked(gate, "/api/v1/tickets", "POST")[0] == "200 OK"


def test_an_application_that_breaks_leaves_its_place():
    def broken(_environ: Any, _start: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    gate = Gate(broken, workers=1, room=0)
    for _again in range(3):
        with pytest.raises(ZeroDivisionError):
            asked(gate)
    assert gate.inside == 0


def test_each_thread_makes_one_visit_before_it_answers():
    app, seen = Slow(), []
    app.go.set()
    gate = Gate(app, workers=3, room=1)
    gate.warm(lambda: seen.append(threading.current_thread().name))
    assert asked(gate)[0] == "200 OK"
    gate.pool.shutdown(wait=True)
    assert len(set(seen)) == len(seen) == 3


def test_a_visit_that_ends_in_an_error_stops_no_answer():
    app = Slow()
    app.go.set()
    gate = Gate(app, workers=2, room=1)
    gate.warm(lambda: 1 / 0)
    assert asked(gate)[0] == "200 OK"
