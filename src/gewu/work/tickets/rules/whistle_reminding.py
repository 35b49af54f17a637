"""Which reminders a whistle gets, and when: pure rules, on for every county without being set up.

Whoever has the step is told first, then who leads that unit, then who leads the level that called.
An emergency climbs by half hours, everything else by working days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.methods.worktime import Limit, WorkCalendar, length_of, plus
from gewu.work.tickets import states
from gewu.work.tickets.rules.reminding import (
    AUDIENCES,
    DAY,
    LADDER,
    SUPERVISOR,
    before,
)
from gewu.work.tickets.rules.whistling import EMERGENCY, reporting_due

UNAPPROVED, UNHEARD, ABSENT = "unapproved", "unheard", "absent"
TASK_LATE, UNJUDGED = "task_late", "unjudged"
HALF_HOUR = Limit("continuous", 30)
HALF = 0.5

WHISTLE_REASONS: dict[str, str | Promise] = {
    UNAPPROVED: _("The whistle waits for approval"),
    UNHEARD: _("The call was not acknowledged"),
    ABSENT: _("Not reported in"),
    TASK_LATE: _("The task is past its deadline"),
    UNJUDGED: _("The judgement is outstanding"),
}


class Blown(Protocol):
    """What the rules read of a whistle."""

    id: UUID
    kind: str
    state: str
    unit_id: UUID
    raised_at: datetime


class Called(Protocol):
    """What the rules read of a called unit."""

    id: UUID
    unit_id: UUID
    due_at: datetime | None
    acknowledged_at: datetime | None
    reported_at: datetime | None


class Given(Protocol):
    """What the rules read of a task."""

    id: UUID
    unit_id: UUID
    given_at: datetime
    due_at: datetime
    done_at: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True)
class WhistlePlan:
    """One reminder of a whistle: about which call or task, and of which unit."""

    reason: str
    subject: UUID
    unit_id: UUID | None
    limit_at: datetime
    round: int
    at: datetime
    audience: str
    level: str

    @property
    def key(self) -> tuple[str, UUID, datetime, int]:
        """What fires once."""
        return self.reason, self.subject, self.limit_at, self.round

    def is_said_at(self, now: datetime) -> bool:
        """Whether its moment has come; once the limit has passed nobody is told to be ready."""
        return self.at <= now and (self.reason != UNHEARD or self.limit_at > now)

    @property
    def why(self) -> str | Promise:
        """The reason in words."""
        return WHISTLE_REASONS[self.reason]

    @property
    def whom(self) -> str | Promise:
        """The audience in words."""
        return AUDIENCES[self.audience]


def planned(
    whistle: Blown, calls: Iterable[Called], tasks: Iterable[Given], calendar: WorkCalendar
) -> list[WhistlePlan]:
    """All reminders that a whistle gives, as it stands, the earliest first."""
    calls, tasks = list(calls), list(tasks)
    found: list[WhistlePlan] = []
    if whistle.state == states.RAISED:
        found += _of_approval(whistle, calendar)
    if whistle.state in states.CALLING:
        found += [each for call in calls for each in _of_call(whistle, call, calendar)]
    if whistle.state in (states.RUNNING, states.MEETING):
        found += [each for task in tasks for each in _of_task(whistle, task, calendar)]
    if whistle.state == states.RUNNING:
        found += _of_judgement(whistle, calls, tasks, calendar)
    return sorted(found, key=lambda each: each.at)


def _of_approval(whistle: Blown, calendar: WorkCalendar) -> list[WhistlePlan]:
    """At half of the time that the units will have, and once it would be over."""
    due_at = reporting_due(whistle.kind, whistle.raised_at, calendar)
    moments = (_half_before(whistle, due_at, calendar), due_at)
    return [
        WhistlePlan(UNAPPROVED, whistle.id, None, due_at, rung, at, SUPERVISOR, level)
        for rung, (at, level) in enumerate(zip(moments, ("yellow", "red"), strict=True))
    ]


def _of_call(whistle: Blown, call: Called, calendar: WorkCalendar) -> list[WhistlePlan]:
    if call.due_at is None or call.reported_at is not None:
        return []
    found = _climbing(ABSENT, call.id, call.unit_id, call.due_at, _pause(whistle), calendar)
    if call.acknowledged_at is None:
        audience, level = LADDER[0]
        at = _half_before(whistle, call.due_at, calendar)
        first = WhistlePlan(UNHEARD, call.id, call.unit_id, call.due_at, 0, at, audience, level)
        return [first, *found]
    return found


def _of_task(whistle: Blown, task: Given, calendar: WorkCalendar) -> list[WhistlePlan]:
    if task.done_at is not None:
        return []
    return _climbing(TASK_LATE, task.id, task.unit_id, task.due_at, _pause(whistle), calendar)


def _of_judgement(
    whistle: Blown, calls: list[Called], tasks: list[Given], calendar: WorkCalendar
) -> list[WhistlePlan]:
    """A working day after the last that was to be looked at, whoever whistled has said nothing."""
    moments = [each.confirmed_at for each in tasks]
    came = [each.reported_at for each in calls if each.reported_at is not None]
    if not came or None in moments:
        return []
    since = max([*came, *(at for at in moments if at is not None)])
    due_at = plus(since, length_of(DAY, calendar), counts_work=True, calendar=calendar)
    return _climbing(UNJUDGED, whistle.id, whistle.unit_id, due_at, DAY, calendar)


def _climbing(
    reason: str,
    subject: UUID,
    unit_id: UUID,
    due_at: datetime,
    pause: Limit,
    calendar: WorkCalendar,
) -> list[WhistlePlan]:
    length = length_of(pause, calendar)
    return [
        WhistlePlan(
            reason,
            subject,
            unit_id,
            due_at,
            rung,
            plus(due_at, length * rung, counts_work=pause.counts_work, calendar=calendar),
            audience,
            level,
        )
        for rung, (audience, level) in enumerate(LADDER)
    ]


def _pause(whistle: Blown) -> Limit:
    return HALF_HOUR if whistle.kind == EMERGENCY else DAY


def _half_before(whistle: Blown, due_at: datetime, calendar: WorkCalendar) -> datetime:
    pause = _pause(whistle)
    half: timedelta = length_of(pause, calendar) * HALF
    return before(due_at, half, counts=pause.counts_work, calendar=calendar)
