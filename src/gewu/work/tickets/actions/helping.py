"""Parts of a ticket for other units, each on its own clock; the lead answers to the reporter."""

from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.methods.worktime import due
from gewu.work.tickets.actions.desk import refuse_barred
from gewu.work.tickets.actions.moving import Step, locked, take, was_done
from gewu.work.tickets.events import HelpAsked, HelpGiven, HelpWithdrawn
from gewu.work.tickets.models import HelpOrder, Ticket
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.rules.clocks import LIMITS, UNFILED
from gewu.work.tickets.rules.wording import checked_note


@action
def cohandle(
    *,
    ticket: Ticket,
    unit: Unit,
    words: str,
    limit: str = "",
    kind: str = HelpOrder.Kind.HELP,
    command: UUID | None = None,
    by: Actor,
) -> HelpOrder:
    """Ask another unit for a part of the work, or order it at the same time as the lead."""
    ticket = locked(ticket)
    if was_done(ticket, command):
        return HelpOrder.objects.filter(ticket=ticket, unit=unit).order_by("-id")[0]
    words = checked_note(words, needed=True)
    if unit.pk == ticket.unit_id or unit.pk in ticket.helpers:
        raise Refusal(
            _("This unit is at work on the ticket already."), code="already_helps", field="unit"
        )
    refuse_barred(ticket, unit.pk)
    now, clocks = clock.now(), clockwork_of(ticket.county_id)
    length = LIMITS.get(limit or ticket.deadline_class) or LIMITS[UNFILED]
    order = HelpOrder(
        ticket=ticket,
        county_id=ticket.county_id,
        unit=unit,
        kind=kind,
        given_at=now,
        due_at=due(now, length, clocks.calendar),
        words=words,
    )
    step = Step(
        HelpAsked,
        words=words,
        codes={"helper": str(unit.pk), "kind": str(kind)},
        changes={"helpers": [*ticket.helpers, unit.pk]},
        payload={"helper": unit.pk},
    )
    take(ticket, "cohandle", step, now=now, command=command, clocks=clocks, by=by)
    order.save(force_insert=True)
    return order


@action
def cohandled(*, order: HelpOrder, words: str, command: UUID | None = None, by: Actor) -> HelpOrder:
    """The helping unit has finished its part and says what it did."""
    words = checked_note(words, needed=True)
    return _ended(order, "cohandled", HelpOrder.State.DONE, words, command, by)


@action
def uncohandle(
    *, order: HelpOrder, words: str = "", command: UUID | None = None, by: Actor
) -> HelpOrder:
    """The part is no longer needed."""
    words = checked_note(words, needed=False)
    return _ended(order, "uncohandle", HelpOrder.State.WITHDRAWN, words, command, by)


def _ended(
    order: HelpOrder, verb: str, state: str, words: str, command: UUID | None, by: Actor
) -> HelpOrder:
    ticket = locked(order.ticket)
    order = HelpOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if was_done(ticket, command):
        return order
    if order.state != HelpOrder.State.GIVEN:
        raise Refusal(_("This part has ended already."), code="help_ended")
    now = clock.now()
    order.state, order.ended_at, order.ended_by, order.result = state, now, by.actor_id, words
    order.save(update_fields=["state", "ended_at", "ended_by", "result"])
    done = state == HelpOrder.State.DONE
    step = Step(
        HelpGiven if done else HelpWithdrawn,
        words=words,
        codes={"helper": str(order.unit_id), "late": now > order.due_at},
        changes={"helpers": [each for each in ticket.helpers if each != order.unit_id]},
        payload={"helper": order.unit_id},
    )
    take(ticket, verb, step, now=now, command=command, by=by)
    return order
