"""Working time against the vectors of the standard, odd calendars and odd clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gewu.methods.worktime import (
    Limit,
    WorkCalendar,
    due,
    remaining,
    trace,
    working_minutes_between,
    years_without_notice,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
SPRING_FESTIVAL = frozenset(date(2026, 2, 15) + timedelta(days=n) for n in range(9))
PLAIN = WorkCalendar(zone=SHANGHAI, official_years=frozenset({2025, 2026}))
CHINA = WorkCalendar(
    zone=SHANGHAI,
    holidays=SPRING_FESTIVAL,
    workdays=frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
    official_years=frozenset({2026}),
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


class TestDue:
    @pytest.mark.parametrize(
        ("start", "limit", "end"),
        [
            ("2025-07-11 17:00", Limit("working_minutes", 240), "2025-07-14 11:00"),
            ("2025-07-11 17:00", Limit("working_days", 2), "2025-07-15 17:00"),
            ("2025-07-12 09:00", Limit("working_minutes", 120), "2025-07-14 10:00"),
            ("2025-07-11 17:00", Limit("continuous", 120), "2025-07-11 19:00"),
            ("2025-07-11 17:00", Limit("natural_days", 7), "2025-07-18 17:00"),
        ],
    )
    def test_it_agrees_with_the_vectors_of_the_standard(self, start, limit, end):
        assert due(at(start), limit, PLAIN) == at(end)

    def test_it_answers_in_utc(self):
        assert due(at("2025-07-11 17:00"), Limit("continuous", 1), PLAIN).tzinfo is UTC

    def test_lunch_does_not_count(self):
        assert due(at("2025-07-10 11:30"), Limit("working_minutes", 60), PLAIN) == at(
            "2025-07-10 14:30"
        )

    def test_a_limit_that_fits_ends_when_work_ends_and_not_the_next_morning(self):
        assert due(at("2025-07-10 16:00"), Limit("working_minutes", 120), PLAIN) == at(
            "2025-07-10 18:00"
        )

    def test_it_works_on_a_make_up_saturday_and_rests_through_the_festival(self):
        assert due(at("2026-02-13 17:00"), Limit("working_days", 1), CHINA) == at(
            "2026-02-14 17:00"
        )
        assert due(at("2026-02-14 17:00"), Limit("working_minutes", 120), CHINA) == at(
            "2026-02-24 09:00"
        )

    def test_it_crosses_the_end_of_the_year(self):
        new_year = WorkCalendar(zone=SHANGHAI, holidays=frozenset({date(2026, 1, 1)}))
        assert due(at("2025-12-31 17:30"), Limit("working_minutes", 60), new_year) == at(
            "2026-01-02 08:30"
        )

    def test_weeks_without_a_working_day_are_waited_through(self):
        closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(60))
        calendar = WorkCalendar(zone=SHANGHAI, holidays=closed)
        assert due(at("2026-01-01 10:00"), Limit("working_minutes", 1), calendar) == at(
            "2026-03-02 08:01"
        )

    def test_seconds_are_kept(self):
        assert due(at("2025-07-10 11:59:30"), Limit("working_minutes", 1), PLAIN) == at(
            "2025-07-10 14:00:30"
        )

    def test_work_may_last_around_the_clock(self):
        shifts = WorkCalendar(zone=SHANGHAI, periods=((time(0), time(0)),), weekend=frozenset())
        assert shifts.minutes_per_day == 1440
        assert due(at("2025-07-10 22:00"), Limit("working_days", 1), shifts) == at(
            "2025-07-11 22:00"
        )

    def test_a_change_of_the_clocks_neither_adds_nor_loses_work(self):
        paris = ZoneInfo("Europe/Paris")
        nights = WorkCalendar(
            zone=paris, periods=((time(0), time(4)), (time(22), time(0))), weekend=frozenset()
        )
        spring = due(at("2026-03-29 00:00", paris), Limit("working_minutes", 240), nights)
        assert spring == at("2026-03-29 23:00", paris)
        autumn = due(at("2026-10-25 00:00", paris), Limit("working_minutes", 240), nights)
        assert autumn == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


class TestTrace:
    def test_it_tells_day_by_day_why(self):
        steps = trace(at("2026-02-13 17:00"), Limit("working_days", 2), CHINA)
        told = [(step.day.day, step.kind, step.minutes) for step in steps]
        assert told == [
            (13, "worked", 60),
            (14, "makeup_day", 480),
            *((day, "holiday", 0) for day in range(15, 24)),
            (24, "worked", 420),
        ]
        assert steps[0].begins == at("2026-02-13 17:00")
        assert steps[-1].ends == at("2026-02-24 17:00")

    def test_a_day_that_begins_after_hours_is_named_and_gives_nothing(self):
        first, second, third, fourth = trace(
            at("2025-07-11 19:00"), Limit("working_minutes", 5), PLAIN
        )
        assert (first.kind, first.minutes, first.begins, first.ends) == ("worked", 0, None, None)
        assert (second.kind, third.kind, fourth.minutes) == ("weekend", "weekend", 5)

    def test_a_continuous_limit_is_cut_at_midnight(self):
        steps = trace(at("2025-07-11 23:00"), Limit("continuous", 120), PLAIN)
        assert [(s.day.day, s.kind, s.minutes) for s in steps] == [
            (11, "continuous", 60),
            (12, "continuous", 60),
        ]


class TestMeasuring:
    def test_minutes_are_negative_backwards(self):
        a, b = at("2025-07-11 17:00"), at("2025-07-14 09:00")
        assert working_minutes_between(a, b, PLAIN) == 120
        assert working_minutes_between(b, a, PLAIN) == -120

    def test_remaining_goes_below_nothing(self):
        now = at("2025-07-11 17:00")
        assert remaining(now, now - timedelta(hours=1)) == timedelta(hours=-1)

    def test_years_nobody_announced_are_named_by_local_date(self):
        new_year_in_shanghai = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
        start = at("2026-12-01 09:00")
        assert years_without_notice(start, new_year_in_shanghai, PLAIN) == {2027}
        assert (
            years_without_notice(start, new_year_in_shanghai - timedelta(seconds=1), PLAIN) == set()
        )


class TestRefusals:
    @pytest.mark.parametrize("amount", [0, -1])
    def test_it_refuses_a_limit_of_nothing(self, amount):
        with pytest.raises(ValueError, match="longer than nothing"):
            Limit("working_minutes", amount)

    def test_it_refuses_an_unknown_kind(self):
        with pytest.raises(ValueError, match="unknown kind"):
            Limit("lunar_days", 1)

    def test_it_refuses_a_moment_without_a_zone(self):
        naive = at("2025-07-11 17:00").replace(tzinfo=None)
        aware = at("2025-07-11 17:00")
        for call in (
            lambda: due(naive, Limit("continuous", 1), PLAIN),
            lambda: trace(naive, Limit("working_days", 1), PLAIN),
            lambda: working_minutes_between(aware, naive, PLAIN),
            lambda: remaining(naive, aware),
            lambda: years_without_notice(aware, naive, PLAIN),
        ):
            with pytest.raises(ValueError, match="time zone"):
                call()

    def test_it_refuses_a_calendar_that_never_works(self):
        never = WorkCalendar(zone=SHANGHAI, weekend=frozenset(range(7)))
        with pytest.raises(ValueError, match="no working time"):
            due(at("2025-07-11 17:00"), Limit("working_minutes", 1), never)

    def test_it_refuses_limits_past_the_end_of_time(self):
        for limit in (Limit("continuous", 10**10), Limit("natural_days", 10**12)):
            with pytest.raises(ValueError, match=r"last year|any calendar"):
                due(at("2025-07-11 17:00"), limit, PLAIN)
        with pytest.raises(ValueError, match="last year"):
            due(at("9999-12-30 17:00"), Limit("working_days", 9), PLAIN)

    @pytest.mark.parametrize(
        "periods",
        [
            (),
            ((time(12), time(8)),),
            ((time(8), time(12)), (time(11), time(18))),
            ((time(8, 0, 1), time(12)),),
        ],
    )
    def test_it_refuses_periods_that_make_no_sense(self, periods):
        with pytest.raises(ValueError, match="period"):
            WorkCalendar(zone=SHANGHAI, periods=periods)

    def test_it_refuses_a_day_that_is_both(self):
        day = frozenset({date(2026, 1, 1)})
        with pytest.raises(ValueError, match="2026-01-01"):
            WorkCalendar(zone=SHANGHAI, holidays=day, workdays=day)


ZONES = [ZoneInfo(n) for n in ("Asia/Shanghai", "Europe/Paris", "America/Havana", "Asia/Beirut")]
moments = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
limits = st.builds(
    Limit, st.just("working_minutes"), st.integers(min_value=1, max_value=20_000)
) | st.builds(Limit, st.just("working_days"), st.integers(min_value=1, max_value=40))
days = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    marks = sorted(draw(st.sets(st.integers(0, 24 * 4), min_size=2, max_size=6)))
    clock = [time(mark // 4 % 24, mark % 4 * 15) for mark in marks]
    holidays = draw(st.frozensets(days, max_size=30))
    return WorkCalendar(
        zone=draw(st.sampled_from(ZONES)),
        periods=tuple(zip(clock[::2], clock[1::2], strict=False)),
        weekend=draw(st.frozensets(st.integers(0, 6), max_size=6)),
        holidays=holidays,
        workdays=draw(st.frozensets(days, max_size=10)) - holidays,
    )


class TestProperties:
    @given(moments, limits, calendars())
    @settings(max_examples=300, deadline=None)
    def test_adding_then_measuring_gives_the_limit_back(self, start, limit, calendar):
        end = due(start, limit, calendar)
        minutes = limit.amount * (calendar.minutes_per_day if limit.kind == "working_days" else 1)
        assert end > start
        assert working_minutes_between(start, end, calendar) == minutes
        assert working_minutes_between(start, end - timedelta(seconds=1), calendar) < minutes
        steps = trace(start, limit, calendar)
        assert sum(step.minutes for step in steps) == minutes
        assert steps[-1].ends == end
        assert [step.day for step in steps] == [
            steps[0].day + timedelta(days=n) for n in range(len(steps))
        ]

    @given(moments, moments, limits, calendars())
    @settings(max_examples=200, deadline=None)
    def test_who_starts_later_is_never_due_earlier(self, one, other, limit, calendar):
        first, second = sorted((one, other))
        assert due(first, limit, calendar) <= due(second, limit, calendar)

    @given(moments, moments, moments, calendars())
    @settings(max_examples=100, deadline=None)
    def test_measures_of_parts_make_up_the_whole(self, one, two, three, calendar):
        a, b, c = sorted(moment.replace(second=0, microsecond=0) for moment in (one, two, three))
        parts = working_minutes_between(a, b, calendar) + working_minutes_between(b, c, calendar)
        assert parts == working_minutes_between(a, c, calendar)

    @given(moments, st.integers(1, 100_000), st.sampled_from(ZONES))
    @settings(max_examples=100, deadline=None)
    def test_a_continuous_trace_adds_up_without_a_gap(self, start, minutes, zone):
        limit = Limit("continuous", minutes)
        steps = trace(start, limit, WorkCalendar(zone=zone))
        assert sum(step.minutes for step in steps) == minutes
        assert (steps[0].begins, steps[-1].ends) == (start, start + timedelta(minutes=minutes))
        assert all(a.ends == b.begins for a, b in zip(steps, steps[1:], strict=False))
