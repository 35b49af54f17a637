"""Grids ended or were drawn anew: open tickets lie in another grid now, on the clocks that run."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import desk_of, units_of_path
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.helping import uncohandle
from gewu.work.tickets.actions.moving import Step, locked, take
from gewu.work.tickets.events import TicketInherited, TicketRedrawn
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import redrawn

BATCH = 100
# So many paths are looked up with one question.
AREAS = 100


def follow_areas(*, redraw: UUID | None = None, by: Actor) -> int:
    """Open tickets go to the grid in which they lie now; how many went.

    A batch is a transaction. Whoever is stopped goes on with what still lies in an old grid, so
    that nothing is moved twice; what has ended keeps the grid of its time.
    """
    areas, done = redrawn.left_behind(redraw), 0
    for begin in range(0, len(areas), AREAS):
        some, after = areas[begin : begin + AREAS], UUID(int=0)
        while pks := _next(some, after):
            done += follow_tickets(pks=pks, by=by)
            after = pks[-1]
    return done


@action
def follow_tickets(*, pks: Sequence[UUID], by: Actor) -> int:
    """A batch of them."""
    return sum(_follow(pk, clock.now(), by) for pk in pks)


@action
def keep_apart(*, former: Unit, heir: Unit, by: Actor) -> None:
    """The people of a unit come into another one: what is about either stays out of its hands.

    What the two have among it goes to the unit above; whoever only helped is no longer asked.
    """
    for ticket in redrawn.about_former(former.pk).order_by("pk"):
        ticket = locked(ticket)
        if heir.pk not in ticket.barred:
            Ticket.objects.filter(pk=ticket.pk).update(barred=[*ticket.barred, heir.pk])
    words, both = _("It is about the people of this unit."), (former.pk, heir.pk)
    for order in redrawn.helped_too_close(both, heir.pk):
        uncohandle(order=order, words=words, by=by)
    for ticket in redrawn.given_too_close(both, heir.pk):
        _give_up(locked(ticket), heir, words, by)


def _next(areas: Sequence[Area], after: UUID) -> list[UUID]:
    waiting = redrawn.open_in(areas).filter(pk__gt=after)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _follow(pk: UUID, now: datetime, by: Actor) -> int:
    ticket = locked(Ticket.objects.get(pk=pk))
    home = redrawn.home_of(ticket) if ticket.state in states.OPEN else None
    if home is None or ticket.area is None:
        return 0
    former = ticket.area
    step = Step(
        TicketRedrawn,
        words=f"{former.name_zh} → {home.name_zh}",
        codes={"former_area": str(former.pk), "area": str(home.pk)},
        changes={"area": home, "area_version": home.current_id, "area_path": home.path},
        payload={"former": former.pk, "area": home.pk},
    )
    take(ticket, "redraw", step, now=now, by=by)
    return 1


def _give_up(ticket: Ticket, heir: Unit, words: str, by: Actor) -> None:
    ladder = [*reversed(units_of_path(ticket.area_path)), desk_of(ticket.county_id)]
    higher = [unit for unit in ladder if unit.area.level < heir.area.level]
    above = next((unit for unit in higher if unit.pk not in ticket.barred), ladder[-1])
    step = Step(
        TicketInherited,
        words=words,
        codes={"former": str(ticket.unit_id)},
        changes={"unit_id": above.pk},
        payload={"former": ticket.unit_id},
    )
    take(ticket, "inherit", step, now=clock.now(), by=by)
