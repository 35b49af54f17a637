"""Intake: a report becomes a ticket, placed, filed and dispatched as far as it can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from gewu.ground.residents.actions import keep_contact
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county, locate
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import Event, announce_all
from gewu.kernel.models import Attachment
from gewu.methods.bigrams import terms as terms_in
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import states
from gewu.work.tickets.actions.moving import (
    Step,
    advance,
    begun,
    fact_of,
    given_to,
    keep_photos,
)
from gewu.work.tickets.events import TicketDispatched, TicketFiled, TicketSubmitted
from gewu.work.tickets.models import Condition, Item, Move, Terms, Ticket, TicketPhoto, TicketText
from gewu.work.tickets.queries.catalogue import default_condition
from gewu.work.tickets.queries.clocks import Clockwork, calendar_of, own_terms
from gewu.work.tickets.queries.routing import route_for
from gewu.work.tickets.rules.clocks import EMERGENCY, PLANNED, UNFILED, deadline
from gewu.work.tickets.rules.numbers import number_of
from gewu.work.tickets.rules.routing import Route
from gewu.work.tickets.rules.wording import MOST_PHOTOS, checked_words

PLACES = Decimal("0.0000001")
NOT_BY_ITSELF = (EMERGENCY, PLANNED)  # a person looks at these first
Router = Callable[[Condition, Area | None], Route]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody tells us: words, place, item, and how to reach them, all but the words optional."""

    words: str = ""
    title: str = ""
    address: str = ""
    lon: Decimal | float | None = None
    lat: Decimal | float | None = None
    area: Area | None = None
    item: Item | None = None
    photos: Sequence[Attachment] = ()
    name: str = ""
    phone: str = ""
    channel: str = Ticket.Channel.WEB
    # The reporter was told the emergency number; this is what is left to do afterwards.
    is_follow_up: bool = False
    is_confidential: bool = False
    barred: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Known:
    """What intake worked out before it writes."""

    now: datetime
    terms: Terms
    calendar: WorkCalendar
    area: Area | None
    condition: Condition | None


@action
def submit(*, report: Report, command: UUID | None = None, by: Actor) -> Ticket:
    """Take a report in. With a known item and place it is filed and dispatched at once."""
    if command and (known := _already(command)):
        return known
    title, words = checked_words(report.title, report.words)
    if len(report.photos) > MOST_PHOTOS:
        raise Refusal(
            _("At most %(count)s photos, please.") % {"count": MOST_PHOTOS},
            code="photos",
            field="photos",
        )
    found = _look(report)
    ticket = _new_ticket(report, found, command)
    if report.name or report.phone:
        ticket.contact = keep_contact(
            name=report.name, phone=report.phone, purpose="tickets", by=by
        )
    moves, facts = first_steps(ticket, found, by)
    ticket.save(force_insert=True)
    TicketText(
        ticket=ticket,
        county_id=ticket.county_id,
        title=title,
        words=words,
        address=report.address.strip()[:200],
        terms=terms_in(f"{title} {words} {report.address}"),
    ).save(force_insert=True)
    Move.objects.bulk_create(moves)
    keep_photos(ticket, moves[0], report.photos, TicketPhoto.Stage.BEFORE)
    announce_all(facts, by=by, path=ticket.area_path)
    return ticket


def _already(command: UUID) -> Ticket | None:
    """The ticket of a repeated command; the lock makes a second tap wait for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(command)])
    return Ticket.objects.select_related("text").filter(command=command).first()


def _look(report: Report) -> Known:
    terms = own_terms()
    area = report.area
    if report.lon is not None and report.lat is not None:
        area = locate(float(report.lon), float(report.lat)) or area
    condition = default_condition(report.item) if report.item else None
    if condition and condition.deadline_class == EMERGENCY and not report.is_follow_up:
        raise Refusal(
            _("This is an emergency. Please call %(number)s now; a report here would be too slow.")
            % {"number": condition.item.emergency_number or "110"},
            code="emergency",
            field="item",
        )
    return Known(clock.now(), terms, calendar_of(terms), area, condition)


def _new_ticket(report: Report, found: Known, command: UUID | None) -> Ticket:
    area = found.area
    promise = deadline(UNFILED, found.now, found.calendar)
    return Ticket(
        county_id=found.terms.county_id,
        number=next_number(found.terms, found.now),
        state=states.SUBMITTED,
        channel=report.channel,
        item=report.item,
        area=area,
        area_version=area.current_id if area else None,
        area_path=area.path if area else county().path,
        lon=seven_places(report.lon),
        lat=seven_places(report.lat),
        submitted_at=found.now,
        deadline_class=promise.deadline_class,
        due_at=promise.due_at,
        command=command,
        is_follow_up=report.is_follow_up,
        is_confidential=report.is_confidential or bool(report.barred),
        barred=list(report.barred),
    )


def first_steps(
    ticket: Ticket, found: Known, by: Actor, route: Router = route_for
) -> tuple[list[Move], list[Event]]:
    """Moves and facts from intake as far as the ticket goes without a person."""
    submitted = Step(TicketSubmitted, payload={"channel": ticket.channel})
    clocks = Clockwork(found.terms, found.calendar)
    moves = [begun(ticket, now=found.now, command=ticket.command, clocks=clocks, by=by)]
    facts: list[Event] = [fact_of(ticket, submitted)]
    condition = found.condition
    is_placed = found.area is not None or ticket.lon is not None
    if condition is None or not is_placed or condition.deadline_class in NOT_BY_ITSELF:
        return moves, facts
    promise = deadline(condition.deadline_class, found.now, found.calendar)
    filed = Step(
        TicketFiled,
        changes={
            "condition": condition,
            "deadline_class": promise.deadline_class,
            "due_at": promise.due_at,
        },
        payload={"condition": condition.pk},
    )
    chosen = route(condition, found.area)
    steps: list[tuple[str, Step]] = [("file", filed)]
    if chosen.unit not in ticket.barred:  # else a person finds a unit that it is not about
        steps.append(("dispatch", Step(TicketDispatched, codes={"route": chosen.reason})))
    for verb, step in steps:
        if verb == "dispatch":
            step.changes = given_to(chosen.unit, ticket, found.now, clocks)
        move, _changed = advance(ticket, verb, step, now=found.now, clocks=clocks, by=by)
        moves.append(move)
        facts.append(fact_of(ticket, step))
    return moves, facts


def next_number(terms: Terms, now: datetime) -> str:
    """The next free number, dated by the county's own day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tickets_number')")
        (sequence,) = cursor.fetchone()
    return number_of(terms.county_code, now.astimezone(ZoneInfo(terms.zone)).date(), sequence)


def seven_places(degrees: Decimal | float | None) -> Decimal | None:
    return None if degrees is None else Decimal(str(degrees)).quantize(PLACES)
