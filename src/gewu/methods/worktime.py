"""Working time: when a limit ends on a calendar of work periods, holidays and make-up days.

Work is counted as elapsed time inside the periods of each local day, in UTC, so that a change of
the clocks neither adds nor loses work. Everything walks day by day, never minute by minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo

LimitKind = Literal["continuous", "working_minutes", "working_days", "natural_days"]
DayKind = Literal["worked", "weekend", "holiday", "makeup_day"]
StepKind = Literal["worked", "weekend", "holiday", "makeup_day", "continuous"]
Period = tuple[time, time]
Span = tuple[datetime, datetime]

MIDNIGHT = time(0)
MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
NOTHING = timedelta(0)
FRUITLESS_DAYS = 3_660  # ten years without a working day: the calendar is wrong, not the limit long


@dataclass(frozen=True)
class WorkCalendar:
    """When work is done in one place; a period that ends at 00:00 lasts until midnight."""

    zone: ZoneInfo
    periods: tuple[Period, ...] = ((time(8), time(12)), (time(14), time(18)))
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    official_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.periods:
            raise ValueError("a calendar needs at least one work period")
        free_from = 0
        for begins, ends in self.periods:
            if _minute_of_day(begins) < free_from or _minute_of_end(ends) <= _minute_of_day(begins):
                raise ValueError("work periods must be in order, apart and longer than nothing")
            free_from = _minute_of_end(ends)
        if both := self.holidays & self.workdays:
            raise ValueError(f"{min(both)} cannot be a holiday and a make-up day")

    @cached_property
    def minutes_per_day(self) -> int:
        """Minutes of work in one full day."""
        return sum(_minute_of_end(ends) - _minute_of_day(begins) for begins, ends in self.periods)

    def is_workday(self, d: date) -> bool:
        """Whether work is done on this local date."""
        return self.kind_of(d) in ("worked", "makeup_day")

    def kind_of(self, d: date) -> DayKind:
        """What this local date is: a holiday notice wins over the day of the week."""
        if d in self.holidays:
            return "holiday"
        if d.weekday() not in self.weekend:
            return "worked"
        return "makeup_day" if d in self.workdays else "weekend"


@dataclass(frozen=True)
class Limit:
    """A length of time: minutes for `continuous` and `working_minutes`, else days."""

    kind: LimitKind
    amount: int

    def __post_init__(self) -> None:
        if self.kind not in get_args(LimitKind):
            raise ValueError(f"unknown kind of limit: {self.kind}")
        if self.amount <= 0:
            raise ValueError("a limit must be longer than nothing")

    @property
    def counts_work(self) -> bool:
        """Whether only working time uses it up."""
        return self.kind in ("working_minutes", "working_days")


@dataclass(frozen=True)
class Step:
    """What one local day gives to a limit; a worked day without minutes had no work left in it."""

    day: date
    kind: StepKind
    minutes: int
    begins: datetime | None
    ends: datetime | None


def due(start: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    """The first moment, in UTC, at which the limit is used up."""
    length = _length(limit, calendar)
    return plus(start, length, counts_work=limit.counts_work, calendar=calendar)


def trace(start: datetime, limit: Limit, calendar: WorkCalendar) -> tuple[Step, ...]:
    """Why the limit ends when it does, one step for each local day from start to end."""
    if not limit.counts_work:
        return tuple(_continuous_steps(_in_utc(start), due(start, limit, calendar), calendar))
    steps, total = [], NOTHING
    for day, spans, used in _days_of_work(_in_utc(start), _length(limit, calendar), calendar):
        minutes = (total + used) // MINUTE - total // MINUTE
        total += used
        begins, ends = (spans[0][0], spans[-1][1]) if spans else (None, None)
        steps.append(Step(day, calendar.kind_of(day), minutes, begins, ends))
    return tuple(steps)


def working_minutes_between(a: datetime, b: datetime, calendar: WorkCalendar) -> int:
    """Whole working minutes from a to b, negative when b comes first."""
    if _in_utc(b) < _in_utc(a):
        return -working_minutes_between(b, a, calendar)
    return used_between(a, b, counts_work=True, calendar=calendar) // MINUTE


def length_of(limit: Limit, calendar: WorkCalendar) -> timedelta:
    """How much time a limit holds: work for a limit that counts work, else plain time."""
    return _length(limit, calendar)


def used_between(
    a: datetime, b: datetime, *, counts_work: bool, calendar: WorkCalendar
) -> timedelta:
    """How much of a limit passes from a to b; nothing when b comes first."""
    a, b = _in_utc(a), _in_utc(b)
    if b <= a:
        return NOTHING
    if not counts_work:
        return b - a
    day, last, total = _local_date(a, calendar), _local_date(b, calendar), NOTHING
    while day <= last:
        if calendar.is_workday(day):
            total += _length_of(_clipped(_spans(calendar.zone, calendar.periods, day), a, b))
        day += ONE_DAY
    return total


def plus(
    start: datetime, length: timedelta, *, counts_work: bool, calendar: WorkCalendar
) -> datetime:
    """The first moment, in UTC, at which so much time has passed; the start itself for nothing."""
    start = _in_utc(start)
    if not length:
        return start
    if not counts_work:
        return _plus(start, length)
    spans = [span for _, spans, _ in _days_of_work(start, length, calendar) for span in spans]
    return spans[-1][1]


def remaining(now: datetime, due_at: datetime) -> timedelta:
    """Time left on the wall clock, negative when it is over."""
    return _in_utc(due_at) - _in_utc(now)


def years_without_notice(start: datetime, end: datetime, calendar: WorkCalendar) -> set[int]:
    """Local years from start to end whose holidays nobody has announced yet."""
    first, last = sorted((_in_utc(start), _in_utc(end)))
    years = range(_local_date(first, calendar).year, _local_date(last, calendar).year + 1)
    return set(years) - calendar.official_years


def _length(limit: Limit, calendar: WorkCalendar) -> timedelta:
    unit = {"natural_days": ONE_DAY, "working_days": calendar.minutes_per_day * MINUTE}
    try:
        return limit.amount * unit.get(limit.kind, MINUTE)
    except OverflowError as error:
        raise ValueError("the limit is longer than any calendar") from error


def _days_of_work(
    start: datetime, length: timedelta, calendar: WorkCalendar
) -> Iterator[tuple[date, list[Span], timedelta]]:
    """Each local day with its work spans after start, until the length is used up."""
    day, fruitless = _local_date(start, calendar), 0
    while length:
        spans: list[Span] = []
        if calendar.is_workday(day):
            spans = _first(_clipped(_spans(calendar.zone, calendar.periods, day), start), length)
        used = _length_of(spans)
        yield day, spans, used
        length -= used
        fruitless = 0 if used else fruitless + 1
        if fruitless > FRUITLESS_DAYS:
            raise ValueError("the calendar has no working time")
        if day == date.max:
            raise ValueError("the limit ends after the last year of the calendar")
        day += ONE_DAY


def _continuous_steps(start: datetime, end: datetime, calendar: WorkCalendar) -> Iterator[Step]:
    begins = start
    while begins < end:
        day = _local_date(begins, calendar)
        midnight = datetime.combine(day + ONE_DAY, MIDNIGHT, calendar.zone).astimezone(UTC)
        ends = min(midnight, end)
        minutes = (ends - start) // MINUTE - (begins - start) // MINUTE
        yield Step(day, "continuous", minutes, begins, ends)
        begins = ends


@lru_cache(maxsize=4_096)
def _spans(zone: ZoneInfo, periods: tuple[Period, ...], day: date) -> tuple[Span, ...]:
    """The work periods of a local day in UTC; what a change of the clocks overlaps counts once."""
    spans: list[Span] = []
    for begins, ends in periods:
        ends_on = day + ONE_DAY if ends == MIDNIGHT else day
        begins_at = datetime.combine(day, begins, zone).astimezone(UTC)
        ends_at = datetime.combine(ends_on, ends, zone).astimezone(UTC)
        if spans:
            begins_at = max(begins_at, spans[-1][1])
        if begins_at < ends_at:
            spans.append((begins_at, ends_at))
    return tuple(spans)


def _clipped(
    spans: tuple[Span, ...], earliest: datetime, latest: datetime | None = None
) -> list[Span]:
    cut = ((max(a, earliest), min(b, latest) if latest else b) for a, b in spans)
    return [(a, b) for a, b in cut if a < b]


def _first(spans: list[Span], length: timedelta) -> list[Span]:
    """As much from the front as makes up the length."""
    taken = []
    for begins, ends in spans:
        part = min(ends - begins, length)
        length -= part
        taken.append((begins, begins + part))
        if not length:
            break
    return taken


def _length_of(spans: list[Span]) -> timedelta:
    return sum((ends - begins for begins, ends in spans), NOTHING)


def _plus(start: datetime, length: timedelta) -> datetime:
    try:
        return start + length
    except OverflowError as error:
        raise ValueError("the limit ends after the last year of the calendar") from error


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


def _local_date(moment: datetime, calendar: WorkCalendar) -> date:
    return moment.astimezone(calendar.zone).date()


def _minute_of_day(clock: time) -> int:
    if clock.second or clock.microsecond or clock.tzinfo:
        raise ValueError("work periods are given in whole local minutes")
    return clock.hour * 60 + clock.minute


def _minute_of_end(clock: time) -> int:
    return _minute_of_day(clock) or 24 * 60
