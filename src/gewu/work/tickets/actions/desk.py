"""At the desk: set the place, file under item and condition, give to a unit."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county, locate
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets.actions.moving import Step, given_to, take, ticket_verb
from gewu.work.tickets.events import TicketDispatched, TicketFiled, TicketPlaced
from gewu.work.tickets.models import Condition, Terms, Ticket
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.history import moves_of
from gewu.work.tickets.queries.routing import asked_about, route_for
from gewu.work.tickets.rules.clocks import EMERGENCY, FOLLOW_UP, LIMITS, Deadline, deadline
from gewu.work.tickets.rules.routing import BY_HAND, Route
from gewu.work.tickets.rules.stages import pauses, promised
from gewu.work.tickets.rules.wording import checked_note


@ticket_verb
def place(
    *,
    ticket: Ticket,
    lon: Decimal | None = None,
    lat: Decimal | None = None,
    area: Area | None = None,
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Set where it is: a point, or an area when nobody knows more than that."""
    if lon is None or lat is None:
        lon = lat = None
    if lon is not None and lat is not None:
        area = locate(float(lon), float(lat)) or area
    elif area is None:
        raise Refusal(
            _("Click the place on the map, or choose an area."), code="no_place", field="area"
        )
    changes = {
        "lon": lon,
        "lat": lat,
        "area": area,
        "area_version": area.current_id if area else None,
        "area_path": area.path if area else county().path,
    }
    codes = {"area": str(area.pk) if area else None}
    take(
        ticket,
        "place",
        Step(TicketPlaced, codes=codes, changes=changes),
        now=clock.now(),
        command=command,
        by=by,
    )
    return ticket


@ticket_verb
def file(
    *,
    ticket: Ticket,
    condition: Condition,
    agreed: datetime | None = None,
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """File under a condition: from here on the limit is the condition's, counted from the report."""
    clocks = clockwork_of(ticket.county_id)
    promise = promise_under(condition, ticket, clocks.calendar, agreed=agreed)
    changes = {
        "item": condition.item,
        "condition": condition,
        "deadline_class": promise.deadline_class,
        "due_at": promise.due_at,
    }
    step = Step(
        TicketFiled,
        codes={"condition": str(condition.pk), "class": promise.deadline_class},
        changes=changes,
        payload={"condition": condition.pk},
    )
    take(ticket, "file", step, now=clock.now(), command=command, clocks=clocks, by=by)
    return ticket


@ticket_verb
def dispatch(
    *,
    ticket: Ticket,
    unit: Unit | None = None,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Give the ticket to a unit; without one, the routing rules choose and say why."""
    words = checked_note(words, needed=False)
    now = clock.now()
    clocks = clockwork_of(ticket.county_id)
    route = _route(ticket, unit, clocks.terms)
    refuse_barred(ticket, route.unit)
    step = Step(
        TicketDispatched,
        words=words,
        codes=route.codes,
        changes=given_to(route.unit, ticket, now, clocks),
    )
    take(ticket, "dispatch", step, now=now, command=command, clocks=clocks, by=by)
    return ticket


@ticket_verb
def file_and_dispatch(
    *,
    ticket: Ticket,
    condition: Condition,
    unit: Unit | None = None,
    agreed: datetime | None = None,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """What a dispatcher does two hundred times before lunch, in one go and one transaction."""
    file(ticket=ticket, condition=condition, agreed=agreed, command=command, by=by)
    return dispatch(ticket=ticket, unit=unit, words=words, by=by)


def refuse_barred(ticket: Ticket, unit_id: UUID | None) -> None:
    """A complaint about a unit is looked into by another one; whoever withdrew stays out."""
    if unit_id in ticket.barred:
        raise Refusal(
            _("That unit is too close to the matter. Please choose another one."),
            code="barred",
            field="unit",
        )


def promise_under(
    condition: Condition, ticket: Ticket, calendar: WorkCalendar, agreed: datetime | None = None
) -> Deadline:
    """The limit that a ticket has under a condition, counted from its report without pauses."""
    if condition.valid_to is not None:
        raise Refusal(
            _("This condition was changed in the meantime. Please choose again."),
            code="old_condition",
            field="condition",
        )
    limit = condition.deadline_class
    if limit == EMERGENCY and ticket.is_follow_up:
        limit = FOLLOW_UP
    begun = deadline(limit, ticket.submitted_at, calendar, agreed=agreed)
    return Deadline(limit, _less_pauses(ticket, begun, calendar))


def _less_pauses(ticket: Ticket, begun: Deadline, calendar: WorkCalendar) -> datetime:
    """The time in which the reporter was waited for before filing is not counted."""
    if begun.deadline_class not in LIMITS:
        return begun.due_at
    stops = pauses(list(moves_of(ticket)), clock.now())
    return promised(
        ticket.submitted_at,
        begun.deadline_class,
        extensions=ticket.extensions,
        pauses=stops,
        calendar=calendar,
    )


def _route(ticket: Ticket, unit: Unit | None, terms: Terms) -> Route:
    if unit is not None:
        return Route(unit.pk, BY_HAND)
    if ticket.condition is None:
        raise Refusal(_("File the ticket under an item first."), code="not_filed")
    return route_for(ticket.condition, ticket.area, asked_about(ticket, terms))
