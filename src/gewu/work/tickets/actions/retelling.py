"""Histories told after the fact: the same steps as the actions, at past moments, for the bulk door.

A test tells the same story both ways and compares every row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from gewu.ground.residents.models import Contact
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Actor
from gewu.kernel.ids import uuid7_at
from gewu.kernel.journal import Event, entry_of
from gewu.kernel.models import Attachment
from gewu.methods.bigrams import terms as terms_in
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import events, states
from gewu.work.tickets.actions.bulk import Bundle
from gewu.work.tickets.actions.closing import reopen_until, reopened
from gewu.work.tickets.actions.intake import Known, Report, first_steps, seven_places
from gewu.work.tickets.actions.moving import Step, advance, fact_of, given_to, note_of
from gewu.work.tickets.models import (
    Condition,
    Item,
    LeadKind,
    Move,
    Rating,
    Terms,
    Ticket,
    TicketPhoto,
    TicketText,
)
from gewu.work.tickets.queries.clocks import Clockwork, calendar_of, terms_of
from gewu.work.tickets.queries.routing import Asked, outcome_for, route_to
from gewu.work.tickets.rules.clocks import EMERGENCY, UNFILED, deadline
from gewu.work.tickets.rules.matching import Outcome
from gewu.work.tickets.rules.numbers import number_of
from gewu.work.tickets.rules.routing import BY_HAND, Route
from gewu.work.tickets.rules.wording import checked_note, checked_stars, checked_words

UNITS_DOWN_TO = 4  # county, town, community, grid
INSTANT = timedelta(microseconds=1)  # keeps steps of one moment in their order


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was reported, where that lies, and the number drawn for it."""

    report: Report
    area: Area | None
    contact: Contact | None
    sequence: int


class Teller:
    """What is looked up once for many histories of one county."""

    def __init__(self) -> None:
        self.county: Area = county()
        self.terms: Terms = terms_of(self.county.pk)
        self.calendar: WorkCalendar = calendar_of(self.terms)
        self.clocks = Clockwork(self.terms, self.calendar)
        self.conditions = _conditions(self.county.pk)
        self._routes: dict[tuple[UUID, str | bool, Outcome | None], Route] = {}

    def begin(self, told: Told, *, at: datetime, by: Actor) -> "Story":
        """A report came in; with a known item and place it was filed and dispatched at once."""
        report = told.report
        title, words = checked_words(report.title, report.words)
        ticket = self._ticket(told, at)
        story = Story(self, ticket, at)
        story.text = TicketText(
            ticket=ticket,
            county_id=ticket.county_id,
            title=title,
            words=words,
            address=report.address.strip()[:200],
            terms=terms_in(f"{title} {words} {report.address}"),
        )
        condition = self.default_of(report.item)
        found = Known(at, self.terms, self.calendar, told.area, condition, words=f"{title} {words}")
        moves, facts = first_steps(ticket, found, by, self.route)
        for move, fact in zip(moves, facts, strict=True):
            story.keep(move, fact, by)
        story.hang(moves[0], report.photos, TicketPhoto.Stage.BEFORE)
        return story

    def default_of(self, item: Item | None) -> Condition | None:
        """The condition used when nobody chose; an emergency never becomes a ticket."""
        if item is None:
            return None
        found = self.conditions[item.code]
        default = next(each for each in found.values() if each.is_default)
        if default.deadline_class == EMERGENCY:
            raise ValueError(f"{item.code} is an emergency and is not taken in")
        return default

    def route(self, condition: Condition, area: Area | None, asked: Asked) -> Route:
        """The unit that is asked first; looked up once for each kind of work, place and rule."""
        outcome = outcome_for(condition, area, asked)
        by_place = outcome is not None or condition.lead.level != LeadKind.Level.DEPARTMENT
        place = _grid_path(area) if by_place and area else area is None
        key = (condition.lead_id, place, outcome)
        if key not in self._routes:
            self._routes[key] = route_to(outcome, condition, area, asked)
        return self._routes[key]

    def due_of(self, deadline_class: str, at: datetime) -> datetime:
        """The deadline of a class for a report of a moment."""
        return deadline(deadline_class, at, self.calendar).due_at

    def _ticket(self, told: Told, at: datetime) -> Ticket:
        promise = deadline(UNFILED, at, self.calendar)
        day = at.astimezone(ZoneInfo(self.terms.zone)).date()
        area, report = told.area, told.report
        return Ticket(
            id=uuid7_at(at),
            county_id=self.terms.county_id,
            number=number_of(self.terms.county_code, day, told.sequence),
            state=states.SUBMITTED,
            channel=report.channel,
            item=report.item,
            area=area,
            area_version=area.current_id if area else None,
            area_path=area.path if area else self.county.path,
            contact=told.contact,
            lon=seven_places(report.lon),
            lat=seven_places(report.lat),
            submitted_at=at,
            deadline_class=promise.deadline_class,
            due_at=promise.due_at,
        )


