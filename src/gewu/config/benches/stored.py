"""So many tickets of the past year. Run as a program: `stored 1000000`. Synthetic only.

The first twenty thousand come by the bulk door, as an import of history would; the others are
copies of them made in the database, each with ids and a number of its own. One in fifty is open.
Nothing is of today, whose numbers are drawn by what is measured. The jobs of that year have run
and all was told that is to be told, as in an installation that is a year old.
"""

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.utils import timezone

from gewu.ground.territory.models import Area
from gewu.ground.territory.rules.levels import Level
from gewu.kernel import drain
from gewu.kernel.acting import SYSTEM
from gewu.kernel.ids import uuid7_at
from gewu.methods.bigrams import terms
from gewu.oversight.notices import jobs as notices
from gewu.simulation.texts import report
from gewu.work.tickets import jobs, states
from gewu.work.tickets.actions import bulk
from gewu.work.tickets.models import Condition, Item, LeadUnit, Move, Ticket, TicketText
from gewu.work.tickets.rules.numbers import number_of

BATCH = 5_000
FIRST = 20_000
OPEN_SHARE = 0.02
LIFE = (
    ("submit", "", "submitted"),
    ("file", "submitted", "filed"),
    ("dispatch", "filed", "dispatched"),
    ("sign", "dispatched", "in_progress"),
    ("handle", "in_progress", "checking"),
    ("close", "checking", "closed"),
)
# The last digits (so many bits) of an id name the copy, 0 is the first: times stay as they are, ids differ.
COPY_DIGITS = 24
COPY_OF = "(left({id}::text, 30) || lpad(to_hex({n}), 6, '0'))::uuid"


def store(count: int) -> None:
    """Stage in batches and publish each, then copy until there are enough."""
    first = min(count, FIRST)
    made = _bundles(first, random.Random(7))
    left = first
    while left:
        batch = [next(made) for _ in range(min(BATCH, left))]
        bulk.load(bundles=batch, by=SYSTEM)
        left -= len(batch)
    _multiply(count - first, first)
    _analyze()
    for job in (jobs.go_on, jobs.close_silent_tickets, jobs.remind):
        job(timestamp=0)
    drain.drain_all()
    notices.deliver(timestamp=0)
    _analyze()


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _multiply(wanted: int, first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE first_tickets AS SELECT id FROM tickets_ticket")
        cursor.execute("CREATE UNIQUE INDEX ON first_tickets (id)")
    copy = 1
    while wanted > 0:
        part = min(first, wanted)
        for statement in _copying(copy, part):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        wanted -= part
        copy += 1


def _copying(copy: int, part: int) -> Iterator[str]:
    """Statements that copy the first so many tickets with their texts and moves once more."""
    some = f"(SELECT id FROM first_tickets ORDER BY id LIMIT {part})"
    for model, own, ticket in ((Ticket, "id", ""), (TicketText, "", "ticket_id")):
        yield _copied(model, own, ticket, f"{own or ticket} IN {some}", copy)
    yield _copied(Move, "id", "ticket_id", f"ticket_id IN {some}", copy)


def _copied(
    model: type[Ticket] | type[TicketText] | type[Move], own: str, of: str, where: str, copy: int
) -> str:
    columns, values = [], []
    for field in model._meta.concrete_fields:
        columns.append(f'"{field.column}"')
        if field.column in (own, of):
            values.append(COPY_OF.format(id=field.column, n=copy))
        elif field.column == "number":
            values.append(
                "left(number, 14) || lpad((nextval('tickets_number')"
                " % 1000000)::text, 6, '0') || right(number, 1)"
            )
        else:
            values.append(f'"{field.column}"')
    table = model._meta.db_table
    return (
        f'INSERT INTO "{table}" ({", ".join(columns)})'
        f' SELECT {", ".join(values)} FROM "{table}" WHERE {where}'
    )


def _bundles(count: int, chance: random.Random) -> Iterator[bulk.Bundle]:
    grids = list(Area.objects.filter(level=Level.GRID).order_by("code"))
    condition = Condition.objects.select_related("item").get(item__code="0199")
    unit = LeadUnit.objects.get(lead_kind=condition.lead_id).unit_id
    codes = list(Item.objects.exclude(code="0199").order_by("code").values_list("code", flat=True))
    now = timezone.now()
    for sequence in bulk.next_sequences(count):
        at = now - timedelta(minutes=chance.randrange(60 * 24, 60 * 24 * 365))
        is_open = chance.random() < OPEN_SHARE
        if is_open:
            at = now - timedelta(minutes=chance.randrange(60 * 24, 60 * 24 * 9))
        where = f"第{chance.randrange(3_000)}路{chance.randrange(400)}号"
        said = report(chance, chance.choice(codes), where)
        grid = chance.choice(grids)
        steps = chance.randrange(3, 6) if is_open else len(LIFE)
        yield _bundle(at, sequence, grid, condition, unit, (said.title, said.words), steps)


def _bundle(
    at: datetime,
    sequence: int,
    grid: Area,
    condition: Condition,
    unit: UUID,
    said: tuple[str, str],
    steps: int,
) -> bulk.Bundle:
    state, ended = LIFE[steps - 1][2], at + timedelta(hours=20)
    due_at = at + timedelta(days=7)
    ticket = Ticket(
        id=_id_at(at),
        county_id=grid.county_id,
        number=number_of("379901", at.date(), sequence),
        state=state,
        channel=Ticket.Channel.WEB,
        item=condition.item,
        condition=condition,
        area=grid,
        area_version=grid.current_id,
        area_path=grid.path,
        unit_id=unit,
        submitted_at=at,
        deadline_class="D5",
        due_at=due_at,
        unit_due_at=due_at,
        stage_due_at=None if state == states.CLOSED else due_at,
        checked_at=ended if state == states.CLOSED else None,
        closed_at=ended if state == states.CLOSED else None,
        version=steps,
    )
    title, words = said
    text = TicketText(
        ticket=ticket,
        county_id=grid.county_id,
        title=title,
        words=words,
        terms=terms(f"{title} {words}"),
    )
    return bulk.Bundle(ticket=ticket, text=text, moves=_moves(ticket, steps), facts=[])


def _moves(ticket: Ticket, steps: int) -> list[Move]:
    at = ticket.submitted_at
    return [
        Move(
            id=_id_at(at + timedelta(hours=4 * step)),
            ticket_id=ticket.pk,
            county_id=ticket.county_id,
            verb=verb,
            from_state=source,
            to_state=target,
            at=at + timedelta(hours=4 * step),
            by_kind="system",
            unit_id=ticket.unit_id,
            was_overdue=False,
        )
        for step, (verb, source, target) in enumerate(LIFE[:steps])
    ]


def _id_at(moment: datetime) -> UUID:
    """An id of this moment that no copy has."""
    return UUID(int=uuid7_at(moment).int >> COPY_DIGITS << COPY_DIGITS)


if __name__ == "__main__":
    store(int(sys.argv[1]))
