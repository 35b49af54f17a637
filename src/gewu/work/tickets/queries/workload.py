"""How much each unit has to do, at a glance and in two statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.kernel.ids import floor_at
from gewu.work.tickets import states
from gewu.work.tickets.models import Move
from gewu.work.tickets.queries.queue import WITH_STAFF
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.rules.clocks import NEAR

MOST_UNITS = 500


@dataclass(frozen=True)
class Load:
    """A unit with its open tickets, by how urgent they are."""

    unit_id: UUID
    name: str
    open: int
    overdue: int
    near: int
    unsigned: int
    signed_today: int


def workload_of(user: User, now: datetime, language: str) -> list[Load]:
    """The units of the viewer's scope, whoever has most overdue first."""
    tickets = visible_to(user).filter(WITH_STAFF, closed_at__isnull=True, unit__isnull=False)
    running = Q(paused_at__isnull=True)
    late = running & Q(due_at__lt=now)
    near = running & Q(due_at__gte=now, due_at__lte=now + (F("due_at") - F("submitted_at")) * NEAR)
    name = "unit__name_zh" if language.startswith("zh") else "unit__name_en"
    rows = (
        tickets.values("unit_id", name, "unit__name_zh")
        .annotate(
            open=Count("id"),
            overdue=Count("id", filter=late),
            near=Count("id", filter=near),
            unsigned=Count("id", filter=Q(state=states.DISPATCHED)),
        )
        .order_by("-overdue", "-open", "unit__name_zh")[:MOST_UNITS]
    )
    signed = _signed_today(user, now)
    return [
        Load(
            row["unit_id"],
            row[name] or row["unit__name_zh"],
            open=row["open"],
            overdue=row["overdue"],
            near=row["near"],
            unsigned=row["unsigned"],
            signed_today=signed.get(row["unit_id"], 0),
        )
        for row in rows
    ]


def _signed_today(user: User, now: datetime) -> dict[UUID, int]:
    """How many of the viewer's tickets each unit has signed for since midnight.

    Moves are read by their id, which begins with the time: only those of today.
    """
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    signed = Move.objects.filter(
        id__gte=floor_at(midnight),
        at__gte=midnight,
        verb="sign",
        ticket_id__in=visible_to(user).values("pk"),
    )
    rows = signed.order_by().values_list("unit_id").annotate(Count("ticket_id", distinct=True))
    return dict(rows)
