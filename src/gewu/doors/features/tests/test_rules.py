"""What parameters mean, and what is no parameter at all."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from gewu.doors.features.rules import (
    LIMIT,
    MOST,
    WrongParameter,
    boxes_of,
    limit_of,
    mark_of,
    period_of,
    refuse_unknown,
)

ZONE = ZoneInfo("Asia/Shanghai")


def test_a_box_has_four_numbers_or_six():
    assert boxes_of("") == ()
    assert boxes_of("116,35,117.5,36") == ((116, 35, 117.5, 36),)
    assert boxes_of("116,35,0,117,36,100") == ((116, 35, 117, 36),)


def test_a_box_over_the_edge_of_the_map_is_two():
    assert boxes_of("170,-10,-170,10") == ((170, -10, 180, 10), (-180, -10, -170, 10))


@pytest.mark.parametrize(
    "text",
    ["1,2,3", "a,b,c,d", "1,2,3,4,5", "1,2,3,nan", "1,2,3,inf", "1,9,3,4", "200,1,201,2",
     "1,91,2,92", "1,2,3,", ","],
)  # fmt: skip
def test_what_is_no_box_is_refused(text):
    with pytest.raises(WrongParameter):
        boxes_of(text)


def test_a_day_is_the_whole_local_day():
    period = period_of("2026-01-31", ZONE)
    assert period.start == datetime(2026, 1, 30, 16, tzinfo=UTC)
    assert period.end == datetime(2026, 1, 31, 15, 59, 59, 999999, tzinfo=UTC)
    assert period_of("", ZONE) is None


def test_moments_and_intervals():
    moment = datetime(2026, 1, 31, 8, tzinfo=UTC)
    assert period_of("2026-01-31T08:00:00Z", ZONE).start == moment
    assert period_of("2026-01-31T16:00:00+08:00", ZONE).end == moment
    assert period_of("2026-01-31T16:00:00 08:00", ZONE).end == moment, "a plus sign in an address"
    for text in ("2026-01-31T08:00:00z/..", "2026-01-31T08:00:00.0Z/"):
        period = period_of(text, ZONE)
        assert (period.start, period.end) == (moment, None)
    for text in ("../2026-01-31T08:00:00Z", "/2026-01-31T08:00:00Z"):
        period = period_of(text, ZONE)
        assert (period.start, period.end) == (None, moment)
    both = period_of("2026-01-01/2026-01-31", ZONE)
    assert (both.start.day, both.end.day) == (1, 31)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "../..", "/", "2026-02-30", "2026-01-31T08:00:00", "2026-13-01T00:00:00Z",
     "2026-02-01/2026-01-01", "2026-01-01/2026-01-02/2026-01-03", "20260101"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text):
    with pytest.raises(WrongParameter):
        period_of(text, ZONE)


def test_a_limit_is_a_whole_number_and_has_a_most():
    assert (limit_of(""), limit_of("7"), limit_of("99999")) == (LIMIT, 7, MOST)
    for text in ("0", "-1", "1.5", "many", "9" * 30):
        with pytest.raises(WrongParameter):
            limit_of(text)


def test_marks_are_those_of_links():
    assert mark_of("") is None
    mark = "0190f3a4-0000-7000-8000-000000000000"
    assert str(mark_of(mark)) == mark
    with pytest.raises(WrongParameter):
        mark_of("2")


def test_a_parameter_that_nobody_knows_is_named():
    refuse_unknown(["f"], ["f", "limit"])
    with pytest.raises(WrongParameter) as wrong:
        refuse_unknown(["colour"], iter(["f", "limit"]))
    assert wrong.value.name == "colour" and "limit" in str(wrong.value)
