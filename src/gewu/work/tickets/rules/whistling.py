"""How soon units report in, and how both sides of a whistle are measured. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gewu.methods.worktime import Limit, WorkCalendar, due

EMERGENCY = "emergency"
# Sources: domain/life-cycle.md, 吹哨报到: on site within 30 minutes, else the next working day.
LIMIT_OF_EMERGENCY = Limit("continuous", 30)
LIMIT_OF_OTHERS = Limit("working_days", 1)
GROUNDLESS = ("refused", "groundless")
EMPTY = "—"
MOST_UNITS = 8


@dataclass(frozen=True)
class Call:
    """What the rules read of a called unit."""

    unit_id: UUID
    due_at: datetime
    reported_at: datetime | None
    late: bool

    def counts(self, now: datetime) -> bool:
        """Whether it came, or its time is over: nobody is blamed for time that is still left."""
        return self.reported_at is not None or now > self.due_at


@dataclass(frozen=True)
class Rate:
    """So many of so many; nothing of nothing is no rate."""

    part: int
    whole: int

    @property
    def shown(self) -> str:
        """As a percentage, or a dash."""
        return f"{self.part / self.whole:.0%}" if self.whole else EMPTY


def reporting_due(kind: str, now: datetime, calendar: WorkCalendar) -> datetime:
    """Until when the called units report in."""
    return due(now, LIMIT_OF_EMERGENCY if kind == EMERGENCY else LIMIT_OF_OTHERS, calendar)


def reporting_rate(calls: Iterable[Call], now: datetime) -> Rate:
    """报到率: called units that came, of those that came or whose time is over."""
    counted = [each for each in calls if each.counts(now)]
    return Rate(sum(each.reported_at is not None for each in counted), len(counted))


def on_time_rate(calls: Iterable[Call], now: datetime) -> Rate:
    """到场及时率: called units that came in time, of those that came or whose time is over."""
    counted = [each for each in calls if each.counts(now)]
    came = [each for each in counted if each.reported_at is not None and not each.late]
    return Rate(len(came), len(counted))


def completion_rate(confirmed: Iterable[bool]) -> Rate:
    """办结率: tasks that whoever whistled confirmed, of all that were given."""
    found = list(confirmed)
    return Rate(sum(found), len(found))


def false_rate(outcomes: Iterable[str]) -> Rate:
    """误吹率: whistles refused or found groundless, of all that are over."""
    over = [each for each in outcomes if each]
    return Rate(sum(each in GROUNDLESS for each in over), len(over))


def number_of(day: str, sequence: int) -> str:
    """The number of a whistle: the day and a running count."""
    return f"{day}{sequence % 10_000:04d}"
