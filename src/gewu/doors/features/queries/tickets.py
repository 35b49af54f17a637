"""Tickets as the viewer may see them: no words, no people, and points only where they may know."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from gewu.doors.features import policies
from gewu.doors.features.queries.paging import Found, page_of
from gewu.doors.features.rules import Asked
from gewu.ground.accounts.models import User
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import scope

READ = (
    *("number", "state", "lon", "lat", "submitted_at", "due_at", "is_confidential", "area_path"),
    *("item__code", "item__name_zh", "item__name_en", "area__code"),
)


def ticket_page(viewer: User, asked: Asked) -> Found:
    """A page of the viewer's tickets; a point that they may not know is in no box."""
    found = _visible(viewer)
    if asked.period and asked.period.start:
        found = found.filter(submitted_at__gte=asked.period.start)
    if asked.period and asked.period.end:
        found = found.filter(submitted_at__lte=asked.period.end)

    def lies_in(ticket: Ticket) -> bool:
        point = _point(viewer, ticket)
        return not asked.boxes or any(
            west <= lon <= east and south <= lat <= north
            for west, south, east, north in asked.boxes
            for lon, lat in point
        )

    if asked.boxes:
        found = found.filter(
            lon__range=(min(box[0] for box in asked.boxes), max(box[2] for box in asked.boxes)),
            lat__range=(asked.boxes[0][1], asked.boxes[0][3]),
        )
    rows, after = page_of(found, "pk", asked.after, asked.limit, lies_in)
    return Found([_feature(viewer, ticket) for ticket in rows], after)


def ticket_item(viewer: User, pk: UUID) -> dict[str, Any]:
    """One ticket of the viewer's; 404 for everyone else."""
    return _feature(viewer, get_object_or_404(_visible(viewer), pk=pk))


def _visible(viewer: User) -> QuerySet[Ticket]:
    return scope.visible_to(viewer).select_related("item", "area").only(*READ).order_by("pk")


def _point(viewer: User, ticket: Ticket) -> list[tuple[float, float]]:
    """None or one."""
    if ticket.lon is None or ticket.lat is None or not policies.may_see_point(viewer, ticket):
        return []
    return [(float(ticket.lon), float(ticket.lat))]


def _feature(viewer: User, ticket: Ticket) -> dict[str, Any]:
    point = _point(viewer, ticket)
    return {
        "type": "Feature",
        "id": str(ticket.pk),
        "properties": {
            "number": ticket.number,
            "state": ticket.state,
            "state_name": str(ticket.get_state_display()),
            "item": ticket.item.code if ticket.item else None,
            "item_name": str(ticket.item.plain_name) if ticket.item else None,
            "area_code": ticket.area.code if ticket.area else None,
            "submitted_at": ticket.submitted_at.isoformat(),
            "due_at": ticket.due_at.isoformat(),
        },
        "geometry": {"type": "Point", "coordinates": list(point[0])} if point else None,
    }
