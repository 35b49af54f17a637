"""Tickets from a file: examined first, then all of its new rows land or none of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.journal import Event
from gewu.methods.bigrams import terms as terms_in
from gewu.methods.worktime import WorkCalendar
from gewu.work.tickets import states
from gewu.work.tickets.actions import bulk
from gewu.work.tickets.actions.bulk import Bundle
from gewu.work.tickets.actions.moving import Step, advance, begun, fact_of, given_to, move_of
from gewu.work.tickets.events import (
    TicketClosed,
    TicketDispatched,
    TicketFiled,
    TicketSubmitted,
)
from gewu.work.tickets.models import Condition, Move, Terms, Ticket, TicketText
from gewu.work.tickets.queries.clocks import Clockwork, calendar_of, terms_of
from gewu.work.tickets.queries.importing import BATCH, Examined, areas_of
from gewu.work.tickets.queries.routing import Asked, outcome_for, route_outside, route_to
from gewu.work.tickets.rules.clocks import (
    EMERGENCY,
    PLANNED,
    UNFILED,
    Deadline,
    deadline,
)
from gewu.work.tickets.rules.drafts import Draft
from gewu.work.tickets.rules.matching import Outcome
from gewu.work.tickets.rules.numbers import number_of
from gewu.work.tickets.rules.routing import Route


@dataclass(frozen=True)
class ImportDone:
    """How many tickets an import added, and how many rows it knew already."""

    added: int
    known: int


class ImportRefused(Refusal):
    """A file with bad rows, each of them named; nothing of it was taken."""

    def __init__(self, examined: Examined) -> None:
        lines = len({row.line for row in examined.bad})
        text = ngettext(
            "%(count)d row cannot be imported; nothing was changed.",
            "%(count)d rows cannot be imported; nothing was changed.",
            lines,
        )
        super().__init__(text % {"count": lines}, code="bad_rows")
        self.examined = examined


def import_tickets(
    *, examined: Examined, told: Callable[[int], None] | None = None, by: Actor
) -> ImportDone:
    """Land all new rows of a file that was examined; a repeat adds nothing.

    `told` hears how many rows are worked out, which is before any of them is seen.
    """
    if examined.bad:
        raise ImportRefused(examined)
    landing = _Landing(examined, by)
    bulk.begin()
    for start in range(0, len(examined.drafts), BATCH):
        drafts = examined.drafts[start : start + BATCH]
        numbers = bulk.next_sequences(len(drafts))
        bulk.stage(bundles=list(landing.bundles(drafts, numbers)), by=by)
        if told is not None:
            told(start + len(drafts))
    return ImportDone(bulk.publish(by=by), examined.known)


def first_to_land(*, examined: Examined, first: int = 20, by: Actor) -> list[Bundle]:
    """The first new rows as an import would write them; nothing is written, no number is used."""
    drafts = examined.drafts[:first]
    return list(_Landing(examined, by).bundles(drafts, [0] * len(drafts)))


class _Landing:
    """What is worked out once for a whole file, and the way of one row into a ticket."""

    def __init__(self, examined: Examined, by: Actor) -> None:
        self.by, self.source_system = by, examined.mapping.source_system
        self.now = clock.now()
        self.county: Area = county()
        self.terms: Terms = terms_of(self.county.pk)
        self.calendar: WorkCalendar = calendar_of(self.terms)
        self.zone = ZoneInfo(self.terms.zone)
        self.clocks = Clockwork(self.terms, self.calendar)
        self.conditions = _conditions(self.county.pk)
        self.routes: dict[tuple[UUID, UUID | None, Outcome | None], Route] = {}

    def bundles(self, drafts: Sequence[Draft], numbers: Sequence[int]) -> Iterator[Bundle]:
        """The tickets of some rows, in their order."""
        for draft, area, sequence in zip(drafts, areas_of(drafts), numbers, strict=True):
            ticket = self._ticket(draft, area, sequence)
            moves, facts = self._steps(ticket, draft, area)
            text = TicketText(
                ticket=ticket,
                county_id=ticket.county_id,
                title=draft.title,
                words=draft.words,
                address=draft.address,
                terms=terms_in(f"{draft.title} {draft.words} {draft.address}"),
            )
            yield Bundle(ticket, text, moves, facts)

    def _ticket(self, draft: Draft, area: Area | None, sequence: int) -> Ticket:
        condition = self.conditions.get(draft.item_code)
        promise = deadline(UNFILED, draft.submitted_at, self.calendar)
        day = draft.submitted_at.astimezone(self.zone).date()
        return Ticket(
            county_id=self.county.pk,
            number=number_of(self.terms.county_code, day, sequence),
            state=states.SUBMITTED,
            channel=Ticket.Channel.FILE,
            item_id=condition.item_id if condition else None,
            area=area,
            area_version=area.current_id if area else None,
            area_path=area.path if area else self.county.path,
            lon=draft.lon,
            lat=draft.lat,
            submitted_at=draft.submitted_at,
            deadline_class=promise.deadline_class,
            due_at=promise.due_at,
            source_system=self.source_system,
            source_id=draft.source_id,
        )

    def _steps(
        self, ticket: Ticket, draft: Draft, area: Area | None
    ) -> tuple[list[Move], list[tuple[datetime, Event]]]:
        """Received when the source says so; then closed as there, or as far as intake goes."""
        submitted = Step(TicketSubmitted, payload={"channel": ticket.channel})
        moves = [begun(ticket, now=draft.submitted_at, clocks=self.clocks, by=self.by)]
        facts: list[tuple[datetime, Event]] = [(draft.submitted_at, fact_of(ticket, submitted))]
        condition = self.conditions.get(draft.item_code)
        if condition is None:
            return moves, facts
        if draft.closed_at is not None:
            route = self._route(condition, area, ticket, draft)
            self._close(ticket, condition, route, draft.closed_at, moves, facts)
        elif ticket.lon is not None and condition.deadline_class not in (EMERGENCY, PLANNED):
            route = self._route(condition, area, ticket, draft)
            self._dispatch(ticket, condition, route, moves, facts)
        return moves, facts

    def _dispatch(
        self,
        ticket: Ticket,
        condition: Condition,
        route: Route,
        moves: list[Move],
        facts: list[tuple[datetime, Event]],
    ) -> None:
        promise = self._promise(ticket, condition, None)
        filed = Step(
            TicketFiled,
            changes={
                "condition": condition,
                "deadline_class": promise.deadline_class,
                "due_at": promise.due_at,
            },
            payload={"condition": condition.pk},
        )
        self._step(ticket, "file", filed, moves, facts)
        changes = given_to(route.unit, ticket, self.now, self.clocks)
        step = Step(TicketDispatched, codes=route.codes, changes=changes)
        self._step(ticket, "dispatch", step, moves, facts)

    def _step(
        self,
        ticket: Ticket,
        verb: str,
        step: Step,
        moves: list[Move],
        facts: list[tuple[datetime, Event]],
    ) -> None:
        move, _changed = advance(ticket, verb, step, now=self.now, clocks=self.clocks, by=self.by)
        moves.append(move)
        facts.append((self.now, fact_of(ticket, step)))

    def _close(
        self,
        ticket: Ticket,
        condition: Condition,
        route: Route,
        closed_at: datetime,
        moves: list[Move],
        facts: list[tuple[datetime, Event]],
    ) -> None:
        """What happened between is not in the file, and no history is made up for it."""
        self._file(ticket, condition, self._promise(ticket, condition, closed_at))
        ticket.unit_id = route.unit
        ticket.checked_at = ticket.closed_at = closed_at
        ticket.state, ticket.stage_due_at = states.CLOSED, None
        codes = {"closed_in": self.source_system}
        moves.append(
            move_of(ticket, "close", states.SUBMITTED, now=closed_at, codes=codes, by=self.by)
        )
        facts.append((closed_at, fact_of(ticket, Step(TicketClosed))))

    def _file(self, ticket: Ticket, condition: Condition, promise: Deadline) -> None:
        ticket.condition = condition
        ticket.deadline_class, ticket.due_at = promise.deadline_class, promise.due_at

    def _promise(
        self, ticket: Ticket, condition: Condition, closed_at: datetime | None
    ) -> Deadline:
        start, limit = ticket.submitted_at, condition.deadline_class
        if limit in (EMERGENCY, PLANNED) and closed_at is not None:
            return Deadline(limit, max(closed_at, start))
        return deadline(limit, start, self.calendar)

    def _route(
        self, condition: Condition, area: Area | None, ticket: Ticket, draft: Draft
    ) -> Route:
        """The rules are asked for each row, the units once for what they say of a place."""
        words = f"{draft.title} {draft.words}"
        asked = Asked(self.terms, ticket.channel, ticket.submitted_at, words)
        outcome = outcome_for(condition, area, asked)
        key = (condition.pk, area.pk if area else None, outcome)
        if key not in self.routes:
            self.routes[key] = (
                route_to(outcome, condition, area, asked) if area else route_outside(condition)
            )
        return self.routes[key]


def _conditions(county_id: UUID) -> dict[str, Condition]:
    """The condition of each item that is used when nobody chose, by the item's code."""
    conditions = Condition.objects.filter(
        county_id=county_id, is_default=True, valid_to__isnull=True
    ).select_related("lead", "item")
    return {condition.item.code: condition for condition in conditions}
