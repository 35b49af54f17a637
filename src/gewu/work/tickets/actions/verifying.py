"""Before filing: is it real, and what does the reporter still have to say?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import units_of_path
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.models import Attachment
from gewu.work.tickets import states
from gewu.work.tickets.actions.desk import refuse_barred
from gewu.work.tickets.actions.moving import Step, keep_photos, take, ticket_verb
from gewu.work.tickets.events import (
    ReporterAnswered,
    ReporterAsked,
    ReporterSilent,
    TicketVerified,
    TicketVerifyRequested,
)
from gewu.work.tickets.models import Ticket, TicketPhoto
from gewu.work.tickets.rules.wording import checked_note

# Elsewhere nobody could ever say what was found.
LOOKS_ON_THE_SPOT = (Unit.Kind.GRID_TEAM, Unit.Kind.COMMUNITY)


@ticket_verb
def request_verify(
    *,
    ticket: Ticket,
    unit: Unit | None = None,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Ask somebody on the spot whether it is as reported: the grid's team unless another is named."""
    unit = unit or _nearest(ticket)
    if unit.kind not in LOOKS_ON_THE_SPOT:
        raise Refusal(
            _("Only a grid team or a community looks on the spot. Set the place, or choose one."),
            code="not_on_the_spot",
            field="unit",
        )
    refuse_barred(ticket, unit.pk)
    step = Step(
        TicketVerifyRequested,
        words=checked_note(words, needed=False),
        changes={"unit_id": unit.pk},
    )
    take(ticket, "request_verify", step, now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
def verify(
    *,
    ticket: Ticket,
    is_real: bool,
    words: str,
    photos: Sequence[Attachment] = (),
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Say what was found on the spot; the desk files it or explains why not."""
    step = Step(
        TicketVerified,
        words=checked_note(words, needed=True),
        codes={"real": is_real},
        changes={"unit_id": None},
        payload={"is_real": is_real},
    )
    move = take(ticket, "verify", step, now=clock.now(), command=command, by=by)
    keep_photos(ticket, move, photos, TicketPhoto.Stage.BEFORE)
    return ticket


@ticket_verb
def ask(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """Ask the reporter; until the answer, and for some working days at most, the clock stands still."""
    step = Step(ReporterAsked, words=checked_note(words, needed=True), is_public=True)
    take(ticket, "ask", step, now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
def answer(
    *,
    ticket: Ticket,
    words: str,
    photos: Sequence[Attachment] = (),
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """The reporter answers, and the clock runs again."""
    step = Step(ReporterAnswered, words=checked_note(words, needed=True), is_public=True)
    move = take(ticket, "answer", step, now=clock.now(), command=command, by=by)
    keep_photos(ticket, move, photos, TicketPhoto.Stage.BEFORE)
    return ticket


@action
def lapse(*, now: datetime, most: int = 500, by: Actor) -> int:
    """Go on without the answers that did not come in time; how many tickets that were."""
    waiting = Ticket.objects.filter(
        closed_at__isnull=True, state=states.NEEDS_INFO, stage_due_at__lte=now
    )
    tickets = list(
        waiting.select_for_update(of=("self",), skip_locked=True).order_by("stage_due_at", "id")[
            :most
        ]
    )
    for ticket in tickets:
        take(ticket, "lapse", Step(ReporterSilent), now=now, by=by)
    return len(tickets)


def _nearest(ticket: Ticket) -> Unit:
    units = [unit for unit in units_of_path(ticket.area_path) if unit.pk not in ticket.barred]
    if not units:
        raise Refusal(
            _("Nobody works at this place yet. Choose a unit."), code="no_team", field="unit"
        )
    return units[-1]
