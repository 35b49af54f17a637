"""By which unknown names reports of one area call their place.

Only what several reports say is ever kept, and of them nothing but the name: words of confidential
reports and of private matters are not looked at, nor what was merged, since it is the same report.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, chains_of, home_of, knows_name
from gewu.methods.bigrams import query_terms
from gewu.methods.estates import estates_in
from gewu.work.tickets.models import Ticket, TicketText
from gewu.work.tickets.queries.public import PRIVATE_CATEGORIES

# What people said in half a year; an estate that was called otherwise before is in the versions.
LOOK_BACK = timedelta(days=180)
MOST_COMPARED = 200
OPEN = Q(is_confidential=False, master=None, area__isnull=False) & ~Q(
    item__category__code__in=PRIVATE_CATEGORIES
)


@dataclass(frozen=True)
class Heard:
    """A name by which so many reports of an area call their place."""

    name: str
    area: Area
    reports: int


def names_heard(ticket: Ticket, now: datetime) -> Iterator[Heard]:
    """The unknown names in a ticket that others of its area use too."""
    text = TicketText.objects.filter(ticket__in=Ticket.objects.filter(OPEN, pk=ticket.pk)).first()
    for name in estates_in(_whole(text)) if text else ():
        if not knows_name(name) and (heard := _heard(name, ticket, now)):
            yield heard


def _heard(name: str, ticket: Ticket, now: datetime) -> Heard | None:
    """Where nearly all reports with this name lie: a grid, else the community around it."""
    recent = Ticket.objects.filter(OPEN, county_id=ticket.county_id)
    recent = recent.filter(submitted_at__gte=now - LOOK_BACK)
    rows = TicketText.objects.filter(terms__contains=query_terms(name), ticket__in=recent)
    rows = rows.select_related("ticket__area").order_by("-ticket_id")[:MOST_COMPARED]
    areas = [row.ticket.area for row in rows if name in estates_in(_whole(row))]
    chains = chains_of({area.pk: area for area in areas if area}.values())
    counts: dict[int, Counter[Area]] = {Level.GRID: Counter(), Level.COMMUNITY: Counter()}
    for area in areas:
        for above in chains[area.pk] if area else ():
            if above.level in counts:
                counts[above.level][above] += 1
    for level in (Level.GRID, Level.COMMUNITY):
        if (home := home_of(counts[level], len(areas))) is not None:
            return Heard(name, home, counts[level][home])
    return None


def _whole(text: TicketText) -> str:
    return f"{text.address}，{text.title}，{text.words}"
