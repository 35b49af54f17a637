"""People of the town: sixty, in every role, each with a sign-in of their own."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from gewu.simulation.geography.county import county
from gewu.simulation.geography.places import GRID
from gewu.simulation.people import DEPARTMENTS, people, welcome
from gewu.work.tickets import __file__ as tickets_file

ROLES = [
    "worker",
    "community",
    "handler",
    "dispatcher",
    "checker",
    "head",
    "leader",
    "auditor",
    "administrator",
    "security",
    "protector",
]


@pytest.fixture(scope="module")
def everybody():
    return people(county("town", 1).places, 1)


def test_about_sixty_people_work_in_the_town_in_every_role(everybody):
    assert len(everybody) == 63
    assert {seat.role for person in everybody for seat in person.seats} == set(ROLES)


def test_each_grid_has_one_worker_of_its_own(everybody):
    held = Counter(s.where for p in everybody for s in p.seats if s.role == "worker")
    assert held == Counter(grid.code for grid in county("town", 1).at(GRID))


def test_sign_ins_differ_and_the_easy_ones_are_there(everybody):
    usernames = [person.username for person in everybody]
    assert len(set(usernames)) == 63
    assert [name for name, _ in welcome(everybody)] == [
        "worker", "community", "handler", "head", "dispatcher", "checker", "leader", "auditor", "admin",
        "security", "protector",
    ]  # fmt: skip


def test_the_same_seed_names_the_same_people(everybody):
    assert people(county("town", 1).places, 1) == everybody


def test_every_department_has_somebody(everybody):
    held = {s.where for p in everybody for s in p.seats if s.unit == "department"}
    assert held == {department.name_zh for department in DEPARTMENTS}


def test_departments_lead_kinds_that_the_catalogue_knows_and_each_once():
    with (Path(tickets_file).parent / "data" / "lead_kinds.csv").open(encoding="utf-8") as file:
        known = {row["kind"] for row in csv.DictReader(file) if row["level"] == "department"}
    led = [kind for department in DEPARTMENTS for kind in department.kinds]
    assert len(led) == len(set(led))
    assert known - set(led) == {"工会", "120"}
    assert set(led) <= known


def test_a_district_has_people_for_every_grid():
    everybody = people(county("district", 1).places, 1)
    assert len({person.username for person in everybody}) == len(everybody)
    assert sum(s.role == "worker" for p in everybody for s in p.seats) == 1_541
