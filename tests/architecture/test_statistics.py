"""Whoever adds people up says who may read it: small counts must not give anybody away (ADR 33)."""

import re

from tests.architecture.sources import PACKAGE, is_test, python_files, short

ADDS_UP = re.compile(r"\b(Count|Sum|Avg)\(")

# The reader may open every row that is counted, so nothing is hidden.
ROWS = {
    "ground/residents/queries/people.py": "the people of a household that the viewer looks after",
    "oversight/facts/queries.py": "tickets of the viewer's own scope, each behind a link",
    "work/tickets/queries/workload.py": "open tickets of the viewer's own scope",
    "kernel/failures.py": "events that were not delivered",
}
# Posts, units, buildings and records of things are nobody's private affair.
THINGS = {
    "ground/registers/queries/records.py": "records of places and things",
    "ground/staffing/queries/kinds.py": "posts of a kind",
    "ground/staffing/queries/overlays.py": "grids of a professional worker",
    "ground/staffing/queries/units.py": "posts and vacancies of units",
    "ground/territory/queries/buildings.py": "flats of buildings, not who lives there",
    "ground/territory/queries/tiles.py": "areas in a tile",
    "ground/territory/views/buildings.py": "flats of buildings, not who lives there",
    "doors/setup/queries/steps.py": "how far the set-up is",
    "ground/residents/queries/sign_ins.py": "tries to sign in, for their limit",
}
# Read by people who do not see what is counted: methods.small_counts decides what is told.
SMALL = {
    "doors/portal/queries/done.py": "doors/portal/rules.py",
    "ground/residents/queries/purposes.py": "ground/residents/views/purposes.py",
    "work/tickets/queries/relief.py": "work/tickets/queries/relief.py",
}


def test_every_sum_says_who_may_read_it() -> None:
    found = {
        short(file).removeprefix("src/gewu/")
        for file in python_files()
        if PACKAGE in file.parents and not is_test(file) and "simulation" not in file.parts
        if ADDS_UP.search(file.read_text())
    }
    assert found - {*ROWS, *THINGS, *SMALL} == set()
    assert {*ROWS, *THINGS, *SMALL} - found == set()


def test_what_others_read_goes_through_the_one_module() -> None:
    without = [
        name for name in SMALL.values() if "small_counts" not in (PACKAGE / name).read_text()
    ]
    assert without == []