class Story:
    """One ticket and all that was done to it, in memory; one method a verb."""

    text: TicketText

    def __init__(self, teller: Teller, ticket: Ticket, at: datetime) -> None:
        self.teller, self.ticket, self.begun = teller, ticket, at
        self.moves: list[Move] = []
        self.bundle_of: dict[str, list[Any]] = {
            name: [] for name in ("notes", "ratings", "photos", "entries")
        }

    def bundle(self) -> Bundle:
        """Everything for the bulk door."""
        return Bundle(self.ticket, self.text, self.moves, [], **self.bundle_of)

    def place(
        self, *, lon: Decimal | None, lat: Decimal | None, area: Area, at: datetime, by: Actor
    ) -> None:
        """Somebody found out where it is."""
        changes = {
            "lon": lon,
            "lat": lat,
            "area": area,
            "area_version": area.current_id,
            "area_path": area.path,
        }
        step = Step(events.TicketPlaced, codes={"area": str(area.pk)}, changes=changes)
        self._take("place", step, at=at, by=by)

    def file(
        self, *, condition: Condition, agreed: datetime | None, at: datetime, by: Actor
    ) -> None:
        """Item and condition were chosen."""
        promise = deadline(
            condition.deadline_class, self.ticket.submitted_at, self.teller.calendar, agreed=agreed
        )
        changes = {
            "item": condition.item,
            "condition": condition,
            "deadline_class": promise.deadline_class,
            "due_at": promise.due_at,
        }
        step = Step(
            events.TicketFiled,
            codes={"condition": str(condition.pk), "class": promise.deadline_class},
            changes=changes,
            payload={"condition": condition.pk},
        )
        self._take("file", step, at=at, by=by)

    def dispatch(self, *, unit: Unit | None, words: str, at: datetime, by: Actor) -> None:
        """A unit was chosen, by hand or by the routing rules."""
        route = Route(unit.pk, BY_HAND) if unit else self._route()
        changes = given_to(route.unit, self.ticket, at, self.teller.clocks)
        words = checked_note(words, needed=False)
        step = Step(events.TicketDispatched, words=words, codes=route.codes, changes=changes)
        self._take("dispatch", step, at=at, by=by)

    def sign(self, *, at: datetime, by: Actor) -> None:
        """The unit took it on."""
        self._take("sign", Step(events.TicketSigned), at=at, by=by)

    def handle(
        self,
        *,
        words: str,
        photos: Sequence[Attachment],
        photos_before: Sequence[Attachment],
        at: datetime,
        by: Actor,
    ) -> None:
        """The unit said that it was done."""
        step = Step(
            events.TicketHandled,
            words=checked_note(words, needed=True),
            is_public=True,
            changes={"handled_by": by.actor_id},
        )
        facts = {"helpers_open": len(self.ticket.helpers)}
        move = self._take("handle", step, at=at, by=by, facts=facts)
        self.hang(move, photos_before, TicketPhoto.Stage.BEFORE)
        self.hang(move, photos, TicketPhoto.Stage.AFTER)

    def check(self, *, words: str, at: datetime, by: Actor) -> None:
        """Somebody else found it done."""
        step = Step(events.TicketChecked, words=words, is_public=True, changes={"checked_at": at})
        facts = {"by_the_handler": self._handled(by), "closing_met": True}
        self._take("check", step, at=at, by=by, facts=facts)

    def rework(self, *, words: str, at: datetime, by: Actor) -> None:
        """Somebody else found it not done."""
        changes = {"reworks": self.ticket.reworks + 1, "checked_at": None}
        words = checked_note(words, needed=True)
        step = Step(events.TicketSentForRework, words=words, changes=changes)
        self._take("rework", step, at=at, by=by, facts={"by_the_handler": self._handled(by)})

    def close(self, *, words: str, at: datetime, by: Actor) -> None:
        """Closed without waiting longer."""
        changes = {"closed_at": at, "checked_at": self.ticket.checked_at or at}
        step = Step(events.TicketClosed, words=words, is_public=True, changes=changes)
        facts = {"by_the_handler": self._handled(by), "closing_met": True}
        self._take("close", step, at=at, by=by, facts=facts)

    def confirm(self, *, at: datetime, by: Actor) -> None:
        """The resident said that it was done."""
        self._take("confirm", Step(events.TicketConfirmed, changes={"closed_at": at}), at=at, by=by)

    def rate(self, *, stars: int, words: str, at: datetime, by: Actor) -> None:
        """The resident gave stars."""
        rating = Rating(
            id=uuid7_at(at),
            ticket=self.ticket,
            county_id=self.ticket.county_id,
            round=self.ticket.reopened,
            stars=checked_stars(stars),
            words=words,
            at=at,
        )
        self.bundle_of["ratings"].append(rating)
        step = Step(events.TicketRated, codes={"stars": stars}, payload={"stars": stars})
        self._take("rate", step, at=at, by=by)

    def reopen(self, *, words: str, at: datetime, by: Actor) -> None:
        """The resident said that it was not done."""
        changes = reopened(self.ticket, at, self.teller.clocks)
        words = checked_note(words, needed=True)
        step = Step(events.TicketReopened, words=words, is_public=True, changes=changes)
        until = reopen_until(self.ticket, self.teller.terms.reopen_days, at)
        facts = {"now": at, "reopen_until": until, "reopened": self.ticket.reopened}
        self._take("reopen", step, at=at, by=by, facts=facts)

    def keep(self, move: Move, fact: Event, by: Actor) -> None:
        """One move and its fact, in their order."""
        move.id = uuid7_at(move.at + INSTANT * len(self.moves))
        self.moves.append(move)
        path = self.ticket.area_path
        self.bundle_of["entries"].append(entry_of(fact, by=by, path=path, at=move.at))

    def hang(self, move: Move, photos: Sequence[Attachment], stage: str) -> None:
        """Pictures that came with a move."""
        self.bundle_of["photos"].extend(
            TicketPhoto(
                ticket=self.ticket,
                county_id=self.ticket.county_id,
                attachment=photo,
                stage=stage,
                move_id=move.pk,
            )
            for photo in photos
        )

    def _take(
        self,
        verb: str,
        step: Step,
        *,
        at: datetime,
        facts: dict[str, Any] | None = None,
        by: Actor,
    ) -> Move:
        ticket = self.ticket
        move, _changed = advance(
            ticket, verb, step, now=at, facts=facts, clocks=self.teller.clocks, by=by
        )
        self.keep(move, fact_of(ticket, step), by)
        if step.words:
            note = note_of(move, ticket, step.words, is_public=step.is_public)
            self.bundle_of["notes"].append(note)
        return move

    def _route(self) -> Route:
        if self.ticket.condition is None:
            raise ValueError("a ticket is filed before it is dispatched")
        ticket, text = self.ticket, self.text
        words = f"{text.title} {text.words}"
        asked = Asked(
            self.teller.terms, ticket.channel, ticket.submitted_at, words, ticket.is_confidential
        )
        return self.teller.route(self.ticket.condition, ticket.area, asked)

    def _handled(self, by: Actor) -> bool:
        return by.actor_id is not None and by.actor_id == self.ticket.handled_by


def _grid_path(area: Area) -> str:
    """The path as far as units stand; micro-grids have none of their own."""
    return ".".join(area.path.split(".")[:UNITS_DOWN_TO])


def _conditions(county_id: UUID) -> dict[str, dict[int, Condition]]:
    """Today's conditions by item code and order."""
    found: dict[str, dict[int, Condition]] = {}
    conditions = Condition.objects.filter(county_id=county_id, valid_to__isnull=True)
    for condition in conditions.select_related("lead", "item").order_by("item", "seq"):
        found.setdefault(condition.item.code, {})[condition.seq] = condition
    return found
