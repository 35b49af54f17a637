"""What a shift leaves: urgent tickets of a scope, what happened lately, and the notes of before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.work.tickets import states
from gewu.work.tickets.models import Handover, Ticket
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.rules.handover import ENDS_SOON, GROUPS, LOOK_BACK, SHIFT, group_of

PERMISSION = "tickets.handover"
MOST = 200


@dataclass(frozen=True)
class Draft:
    """The urgent tickets under their reasons, and figures of the last hours."""

    groups: dict[str, list[Ticket]]
    happened: dict[str, int]

    @property
    def count(self) -> int:
        """How many are urgent."""
        return sum(len(group) for group in self.groups.values())

    def figures(self) -> dict[str, Any]:
        """What is kept of it: counts and ids."""
        return {
            "groups": {name: len(group) for name, group in self.groups.items()},
            "happened": self.happened,
            "tickets": [str(t.pk) for group in self.groups.values() for t in group],
        }


def draft(user: User, area_path: str, now: datetime) -> Draft:
    """What stands open and urgent in an area now."""
    mine = visible_to(user).filter(area_path__startswith=area_path)
    urgent = (
        Q(due_at__lte=now + SHIFT)
        | ~Q(supervision="")
        | Q(state=states.RETURNING)
        | Q(state=states.SUSPENDED, resume_on__lte=now + ENDS_SOON)
    )
    still_open = Q(closed_at__isnull=True, checked_at__isnull=True)
    rows = mine.filter(urgent & still_open).select_related("text", "item", "area", "unit")
    groups: dict[str, list[Ticket]] = {name: [] for name in GROUPS}
    for ticket in rows.order_by("due_at", "id")[:MOST]:
        if name := group_of(ticket, now):
            groups[name].append(ticket)
    return Draft(groups, _happened(mine, now - LOOK_BACK))


def tickets_of(user: User, handover: Handover) -> list[Ticket]:
    """The tickets that were urgent then, as far as the reader may see them."""
    ids = [UUID(each) for each in handover.figures.get("tickets", [])]
    rows = visible_to(user).filter(pk__in=ids).select_related("text", "item", "area", "unit")
    return list(rows.order_by("due_at", "id"))


def path_of(user: User) -> str:
    """The area for which somebody hands over."""
    return next(iter(user.paths_with(PERMISSION)), "")


def handovers(user: User) -> QuerySet[Handover]:
    """Notes of the areas in which somebody is on duty."""
    wanted = Q(pk=None)
    for path in user.paths_with(PERMISSION):
        wanted |= Q(area_path__startswith=path)
    return Handover.objects.filter(wanted).order_by("-at", "-id")


def handover_for(user: User, pk: UUID) -> Handover:
    """One of them; 404 for everyone else."""
    return get_object_or_404(handovers(user), pk=pk)


def _happened(mine: QuerySet[Ticket], since: datetime) -> dict[str, int]:
    return {
        "came": mine.filter(submitted_at__gte=since).order_by().count(),
        "closed": mine.filter(closed_at__gte=since).order_by().count(),
    }
