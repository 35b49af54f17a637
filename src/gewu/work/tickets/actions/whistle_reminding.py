"""Reminders of whistles by the clock alone, each fires once."""

from datetime import datetime
from uuid import UUID

from gewu.kernel.acting import Actor, action
from gewu.work.tickets.actions.whistle_moves import WhistleMove, move_whistle
from gewu.work.tickets.events.whistling import WhistleReminded
from gewu.work.tickets.models import Whistle, WhistleReminder
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.whistle_reminders import due_plans, with_something_due
from gewu.work.tickets.rules.whistle_reminding import WhistlePlan

BATCH = 200


@action
def remind_of_whistles(*, county_id: UUID, now: datetime, most: int = BATCH, by: Actor) -> int:
    """Fire what is due, a batch at a time; others at work take other rows. How many fired."""
    calendar, fired = clockwork_of(county_id).calendar, 0
    waiting = with_something_due(county_id, now, calendar)
    held = Whistle.objects.filter(pk__in=waiting).order_by("pk")
    for whistle in held.select_for_update(of=("self",), skip_locked=True)[:most]:
        # Looked at again: what was due may have been done, or fired, until the row was held.
        for plan in due_plans(whistle, now, calendar):
            _fire(whistle, plan, now, by)
            fired += 1
    return fired


def _fire(whistle: Whistle, plan: WhistlePlan, now: datetime, by: Actor) -> None:
    WhistleReminder.objects.create(
        whistle=whistle,
        county_id=whistle.county_id,
        reason=plan.reason,
        subject_id=plan.subject,
        round=plan.round,
        limit_at=plan.limit_at,
        fired_at=now,
        to_unit_id=plan.unit_id,
        audience=plan.audience,
        level=plan.level,
    )
    codes = {"reason": plan.reason, "audience": plan.audience, "round": plan.round}
    payload = {
        "reason": plan.reason,
        "audience": plan.audience,
        "limit_at": plan.limit_at,
        "helper": plan.unit_id,
    }
    move = WhistleMove(WhistleReminded, plan.unit_id, codes=codes, payload=payload)
    move_whistle(whistle, "remind_whistle", move, now=now, by=by)
