"""What fires for whistles now, what fired, and what will fire next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import states
from gewu.work.tickets.models import Whistle, WhistleCall, WhistleReminder, WhistleTask
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.whistling import visible_to
from gewu.work.tickets.rules import whistle_reminding as rules
from gewu.work.tickets.rules.whistle_reminding import WhistlePlan

MOST_AHEAD = 200


@dataclass(frozen=True)
class ComingCall:
    """What will fire next for one whistle."""

    whistle: Whistle
    planned: WhistlePlan
    unit: Unit | None


def with_something_due(county_id: UUID, now: datetime, calendar: WorkCalendar) -> list[UUID]:
    """Open whistles of which something is due that has not fired."""
    whistles = Whistle.objects.filter(county_id=county_id, state__in=states.OPEN_WHISTLE)
    return [pk for pk, found in _due(whistles.order_by("id"), now, calendar).items() if found]


def due_plans(whistle: Whistle, now: datetime, calendar: WorkCalendar) -> list[WhistlePlan]:
    """What is due of a whistle and has not fired."""
    return _due([whistle], now, calendar)[whistle.pk]


def plans_of(whistles: Iterable[Whistle], calendar: WorkCalendar) -> dict[UUID, list[WhistlePlan]]:
    """All reminders that each of these whistles gives."""
    whistles = list(whistles)
    calls, tasks = _of(WhistleCall.objects, whistles), _of(WhistleTask.objects, whistles)
    return {
        each.pk: rules.planned(each, calls[each.pk], tasks[each.pk], calendar) for each in whistles
    }


def fired_for(
    user: User, *, reason: str, level: str, after: UUID | None
) -> QuerySet[WhistleReminder]:
    """What fired in the viewer's scope, the latest first."""
    found = WhistleReminder.objects.filter(whistle__in=visible_to(user).order_by())
    if reason:
        found = found.filter(reason=reason)
    if level:
        found = found.filter(level=level)
    if after:
        found = found.filter(id__lt=after)
    return found.select_related("whistle__unit", "to_unit").order_by("-id")


def coming_calls(user: User, now: datetime, until: datetime) -> list[ComingCall]:
    """What will fire next for the viewer's whistles until a moment, the earliest first."""
    found = visible_to(user).filter(state__in=states.OPEN_WHISTLE).select_related("unit")
    whistles = list(found.order_by("-id")[:MOST_AHEAD])
    by_id, coming = {each.pk: each for each in whistles}, []
    for county_id in sorted({each.county_id for each in whistles}):
        own = [each for each in whistles if each.county_id == county_id]
        for pk, plans in plans_of(own, clockwork_of(county_id).calendar).items():
            soon = [each for each in plans if now < each.at <= until]
            coming += [(by_id[pk], plan) for plan in soon[:1]]
    units = Unit.ever.in_bulk({plan.unit_id for _whistle, plan in coming if plan.unit_id})
    return [
        ComingCall(whistle, plan, units.get(plan.unit_id) if plan.unit_id else None)
        for whistle, plan in sorted(coming, key=lambda each: (each[1].at, each[0].number))
    ]


def _due(
    whistles: Iterable[Whistle], now: datetime, calendar: WorkCalendar
) -> dict[UUID, list[WhistlePlan]]:
    plans = plans_of(whistles, calendar)
    due = {pk: [each for each in found if each.is_said_at(now)] for pk, found in plans.items()}
    fired = _fired(pk for pk, found in due.items() if found)
    return {pk: [each for each in found if each.key not in fired[pk]] for pk, found in due.items()}


def _of(rows: Any, whistles: list[Whistle]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.filter(whistle__in=[each.pk for each in whistles]).order_by("id"):
        found[row.whistle_id].append(row)
    return found


def _fired(whistles: Iterable[UUID]) -> dict[UUID, set[tuple[str, UUID, datetime, int]]]:
    found: dict[UUID, set[tuple[str, UUID, datetime, int]]] = defaultdict(set)
    for row in WhistleReminder.objects.filter(whistle__in=list(whistles)).order_by("id"):
        found[row.whistle_id].add((row.reason, row.subject_id, row.limit_at, row.round))
    return found
