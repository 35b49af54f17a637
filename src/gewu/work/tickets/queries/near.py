"""Tickets that may be about the same thing, at the same place or from the same caller.

Found by the area and its due time (an index that every queue needs anyway): whoever was reported
in the last month is due after a month ago, and what lies within 150 m lies in one of few areas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.ground.accounts.models import User
from gewu.ground.residents.models import Contact
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import locate_many
from gewu.methods.bigrams import terms as terms_in
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.queries.public import PRIVATE_CATEGORIES
from gewu.work.tickets.queries.queue import count
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.rules.near import (
    LOOK_BACK,
    NEAR_METRES,
    Trace,
    alike,
    box_around,
    may_be_same,
    metres_between,
    reasons,
    weight,
)

MOST_COMPARED = 300
MOST_SHOWN = 5
SAME_PLACE_METRES = 30


@dataclass(frozen=True)
class Said:
    """What is compared: a report that is being written, or a ticket."""

    lon: float | None = None
    lat: float | None = None
    area: Area | None = None
    item_id: UUID | None = None
    terms: Sequence[str] = ()


@dataclass(frozen=True)
class Near:
    """A ticket that may be about the same thing, and why."""

    ticket: Ticket
    trace: Trace

    @property
    def why(self) -> list[str]:
        """The reasons in the reader's language."""
        return reasons(self.trace)


@dataclass(frozen=True)
class Around:
    """How much else there is: at this place, and from this caller (None: not for these eyes)."""

    here: int
    same_caller: int | None


def said_of(ticket: Ticket) -> Said:
    """A ticket as something to compare with."""
    return Said(
        lon=None if ticket.lon is None else float(ticket.lon),
        lat=None if ticket.lat is None else float(ticket.lat),
        area=ticket.area,
        item_id=ticket.item_id,
        terms=_words_of(ticket),
    )


def near_ones(user: User, ticket: Ticket, now: datetime) -> list[Near]:
    """For staff: tickets in their scope that may be about the same thing, open ones first."""
    return _compared(visible_to(user).exclude(pk=ticket.pk), said_of(ticket), now)


def public_near(
    *, lon: float, lat: float, item: Item | None, words: str, now: datetime
) -> list[Near]:
    """For a resident who is reporting: open ones whose kind and place may be told to everyone."""
    told = (
        Ticket.objects.filter(closed_at__isnull=True, item__isnull=False, is_confidential=False)
        .exclude(item__category__code__in=PRIVATE_CATEGORIES)
        .filter(master__isnull=True)
    )
    said = Said(lon=lon, lat=lat, item_id=item.pk if item else None, terms=terms_in(words))
    return _compared(told, said, now)


def around(user: User, ticket: Ticket, now: datetime) -> Around:
    """How many others there are at the same place, and of the same caller, in the viewer's scope."""
    here = here_too(user, ticket, now)
    theirs = from_same_caller(user, ticket)
    return Around(
        here=count(here) if here is not None else 0,
        same_caller=count(theirs) if theirs is not None else None,
    )


def here_too(user: User, ticket: Ticket, now: datetime) -> QuerySet[Ticket] | None:
    """Others at the same place in the last month; nothing where the place is not known exactly."""
    said = said_of(ticket)
    if said.lon is None or said.lat is None:
        return None
    others = visible_to(user).exclude(pk=ticket.pk)
    return others.filter(_in_box(said.lon, said.lat, SAME_PLACE_METRES, now))


def from_same_caller(user: User, ticket: Ticket) -> QuerySet[Ticket] | None:
    """Others with the same phone, for whoever may read this contact; confidential ones never."""
    if ticket.contact is None or not policies.may_read_contact(user, ticket):
        return None
    if ticket.contact.phone_index is None:
        return None
    contacts = Contact.objects.filter(phone_index=bytes(ticket.contact.phone_index))
    others = visible_to(user).filter(contact__in=contacts.values("pk"), is_confidential=False)
    return others.exclude(pk=ticket.pk)


def repeated(ticket: Ticket, now: datetime) -> list[Ticket]:
    """Reports of one item at one place in the last month, the oldest first and this one among them."""
    said = _place_of(ticket)
    if said is None or ticket.item_id is None:
        return []
    found = Ticket.objects.filter(_in_box(*said, NEAR_METRES, now), item=ticket.item_id)
    found = found.filter(submitted_at__gt=now - LOOK_BACK)
    rows = found.exclude(state__in=(states.CANCELLED, states.DECLINED)).order_by("id")
    return [each for each in rows if _within(said, each)]


def _place_of(ticket: Ticket) -> tuple[float, float] | None:
    if ticket.lon is None or ticket.lat is None:
        return None
    return float(ticket.lon), float(ticket.lat)


def _within(place: tuple[float, float], ticket: Ticket) -> bool:
    theirs = _place_of(ticket)
    return theirs is not None and metres_between(*place, *theirs) <= NEAR_METRES


def _compared(tickets: QuerySet[Ticket], said: Said, now: datetime) -> list[Near]:
    wanted = _where(said, now)
    if wanted is None:
        return []
    tickets = tickets.exclude(state__in=(states.MERGED, states.CANCELLED, states.DECLINED))
    rows = tickets.filter(wanted, submitted_at__gt=now - LOOK_BACK)
    rows = rows.select_related("text", "item", "area", "unit").order_by("-due_at", "-id")
    found = [Near(row, _trace(said, row, now)) for row in rows[:MOST_COMPARED]]
    likely = [near for near in found if may_be_same(near.trace)]
    return sorted(likely, key=lambda near: weight(near.trace), reverse=True)[:MOST_SHOWN]


def _where(said: Said, now: datetime) -> Q | None:
    if said.lon is not None and said.lat is not None:
        return _in_box(said.lon, said.lat, NEAR_METRES, now)
    if said.area is not None:
        return Q(area_path=said.area.path, due_at__gt=now - LOOK_BACK)
    return None


def _in_box(lon: float, lat: float, metres: float, now: datetime) -> Q:
    west, south, east, north = box_around(lon, lat, metres)
    inside = Q(lon__range=(west, east), lat__range=(south, north))
    paths = _paths_in(west, south, east, north)
    return inside & Q(area_path__in=paths, due_at__gt=now - LOOK_BACK)


def _paths_in(west: float, south: float, east: float, north: float) -> list[str]:
    """The areas that a small square touches, felt at nine points of it."""
    lons, lats = (west, (west + east) / 2, east), (south, (south + north) / 2, north)
    points = [(lon, lat) for lon in lons for lat in lats]
    areas = locate_many([lon for lon, _lat in points], [lat for _lon, lat in points])
    return sorted({area.path for area in areas if area is not None})


def _trace(said: Said, ticket: Ticket, now: datetime) -> Trace:
    metres = _metres(said, ticket)
    far = metres is not None and metres > NEAR_METRES
    return Trace(
        metres=metres,
        same_item=said.item_id is not None and said.item_id == ticket.item_id,
        alike=0.0 if far else alike(said.terms, _words_of(ticket)),
        days=max(0, (now - ticket.submitted_at).days),
        is_open=ticket.is_open,
    )


def _metres(said: Said, ticket: Ticket) -> float | None:
    if said.lon is None or said.lat is None or ticket.lon is None or ticket.lat is None:
        return None
    return metres_between(said.lon, said.lat, float(ticket.lon), float(ticket.lat))


def _words_of(ticket: Ticket) -> list[str]:
    """Without the address: neighbours share it, whatever they write about."""
    return terms_in(f"{ticket.text.title} {ticket.text.words}")
