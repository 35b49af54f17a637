"""A unit was dissolved: its successor takes over what is open, and no clock begins anew."""

from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import desk_of
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.helping import uncohandle
from gewu.work.tickets.actions.moving import Step, locked, take
from gewu.work.tickets.actions.whistle_moves import WhistleMove, locked_whistle, move_whistle
from gewu.work.tickets.events import HelpAsked, TicketInherited
from gewu.work.tickets.events.whistling import WhistleInherited
from gewu.work.tickets.models import HelpOrder, Ticket, Whistle, WhistleCall
from gewu.work.tickets.queries import heritage
from gewu.work.tickets.rules.wording import checked_note


@action
def hand_over(*, unit: Unit, successor: Unit, words: str, by: Actor) -> int:
    """Everything open of a unit goes to another one, each with the reason. How many things."""
    words, now = checked_note(words, needed=True), clock.now()
    _refuse_bad_heir(unit, successor)
    done = 0
    for ticket in heritage.tickets_of(unit).order_by("pk"):
        done += _inherit_ticket(ticket, unit, successor, words, now, by)
    for order in heritage.help_of(unit).order_by("pk"):
        done += _inherit_help(order, unit, successor, words, now, by)
    for whistle in heritage.whistles_with(unit):
        done += _inherit_whistle(whistle, unit, successor, now, by)
    done += heritage.leads_of(unit).update(unit=successor)
    done += heritage.rules_of(unit).update(unit=successor)
    return done


def follow_successors(*, by: Actor) -> int:
    """What came to a dissolved unit meanwhile, or comes back to it, goes where it should.

    Where the successor may not have it, the county desk has it.
    """
    done = 0
    for unit in heritage.orphaned():
        desk, words = desk_of(unit.county_id), _("The unit was dissolved.")
        for heir in (heritage.heir_of(unit) or desk, desk):
            with suppress(Refusal):
                done += hand_over(unit=unit, successor=heir, words=words, by=by)
                break
    return done


def _refuse_bad_heir(unit: Unit, heir: Unit) -> None:
    too_close = heritage.barred_from(unit, heir)
    if too_close:
        text = _("%(count)s tickets are about %(heir)s itself. Give them to another unit first.")
        raise Refusal(
            text % {"count": too_close, "heir": heir.name}, code="barred", field="successor"
        )
    raised = heritage.whistles_of(unit)
    if heir.kind == Unit.Kind.DEPARTMENT and raised.exists():
        text = _(
            "A department cannot go on with a whistle of this unit. Choose a unit of the place."
        )
        raise Refusal(text, code="not_territorial", field="successor")
    calls_heir = WhistleCall.objects.filter(whistle__in=raised, unit=heir)
    called_by_heir = heritage.calls_of(unit).filter(whistle__unit=heir)
    if calls_heir.exists() or called_by_heir.exists():
        text = _("One of the two has called the other by a whistle. Let it end, or choose another.")
        raise Refusal(text, code="whistled", field="successor")


def _inherit_ticket(
    ticket: Ticket, unit: Unit, heir: Unit, words: str, now: datetime, by: Actor
) -> int:
    helping = HelpOrder.objects.filter(ticket=ticket, unit=heir, state=HelpOrder.State.GIVEN)
    for order in helping.select_related("ticket"):  # who leads needs no part beside it
        uncohandle(order=order, words=words, by=by)
    ticket = locked(Ticket.objects.get(pk=ticket.pk))
    if ticket.unit_id != unit.pk or ticket.state not in states.OPEN:
        return 0
    step = Step(
        TicketInherited,
        words=words,
        codes={"former": str(unit.pk)},
        changes={"unit_id": heir.pk},
        payload={"former": unit.pk},
    )
    take(ticket, "inherit", step, now=now, by=by)
    return 1


def _inherit_help(
    order: HelpOrder, unit: Unit, heir: Unit, words: str, now: datetime, by: Actor
) -> int:
    ticket = locked(Ticket.objects.get(pk=order.ticket_id))
    order = HelpOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.state != HelpOrder.State.GIVEN:
        return 0
    if heir.pk == ticket.unit_id or heir.pk in ticket.helpers:
        uncohandle(order=order, words=words, by=by)
        return 1
    order.unit = heir
    order.save(update_fields=["unit"])
    step = Step(
        HelpAsked,
        words=words,
        codes={"former": str(unit.pk), "helper": str(heir.pk)},
        changes={"helpers": [heir.pk if each == unit.pk else each for each in ticket.helpers]},
        payload={"helper": heir.pk},
    )
    take(ticket, "inherit", step, now=now, by=by)
    return 1


def _inherit_whistle(whistle: Whistle, unit: Unit, heir: Unit, now: datetime, by: Actor) -> int:
    whistle = locked_whistle(whistle.pk)
    if not whistle.is_open:
        return 0
    changed = 0
    if whistle.unit_id == unit.pk:
        whistle.unit, changed = heir, 1
        whistle.save(update_fields=["unit"])
    calls = WhistleCall.objects.filter(whistle=whistle)
    if not calls.filter(unit=heir).exists():
        changed += calls.filter(unit=unit).update(unit=heir)
    changed += heritage.tasks_of(unit).filter(whistle=whistle).update(unit=heir)
    # What the heir is called for already needs no second call; who had come stays on record.
    changed += calls.filter(unit=unit, reported_at=None).delete()[0]
    if not changed:
        return 0
    payload = {"former": unit.pk, "helper": heir.pk}
    move = WhistleMove(WhistleInherited, heir.pk, codes={"former": str(unit.pk)}, payload=payload)
    move_whistle(whistle, "inherit_whistle", move, now=now, by=by)
    return 1
