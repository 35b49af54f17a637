"""The probes tell of what no test has come to."""

from pathlib import Path

from tests.branches import PROBE, Probes, followed, places_of

SOURCE = '''"""Said only."""
from __future__ import annotations

def decide(given):
    """Said only."""
    for each in given:
        if each:
            return each
    match given:
        case ["a"]:
            pass
    while given:
        given = given[1:]
    while True:
        break

class Rule:
    def name(self): ...
'''


def missed(*given: list[str]) -> set[str]:
    """What remains when these were decided upon."""
    probes, seen = Probes("rules.py"), set[str]()
    names: dict[str, object] = {PROBE: seen.add}
    exec(compile(probes.put_into(SOURCE), "rules.py", "exec"), names)
    for each in given:
        names["decide"](each)
    return {place.removeprefix("rules.py:") for place in set(probes.places) - seen}


def test_a_branch_that_was_never_taken_is_named() -> None:
    assert missed([""]) == {
        "8: is never reached",
        "11: is never reached",
    }
    assert missed(["a"]) == missed() - {f"{line}: is never reached" for line in (6, 7, 8)}


def test_each_way_out_is_a_branch() -> None:
    assert {
        "6: never ends by itself",
        "7: always holds",
        "9: always matches",
        "12: never ends by itself",
    } < missed()
    assert "14: never ends by itself" not in missed()


def test_nothing_is_missed_where_all_was_seen() -> None:
    class Letter(str):
        """Matches, and is nothing."""

        def __bool__(self) -> bool:
            return False

    assert missed(["x"], [""], [Letter("a")]) == set()


def test_the_deciding_files_are_followed() -> None:
    files = followed()
    assert len(files) > 100
    assert all(Path(file).is_file() and "tests" not in file.parts for file in files)
    assert all(places_of(file) for file in files if file.stat().st_size > 500)
