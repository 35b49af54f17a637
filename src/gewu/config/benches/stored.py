"""So many closed tickets of the past year, by the bulk door. Run as a program: `stored 100000`."""

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
from gewu.kernel.acting import SYSTEM
from gewu.kernel.ids import uuid7_at
from gewu.methods.bigrams import terms
from gewu.work.tickets import states
from gewu.work.tickets.actions import bulk
from gewu.work.tickets.models import Condition, LeadUnit, Move, Ticket, TicketText
from gewu.work.tickets.rules.numbers import number_of

BATCH = 5_000
PLACES = ("东门", "西门", "三号楼", "菜市场", "小学门口", "公交站", "河边", "停车场")
THINGS = ("垃圾没清", "路灯不亮", "井盖松动", "水管漏水", "树枝断了", "墙皮脱落", "噪声扰民")
LIFE = (
    ("submit", "", "submitted"),
    ("file", "submitted", "filed"),
    ("dispatch", "filed", "dispatched"),
    ("sign", "dispatched", "in_progress"),
    ("handle", "in_progress", "checking"),
    ("close", "checking", "closed"),
)


def store(count: int) -> None:
    """Stage in batches and publish each, as an import of history does."""
    made = _bundles(count, random.Random(7))
    left = count
    while left:
        batch = [next(made) for _ in range(min(BATCH, left))]
        bulk.load(bundles=batch, by=SYSTEM)
        left -= len(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _bundles(count: int, chance: random.Random) -> Iterator[bulk.Bundle]:
    grids = list(Area.objects.filter(level=Level.GRID).order_by("code"))
    condition = Condition.objects.select_related("item").get(item__code="0199")
    unit = LeadUnit.objects.get(lead_kind=condition.lead_id).unit_id
    sequences = iter(bulk.next_sequences(count))
    now = timezone.now()
    for sequence in sequences:
        at = now - timedelta(minutes=chance.randrange(60 * 24, 60 * 24 * 365))
        yield _bundle(at, sequence, chance.choice(grids), condition, unit, chance)


def _bundle(
    at: datetime,
    sequence: int,
    grid: Area,
    condition: Condition,
    unit: UUID,
    chance: random.Random,
) -> bulk.Bundle:
    ticket = Ticket(
        id=uuid7_at(at),
        county_id=grid.county_id,
        number=number_of("379901", at.date(), sequence),
        state=states.CLOSED,
        channel=Ticket.Channel.WEB,
        item=condition.item,
        condition=condition,
        area=grid,
        area_version=grid.current_id,
        area_path=grid.path,
        unit_id=unit,
        submitted_at=at,
        deadline_class="D5",
        due_at=at + timedelta(days=7),
        checked_at=at + timedelta(hours=20),
        closed_at=at + timedelta(hours=20),
        version=len(LIFE),
    )
    title = f"{chance.choice(PLACES)}{chance.choice(THINGS)}"
    text = TicketText(
        ticket=ticket, county_id=grid.county_id, title=title, words=title, terms=terms(title)
    )
    moves = [
        Move(
            id=uuid7_at(at + timedelta(hours=4 * step)),
            ticket_id=ticket.pk,
            county_id=grid.county_id,
            verb=verb,
            from_state=source,
            to_state=target,
            at=at + timedelta(hours=4 * step),
            by_kind="system",
            unit_id=unit,
            was_overdue=False,
        )
        for step, (verb, source, target) in enumerate(LIFE)
    ]
    return bulk.Bundle(ticket=ticket, text=text, moves=moves, facts=[])


if __name__ == "__main__":
    store(int(sys.argv[1]))
