"""Deadline classes of domain/catalogue.md, and the clock that belongs to a condition."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.acting import Refusal
from gewu.methods.worktime import Limit, WorkCalendar, due

EMERGENCY = "E0"
PLANNED = "PLAN"
UNFILED = "D5"  # the promise of the hotline laws for whatever has not been looked at yet
LONGEST_PLAN = timedelta(days=366)
NEAR = 0.2  # the last fifth of the limit is "near its limit"
OVERDUE = "overdue"
NEAR_LIMIT = "near"
ON_TIME = "on_time"
DONE = "done"
DONE_LATE = "done_late"
PAUSED = "paused"
FOLLOW_UP = "D1"  # an emergency itself is no work order; what is left to do afterwards is
MOST_EXTENSIONS = 2

LIMITS: dict[str, Limit] = {
    "E1": Limit("continuous", 60),
    "E2": Limit("continuous", 120),
    "E24": Limit("continuous", 24 * 60),
    "W4": Limit("working_minutes", 240),
    "D1": Limit("working_days", 1),
    "D2": Limit("working_days", 2),
    "D3": Limit("working_days", 3),
    "D5": Limit("working_days", 5),
    "D7": Limit("natural_days", 7),
    "D15": Limit("natural_days", 15),
    "M30": Limit("natural_days", 30),
}

CLASS_NAMES: dict[str, str | Promise] = {
    "E0": gettext_lazy("Passed on to the emergency number at once"),
    "E1": gettext_lazy("1 hour, day and night"),
    "E2": gettext_lazy("2 hours, day and night"),
    "E24": gettext_lazy("24 hours, day and night"),
    "W4": gettext_lazy("4 working hours"),
    "D1": gettext_lazy("1 working day"),
    "D2": gettext_lazy("2 working days"),
    "D3": gettext_lazy("3 working days"),
    "D5": gettext_lazy("5 working days"),
    "D7": gettext_lazy("7 days"),
    "D15": gettext_lazy("15 days"),
    "M30": gettext_lazy("30 days"),
    "PLAN": gettext_lazy("A date agreed with the resident"),
}


@dataclass(frozen=True)
class Deadline:
    """When a promise ends and the class it follows."""

    deadline_class: str
    due_at: datetime


def deadline(
    deadline_class: str,
    start: datetime,
    calendar: WorkCalendar,
    *,
    agreed: datetime | None = None,
) -> Deadline:
    """The deadline of a class from a start; a planned one needs the date that was agreed."""
    if deadline_class == EMERGENCY:
        raise Refusal(
            _("This is an emergency: call the number shown. It does not become a work order."),
            code="emergency",
            field="condition",
        )
    if deadline_class == PLANNED:
        return Deadline(PLANNED, _agreed(agreed, start))
    return Deadline(deadline_class, due(start, LIMITS[deadline_class], calendar))


def clock_of(
    now: datetime,
    start: datetime,
    due_at: datetime,
    closed_at: datetime | None = None,
    *,
    paused: bool = False,
) -> str:
    """Which honest word fits the clock: on time, near, overdue, paused, done, done late."""
    if closed_at is not None:
        return DONE if closed_at <= due_at else DONE_LATE
    if paused:
        return PAUSED
    if now > due_at:
        return OVERDUE
    return NEAR_LIMIT if due_at - now <= (due_at - start) * NEAR else ON_TIME


def _agreed(agreed: datetime | None, start: datetime) -> datetime:
    if agreed is None:
        raise Refusal(
            _("Agree on a date with the resident and enter it here."),
            code="agreed_date",
            field="agreed",
        )
    if not start < agreed <= start + LONGEST_PLAN:
        raise Refusal(
            _("The agreed date must lie after the report and within a year."),
            code="agreed_date",
            field="agreed",
        )
    return agreed
