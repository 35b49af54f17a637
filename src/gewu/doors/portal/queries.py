"""What residents' pages read besides tickets themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Count, F, Q

from gewu.doors.portal import rules
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import chains_of
from gewu.ground.territory.queries.tree import existing
from gewu.ground.territory.rules.levels import Level
from gewu.kernel.models import Attachment
from gewu.work.tickets.actions.closing import reopen_until
from gewu.work.tickets.models import Category, Condition, Item, Move, Ticket
from gewu.work.tickets.queries.catalogue import grouped_items
from gewu.work.tickets.queries.clocks import Reason, calendar_of, terms_of, why
from gewu.work.tickets.queries.public import PublicPage, closed_tickets, public_page
from gewu.work.tickets.rules.clocks import CLASS_NAMES, EMERGENCY
from gewu.work.tickets.rules.wording import MOST_PHOTOS

PHOTO_WAITS = 24 * 3600
PHOTO_SALT = "gewu.portal.photo"
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class DoneLine:
    """A closed request as everyone may read it."""

    ticket: Ticket
    town: Area | None
    community: Area | None
    days: int
    late: bool


@dataclass(frozen=True)
class DoneFigures:
    """What happened in the last days; a figure that is too small to be told is None."""

    closed: int | None
    on_time: int | None


@dataclass(frozen=True)
class Promise:
    """Until when a request is to be done, and why."""

    due_at: datetime
    class_name: str
    is_filed: bool
    reason: Reason | None
    hours: tuple[tuple[object, object], ...]


# ------------------------------------------------------------------ photos that wait


def photo_token(photo: Attachment) -> str:
    """A signed name under which a form may bring a stored photo back."""
    return signing.dumps(str(photo.pk), salt=PHOTO_SALT)


def waiting_photo(token: str) -> Attachment | None:
    """The photo of a token that is not too old."""
    return next(iter(waiting_photos([token])), None)


def waiting_photos(tokens: Iterable[str]) -> list[Attachment]:
    """Stored photos that a form brings back, in the form's order; forged names are passed over."""
    wanted = [pk for token in list(tokens)[:MOST_PHOTOS] if (pk := _photo_of(token))]
    found = Attachment.objects.in_bulk(wanted) if wanted else {}
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def _photo_of(token: str) -> UUID | None:
    try:
        return UUID(signing.loads(token, salt=PHOTO_SALT, max_age=PHOTO_WAITS))
    except (signing.BadSignature, ValueError):
        return None


# ------------------------------------------------------------------ the catalogue as tiles


@dataclass(frozen=True)
class Choice:
    """An item as residents choose it; an emergency is shown, not chosen."""

    item: Item
    is_emergency: bool


def choices_of(county_id: UUID) -> list[tuple[Category, list[Choice]]]:
    """What residents may choose, under its categories."""
    return [
        (category, [Choice(item, _is_emergency(item.current)) for item in items])  # type: ignore[attr-defined]
        for category, items in grouped_items(county_id, offered=True)
    ]


def offered_item(county_id: UUID, code: str) -> Choice | None:
    """The item of a code, if residents may choose it."""
    for _category, choices in choices_of(county_id):
        for choice in choices:
            if choice.item.code == code:
                return choice
    return None


def _is_emergency(conditions: Sequence[Condition]) -> bool:
    return bool(conditions) and all(c.deadline_class == EMERGENCY for c in conditions)


# ------------------------------------------------------------------ following


def promise_of(ticket: Ticket) -> Promise:
    """Until when, by which rule, and how that was counted."""
    calendar = calendar_of(terms_of(ticket.county_id))
    return Promise(
        due_at=ticket.due_at,
        class_name=str(CLASS_NAMES[ticket.deadline_class]),
        is_filed=ticket.condition_id is not None,
        reason=why(ticket),
        hours=calendar.periods,
    )


def way_of(ticket: Ticket) -> list[rules.WayStep]:
    """Where a request stands on its way."""
    moves = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
    return rules.way(ticket.state, list(moves))


def may_reopen_until(ticket: Ticket, now: datetime) -> datetime:
    """The last moment at which the resident may ask again."""
    return reopen_until(ticket, terms_of(ticket.county_id).reopen_days, now)


# ------------------------------------------------------------------ what was done


def done_page(
    *, area_path: str = "", item: UUID | None = None, after: str = ""
) -> tuple[list[DoneLine], str]:
    """Closed requests without a word of their reporters, and the mark of the next page."""
    found: PublicPage = public_page(area_path=area_path, item=item, after=after)
    chains = chains_of({t.area for t in found.tickets if t.area})
    lines = [_line(ticket, chains.get(ticket.area_id, [])) for ticket in found.tickets]
    return lines, found.after


def done_figures(now: datetime, *, area_path: str = "", item: UUID | None = None) -> DoneFigures:
    """Closed requests of the last thirty days, and how many of a hundred in time."""
    tickets = closed_tickets(area_path=area_path, item=item).filter(closed_at__gte=now - LOOK_BACK)
    late = Q(checked_at__gt=F("due_at"))
    sums = tickets.order_by().aggregate(all=Count("id"), late=Count("id", filter=late))
    return DoneFigures(
        closed=rules.told(sums["all"]), on_time=rules.share(sums["all"] - sums["late"], sums["all"])
    )


def communities() -> list[tuple[Area, list[Area]]]:
    """Communities under their towns."""
    areas = list(existing().filter(level__in=(Level.TOWN, Level.COMMUNITY)).order_by("path"))
    return [
        (town, [a for a in areas if a.level == Level.COMMUNITY and a.parent_id == town.pk])
        for town in sorted((a for a in areas if a.level == Level.TOWN), key=lambda a: a.code)
    ]


def _line(ticket: Ticket, chain: Sequence[Area]) -> DoneLine:
    by_level = {area.level: area for area in chain}
    done_at = ticket.checked_at or ticket.closed_at or ticket.submitted_at
    return DoneLine(
        ticket=ticket,
        town=by_level.get(Level.TOWN),
        community=by_level.get(Level.COMMUNITY),
        days=rules.days_taken(ticket.submitted_at, done_at),
        late=done_at > ticket.due_at,
    )
