"""Who is told what, when something happens to a ticket; heard twice, it is told once."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from gewu.ground.accounts.models import User
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import Event, Heard, listen
from gewu.oversight.notices import rules
from gewu.oversight.notices.actions import tell
from gewu.oversight.notices.queries import for_whistle, in_unit, lead_of, matters, over_place
from gewu.work.tickets import events, policies
from gewu.work.tickets.events.whistling import WhistleInherited, WhistleReminded
from gewu.work.tickets.models import Ticket, Whistle
from gewu.work.tickets.queries import states

GIVEN = (
    events.TicketDispatched,
    events.TicketInherited,
    events.TicketReopened,
    events.TicketEscalated,
    events.TicketAssigned,
    events.ReturnAccepted,
    events.TicketSentForRework,
)
# Who takes the step that a state waits for, where no unit has the ticket.
STEP_OF = {
    states.SUBMITTED: "tickets.file",
    states.VERIFYING: "tickets.request_verify",
    states.FILED: "tickets.dispatch",
    states.RETURNING: "tickets.accept_return",
    states.CHECKING: "tickets.check",
}
URGENT = ("long_overdue",)
OF_A_STEP = ("unsigned", "step")


@listen(
    "notices.tickets",
    *GIVEN,
    events.TicketReminded,
    events.HelpAsked,
    events.ApprovalRequested,
    events.ReturnRequested,
    events.TicketDoubted,
    events.TicketUrged,
    events.TicketSupervised,
)
def tell_people(heard: Sequence[Heard[Any]]) -> None:
    """Words are made when they are read; here it is only decided whom an event concerns."""
    tickets = Ticket.objects.select_related("unit").in_bulk({each.event.ticket for each in heard})
    for each in heard:
        ticket = tickets.get(each.event.ticket)
        # What the clock did by itself is told by its reminder.
        by_itself = isinstance(each.event, events.TicketSupervised) and each.by_kind == "system"
        if ticket is not None and not by_itself:
            _tell(each, ticket)


@listen("notices.whistles", WhistleReminded, WhistleInherited)
def tell_of_whistles(heard: Sequence[Heard[WhistleReminded | WhistleInherited]]) -> None:
    """The called unit, its lead, or whoever leads the level that called; or the successor."""
    whistles = Whistle.objects.select_related("unit__area").in_bulk(
        {each.event.whistle for each in heard}
    )
    for each in heard:
        whistle = whistles.get(each.event.whistle)
        if whistle is None:
            continue
        fact = each.event
        reminds = isinstance(fact, WhistleReminded)
        audience = fact.audience if isinstance(fact, WhistleReminded) else "handler"
        tell(
            people=for_whistle(whistle, audience, fact.helper),
            kind=rules.REMINDER if reminds else rules.GIVEN,
            event_id=each.id,
            about=whistle,
            reason=getattr(fact, "reason", ""),
            limit_at=getattr(fact, "limit_at", None),
            is_urgent=whistle.kind == Whistle.Kind.EMERGENCY,
            by=SYSTEM,
        )


@listen("notices.staff", *matters.OF)
def tell_of_staff(heard: Sequence[Heard[Any]]) -> None:
    """Leave, stand-ins, rosters, swaps, records that are due; nobody is told of what they did themselves."""
    for each in heard:
        for told in matters.told_by(each):
            tell(
                people=[who for who in told.people if who.pk != each.by_id],
                kind=told.kind,
                event_id=each.id,
                about=told.matter,
                reason=told.reason,
                by=SYSTEM,
            )


def _tell(heard: Heard[Any], ticket: Ticket) -> None:
    kind, people_for = TOLD[type(heard.event)]
    people = [who for who in people_for(ticket, heard.event) if who.pk != heard.by_id]
    reason = getattr(heard.event, "reason", "")
    tell(
        people=people,
        kind=kind,
        event_id=heard.id,
        about=ticket,
        reason=reason,
        limit_at=getattr(heard.event, "limit_at", None),
        is_urgent=reason in URGENT or getattr(heard.event, "level", "") == "red",
        by=SYSTEM,
    )


def _unit(ticket: Ticket, event: Any) -> list[User]:
    unit: UUID | None = event.unit
    return in_unit(ticket, "tickets.sign", unit) if unit else []


def _reminded(ticket: Ticket, event: Any) -> list[User]:
    if event.reason in OF_A_STEP and (event.unit, event.state) != (ticket.unit_id, ticket.state):
        return []  # that step is over, and the next one has reminders of its own
    if event.audience == "supervisor":
        return over_place(ticket, "tickets.supervise") or over_place(ticket, "tickets.dispatch")
    if event.audience == "lead":
        return lead_of(ticket)
    if event.state in STEP_OF:
        return over_place(ticket, STEP_OF[event.state])
    return in_unit(ticket, "tickets.handle")


def _helper(ticket: Ticket, event: Any) -> list[User]:
    return in_unit(ticket, "tickets.cohandled", event.helper)


def _decider(ticket: Ticket, event: Any) -> list[User]:
    first = policies.TO_ENDORSE.get(event.kind)
    if first == "tickets.endorse":
        return lead_of(ticket)
    if first is not None:
        return over_place(ticket, first)
    return over_place(ticket, policies.TO_GRANT[event.kind])


def _desk(ticket: Ticket, _event: Any) -> list[User]:
    return over_place(ticket, policies.TO_GRANT["doubt"])


def _dispatcher(ticket: Ticket, _event: Any) -> list[User]:
    return over_place(ticket, "tickets.accept_return")


TOLD: dict[type[Event], tuple[str, Callable[[Ticket, Any], list[User]]]] = {
    **dict.fromkeys(GIVEN, (rules.GIVEN, _unit)),
    events.TicketReminded: (rules.REMINDER, _reminded),
    events.HelpAsked: (rules.HELP, _helper),
    events.ApprovalRequested: (rules.APPROVAL, _decider),
    events.ReturnRequested: (rules.RETURN, _dispatcher),
    events.TicketDoubted: (rules.APPROVAL, _desk),
    events.TicketUrged: (rules.URGED, _unit),
    events.TicketSupervised: (rules.SUPERVISED, _unit),
}
