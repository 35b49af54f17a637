"""Kinds, roles, days and phones, without a database."""

from datetime import date

import pytest

from gewu.ground.accounts.rules import ROLES
from gewu.ground.staffing import rules
from gewu.ground.staffing.rules import UnitKind
from gewu.ground.territory.rules.levels import Level


@pytest.mark.parametrize("kind", UnitKind.values)
@pytest.mark.parametrize("level", Level.values)
def test_a_kind_of_unit_stands_on_one_level(kind, level):
    right = {
        "grid_team": Level.GRID,
        "community": Level.COMMUNITY,
        "town": Level.TOWN,
        "department": Level.COUNTY,
        "county_desk": Level.COUNTY,
    }
    assert (rules.unit_fault(kind, level) == "") == (right[kind] == level)


def test_every_role_has_a_kind_of_unit_and_every_post_a_known_role():
    held = {role for roles in rules.ROLES_OF.values() for role in roles}
    assert held == set(ROLES)


def test_a_post_has_a_role_of_its_unit():
    assert rules.post_fault("grid_team", "worker") == ""
    assert rules.post_fault("grid_team", "administrator") != ""


def test_the_head_of_a_department_leads_its_work_and_not_the_county():
    assert rules.granted_role("department", "leader") == "head"
    assert rules.granted_role("town", "leader") == "leader"


def test_the_full_time_worker_of_a_grid_is_the_only_one():
    assert rules.is_sole_worker("grid_team", "worker", True)
    assert not rules.is_sole_worker("grid_team", "worker", False)
    assert not rules.is_sole_worker("town", "worker", True)
    assert not rules.is_sole_worker("grid_team", "leader", True)


@pytest.mark.parametrize(
    ("phone", "good"),
    [
        ("", True),
        ("0537-2212345", True),
        ("+86 138 0000 0000", True),
        ("12345", True),
        ("call me", False),
        ("1", False),
        ("1" * 30, False),
    ],
)
def test_phones_are_made_of_digits(phone, good):
    assert (rules.phone_fault(phone) == "") is good


def test_days_run_forward():
    first, second = date(2026, 1, 1), date(2026, 1, 2)
    assert rules.days_fault(first, None) == ""
    assert rules.days_fault(first, first) == ""
    assert rules.days_fault(second, first) != ""
    assert rules.day_after(first) == second
    assert rules.day_after(None) is None
