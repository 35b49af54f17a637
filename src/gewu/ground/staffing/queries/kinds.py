"""Kinds of posts and the exceptions from their rules."""

import csv
from datetime import date
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Appointment, Post, PostKind, Unit, Waiver
from gewu.ground.staffing.queries.units import units_for
from gewu.ground.territory.queries import county
from gewu.kernel.stamps import kept

DATA = files("gewu.ground.staffing") / "data"


def standard_kinds(county_id: UUID) -> list[dict[str, Any]]:
    """The kinds that a new county begins with."""
    with (DATA / "post_kinds.csv").open(encoding="utf-8") as text:
        return [
            {
                "county_id": county_id,
                "code": row["code"],
                "name_zh": row["name_zh"],
                "name_en": row["name_en"],
                "unit_kinds": row["unit_kinds"].split(),
                "role": row["role"],
                "full_time": row["full_time"] == "1",
                "least": int(row["least"]),
                "most": int(row["most"]) if row["most"] else None,
                "many_grids": row["many_grids"] == "1",
                "is_public": row["is_public"] == "1",
                "order": 10 * number,
            }
            for number, row in enumerate(csv.DictReader(text), 1)
        ]


@kept
def kinds_of(county_id: UUID) -> tuple[PostKind, ...]:
    """All kinds of a county, in the order of its list."""
    return tuple(PostKind.objects.filter(county_id=county_id))


def kinds_for(unit: Unit) -> list[PostKind]:
    """The kinds of posts that may be added to a unit."""
    return [
        kind for kind in kinds_of(unit.county_id) if kind.in_use and unit.kind in kind.unit_kinds
    ]


def kind_by_code(county_id: UUID, code: str) -> PostKind | None:
    """One kind by its code."""
    return next((kind for kind in kinds_of(county_id) if kind.code == code), None)


def usual_kind(unit: Unit, role: str, full_time: bool) -> PostKind | None:
    """The kind that a post with this role is of, where nobody has said it."""
    fitting = [kind for kind in kinds_for(unit) if kind.role == role]
    same = [kind for kind in fitting if kind.full_time == full_time]
    return next(iter(same or fitting), None)


def kind_for(pk: UUID) -> PostKind:
    """A kind of this county; 404 where there is none."""
    return get_object_or_404(PostKind, pk=pk, county_id=county().pk)


def kinds_with_numbers() -> list[PostKind]:
    """Kinds with `posts` and `held`: how many seats there are, how many are held today."""
    today = timezone.localdate()
    held = Appointment.objects.filter(post=OuterRef("pk"), valid__contains=today)
    rows = Post.objects.filter(kind__isnull=False).annotate(is_held=Exists(held))
    counted = (
        rows.order_by()
        .values("kind")
        .annotate(n=Count("pk"), h=Count("pk", filter=Q(is_held=True)))
    )
    found = {row["kind"]: row for row in counted}
    kinds = list(PostKind.objects.filter(county_id=county().pk))
    for kind in kinds:
        row: Any = found.get(kind.pk, {})
        kind.posts, kind.held = row.get("n", 0), row.get("h", 0)  # type: ignore[attr-defined]
    return kinds


def others_of_kind(post: Post, days: DateRange, but: UUID | None = None) -> QuerySet[Appointment]:
    """Who else is appointed to the kind of a post on some of these days."""
    found = Appointment.objects.filter(post__kind=post.kind_id, valid__overlap=days)
    if but is not None:
        found = found.exclude(pk=but)
    return found.select_related("user", "post__unit")


def waiver_over(post: Post, user: User, days: DateRange) -> Waiver | None:
    """The exception that covers all of these days."""
    return _waivers(post, user).filter(valid__contains=days).first()


def waiver_beside(post: Post, user: User, days: DateRange) -> Waiver | None:
    """An exception that covers some of them."""
    return _waivers(post, user).filter(valid__overlap=days).first()


def waivers_for(viewer: User, past: bool = False) -> QuerySet[Waiver]:
    """Exceptions in units of the viewer's: those that hold or will hold, or those that are over."""
    over = Q(valid__endswith__lte=timezone.localdate())
    found = Waiver.objects.filter(unit__in=units_for(viewer).order_by())
    rows = found.filter(over if past else ~over)
    return rows.select_related("kind", "unit__area", "user", "granted_by").order_by(
        F("valid").desc(), "-id"
    )


def waiver_for(viewer: User, pk: UUID) -> Waiver:
    """One of them; 404 for everyone else."""
    found = Waiver.objects.filter(unit__in=units_for(viewer).order_by())
    return get_object_or_404(found.select_related("kind", "unit__area", "user"), pk=pk)


def appointed_by(waiver: Waiver, after: date) -> QuerySet[Appointment]:
    """What was appointed by an exception and lasts beyond a day."""
    found = Appointment.objects.filter(waiver=waiver)
    return found.filter(Q(valid__endswith__gt=after) | Q(valid__upper_inf=True))


def _waivers(post: Post, user: User) -> QuerySet[Waiver]:
    return Waiver.objects.filter(kind=post.kind_id, unit=post.unit_id, user=user)
