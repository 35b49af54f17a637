"""Working time counted once more, by another way: minute spans of each local day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SATURDAY = 5
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Days:
    """Which days are worked, and from when until when."""

    zone: ZoneInfo
    spans: tuple[tuple[time, time], ...]
    free: frozenset[date]
    worked: frozenset[date]

    @classmethod
    def of(cls, terms: dict[str, Any], special: Iterable[dict[str, Any]]) -> "Days":
        """From the rows of a county."""
        special = list(special)
        return cls(
            ZoneInfo(terms["zone"]),
            (
                (terms["morning_from"], terms["morning_to"]),
                (terms["afternoon_from"], terms["afternoon_to"]),
            ),
            frozenset(row["day"] for row in special if row["kind"] == "holiday"),
            frozenset(row["day"] for row in special if row["kind"] == "workday"),
        )

    def is_worked(self, day: date) -> bool:
        """A notice wins over the day of the week."""
        return day not in self.free and (day.weekday() < SATURDAY or day in self.worked)

    def belongs_to(self, moment: datetime) -> date:
        """The working day that a moment counts for: a free day counts for the next worked one."""
        day = moment.astimezone(self.zone).date()
        while not self.is_worked(day):
            day += timedelta(days=1)
        return day

    def one_day(self) -> timedelta:
        """The work of a full day."""
        day = date(2026, 1, 5)
        return sum(
            (datetime.combine(day, b) - datetime.combine(day, a) for a, b in self.spans), NOTHING
        )

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Work from a to b."""
        total, day = NOTHING, a.astimezone(self.zone).date()
        while day <= b.astimezone(self.zone).date():
            for begins, ends in self.spans if self.is_worked(day) else ():
                from_ = max(a, datetime.combine(day, begins, self.zone))
                until = min(b, datetime.combine(day, ends, self.zone))
                total += max(until - from_, NOTHING)
            day += timedelta(days=1)
        return total
