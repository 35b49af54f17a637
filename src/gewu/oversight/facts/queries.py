"""Counts of tickets for a unit or an area and a period, in a viewer's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import units_for
from gewu.work.tickets.models import Move, Rating, Ticket
from gewu.work.tickets.queries.scope import visible_to

Row = dict[str, Any]

SATISFIED, FAIRLY = 4, 3  # stars
MOST_UNITS = 200
AT_REST = ("closed", "archived")
HANDLED = Q(state__in=("checking", "checked", *AT_REST))
# An order that was excused, stands still or never should have been one is not counted.
COUNTS = Q(is_excused=False, paused_at__isnull=True) & ~Q(
    state__in=("merged", "cancelled", "declined")
)


@dataclass(frozen=True)
class Period:
    """From a moment until before another."""

    begins: datetime
    ends: datetime

    @classmethod
    def last(cls, days: int, now: datetime) -> "Period":
        """So many days up to now."""
        return cls(now - timedelta(days=days), now)


@dataclass(frozen=True)
class UnitCounts:
    """What was counted of one unit."""

    to_handle: int = 0
    handled: int = 0
    handled_on_time: int = 0
    overdue_unhandled: int = 0
    closed: int = 0
    closed_on_time: int = 0
    reworked: int = 0
    reopened: int = 0
    self_handled: int = 0
    to_sign: int = 0
    signed_on_time: int = 0
    rated: int = 0
    satisfied: int = 0
    fairly: int = 0


def units_in(viewer: User) -> list[Unit]:
    """Units whose figures the viewer may read."""
    found = units_for(viewer).select_related("area")
    return list(found.order_by("area__level", "area__code", "name_zh")[:MOST_UNITS])


def counts_of(
    viewer: User, period: Period, units: Sequence[Unit], area_path: str = ""
) -> dict[UUID, UnitCounts]:
    """The counts of each unit: orders whose own limit fell inside the period."""
    tickets = visible_to(viewer).filter(area_path__startswith=area_path)
    ids = [unit.pk for unit in units]
    found: dict[UUID, Row] = {pk: {} for pk in ids}
    for rows in (_work(tickets, period, ids), _signing(tickets, period, ids)):
        for row in rows:
            found[row.pop("unit_id")].update(row)
    for row in _ratings(tickets, period, ids):
        found[row.pop("ticket__unit_id")].update(row)
    return {pk: UnitCounts(**row) for pk, row in found.items()}


def _work(tickets: QuerySet[Ticket], period: Period, ids: list[UUID]) -> list[Row]:
    late = Exists(
        Move.objects.filter(
            ticket_id=OuterRef("pk"), verb="handle", stage_late=True, unit_id=OuterRef("unit_id")
        )
    )
    due = Q(unit_due_at__gte=period.begins, unit_due_at__lt=period.ends)
    rows = tickets.filter(COUNTS, due, unit_id__in=ids).annotate(late=late)
    counted = (
        rows.order_by()
        .values("unit_id")
        .annotate(
            to_handle=Count("pk"),
            handled=Count("pk", filter=HANDLED),
            handled_on_time=Count("pk", filter=HANDLED & Q(late=False)),
            overdue_unhandled=Count("pk", filter=~HANDLED & Q(unit_due_at__lt=period.ends)),
            closed=Count("pk", filter=Q(state__in=AT_REST)),
            closed_on_time=Count("pk", filter=Q(state__in=AT_REST, late=False)),
            reworked=Count("pk", filter=Q(reworks__gt=0)),
            reopened=Count("pk", filter=Q(reopened__gt=0)),
            self_handled=Count("pk", filter=Q(self_handled=True)),
        )
    )
    return [dict(row) for row in counted]


def _signing(tickets: QuerySet[Ticket], period: Period, ids: list[UUID]) -> list[Row]:
    """Signed in the period, in time or not; what still waits past its limit counts as not."""
    signed = Move.objects.filter(
        verb="sign",
        unit_id__in=ids,
        at__gte=period.begins,
        at__lt=period.ends,
        ticket_id__in=tickets.order_by().values("pk"),
    )
    done: dict[Any, Row] = {
        row["unit_id"]: dict(row)
        for row in signed.order_by()
        .values("unit_id")
        .annotate(to_sign=Count("pk"), signed_on_time=Count("pk", filter=Q(stage_late=False)))
    }
    waiting = tickets.filter(
        state="dispatched",
        unit_id__in=ids,
        stage_due_at__gte=period.begins,
        stage_due_at__lt=period.ends,
    )
    for row in waiting.order_by().values("unit_id").annotate(n=Count("pk")):
        fresh = {"unit_id": row["unit_id"], "to_sign": 0, "signed_on_time": 0}
        done.setdefault(row["unit_id"], fresh)["to_sign"] += row["n"]
    return list(done.values())


def _ratings(tickets: QuerySet[Ticket], period: Period, ids: list[UUID]) -> list[Row]:
    rows = Rating.objects.filter(
        at__gte=period.begins,
        at__lt=period.ends,
        ticket__unit_id__in=ids,
        ticket__in=tickets.order_by(),
    )
    counted = (
        rows.order_by()
        .values("ticket__unit_id")
        .annotate(
            rated=Count("pk"),
            satisfied=Count("pk", filter=Q(stars__gte=SATISFIED)),
            fairly=Count("pk", filter=Q(stars=FAIRLY)),
        )
    )
    return [dict(row) for row in counted]
