"""Periods and their bounds."""

from datetime import UTC, datetime

import pytest

from gewu.oversight.keeping import rules

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_border_lies_so_many_days_back():
    assert rules.border(NOW, 1) == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "least", "fault"),
    [(180, 180, ""), (179, 180, "180 days"), (365, 1095, "3 years"), (40 * 365, 0, "30 years")],
)
def test_a_period_lies_within_its_bounds(english, days, least, fault):
    said = rules.days_fault(days, least)
    assert fault in said and bool(said) == bool(fault)


@pytest.mark.parametrize(("source", "fault"), [("档案法", False), ("  ", True), ("x" * 201, True)])
def test_a_period_follows_a_rule(source, fault):
    assert bool(rules.source_fault(source)) == fault


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("bad-rows", "Bad rows of one's own file"),
        ("pool", "Talent pool"),
        ("setup-staff", "Workbook of the set-up: staff"),
        ("register-hydrants", "register-hydrants"),
    ],
)
def test_files_of_the_log_have_names(english, what, said):
    assert rules.file_named(what) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "not at all"), (1, "1 day"), (90, "90 days"), (365, "1 year"), (1095, "3 years")],
)
def test_periods_are_said_as_people_do(english, days, said):
    assert rules.span(days) == said
