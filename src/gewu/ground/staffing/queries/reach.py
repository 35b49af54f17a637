"""What posts let people do, and who is there for a thing."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet
from django.utils import timezone

from gewu.ground.accounts.hooks import Grant
from gewu.ground.accounts.models import ROLES, Role, User
from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Appointment, Post, StandIn, Unit
from gewu.ground.staffing.queries.leaves import days_away, stand_ins_today
from gewu.ground.staffing.queries.overlays import professional_posts
from gewu.ground.staffing.queries.posts import appointments_today
from gewu.ground.territory.queries import paths_above
from gewu.kernel.stamps import kept


class Named(Role):
    """Somebody whose post opens nothing: a family doctor on a grid's card."""

    permissions = frozenset()


def people_in(posts: Collection[Post], day: date) -> list[User]:
    """Who holds one of these posts on a day or later."""
    held = Appointment.objects.filter(post__in=posts).filter(valid__overlap=DateRange(day, None))
    return _people(held.select_related("user").order_by("id"))


def grants_of(user: User) -> Iterable[Grant]:
    """What today's appointments let a user do."""
    return _grants_of(user.pk, timezone.localdate())


@kept
def _grants_of(user_id: UUID, today: date) -> tuple[Grant, ...]:
    held = appointments_today(today).filter(user_id=user_id).exclude(post__role="")
    rows = held.order_by("post__unit__area__level", "pk")
    stands = stand_ins_today(today).filter(user_id=user_id, post__unit__dissolved_on=None)
    stands = stands.exclude(post__role="")
    there: list[Appointment | StandIn] = [*rows, *stands.order_by("pk")]
    return tuple(
        Grant(
            rules.granted_role(each.post.unit.kind, each.post.role),
            each.post.unit.area.path,
            each.post.unit_id,
        )
        for each in there
    )


def held_outside(paths: tuple[str, ...]) -> QuerySet[User, UUID]:
    """The ids of users who hold a role today, or stand in for one, outside of these places."""
    inside = Q(pk=None)
    for path in paths:
        inside |= Q(post__unit__area__path__startswith=path)
    today = timezone.localdate()
    held = appointments_today(today).exclude(post__role="").exclude(inside).values("user_id")
    stands = stand_ins_today(today).exclude(inside).values("user_id")
    outside = User.objects.filter(Q(pk__in=held) | Q(pk__in=stands))
    return outside.order_by("pk").values_list("pk", flat=True)


def holders_of(role: str) -> Iterable[UUID]:
    """Who holds a role by a post today, or stands in for one."""
    there = _there(post__role=role, post__unit__dissolved_on=None)
    return [each.user_id for each in there]


def roles_between(user: User, days: DateRange) -> set[str]:
    """The roles that somebody holds, or stands in for, on some of these days."""
    at = {"user": user, "valid__overlap": days}
    held = Appointment.objects.filter(**at).values_list("post__role", flat=True)
    return {*held, *StandIn.objects.filter(**at).values_list("post__role", flat=True)} - {""}


def people_of(unit_id: UUID, permission: str) -> list[User]:
    """Who in a unit holds a permission today."""
    found = _there(post__unit=unit_id)
    return _people(each for each in found if permission in _role(each).permissions)


def professionals_of(unit_id: UUID, permission: str, path: str) -> list[User]:
    """Who of a department looks after a place as its professional worker and may do the work.

    Whoever stands in is there instead; who is away and nobody stands in for is not there.
    """
    posts = professional_posts(unit_id, path)
    found = _there(post__in=posts) if posts else []
    there = _people(each for each in found if permission in _role(each).permissions)
    today = timezone.localdate()
    away = {pk for pk, _days in days_away(there, today, today + timedelta(days=1))}
    return [each for each in there if each.pk not in away]


def nearest_with(
    permission: str, path: str, without: Collection[UUID] = (), but: Collection[UUID] = ()
) -> list[User]:
    """Who holds a permission over a place today: those of the unit closest to it.

    Not who belongs to one of the units that it is kept from, nor these people themselves.
    """
    found = _there(post__unit__area__path__in=paths_above(path))
    kept_out = set(_people_in(without))
    holders = [
        each
        for each in found
        if each.user_id not in kept_out
        and each.user_id not in but
        and permission in _role(each).permissions - _role(each).own_unit_only
    ]
    level = max((each.post.unit.area.level for each in holders), default=0)
    return _people(each for each in holders if each.post.unit.area.level == level)


def who_decides(permission: str, unit: Unit, but: Collection[UUID]) -> list[User]:
    """Who holds a permission in a unit, else whoever stands closest above it; not these people."""
    inside = [each for each in people_of(unit.pk, permission) if each.pk not in but]
    return inside or nearest_with(permission, unit.area.path, but=but)


def workers_by_path(path: str) -> list[tuple[str, UUID]]:
    """Who works in the grids under an area today, with the path of each grid; stand-ins instead."""
    at = {
        "post__role": "worker",
        "post__unit__kind": rules.UnitKind.GRID_TEAM,
        "post__unit__area__path__startswith": path,
        "post__unit__dissolved_on": None,
        "user__is_active": True,
    }
    wanted = ("post_id", "post__unit__area__path", "user_id")
    stands = list(stand_ins_today().filter(**at).order_by("id").values_list(*wanted))
    replaced = {post for post, _path, _user in stands}
    held = appointments_today().filter(**at).order_by("id").values_list(*wanted)
    there = [*(each for each in held if each[0] not in replaced), *stands]
    return [(grid, user) for _post, grid, user in there]


def _there(**where: object) -> list[Appointment | StandIn]:
    """Who is at some posts today; where somebody stands in, they are there instead."""
    stands = list(stand_ins_today().filter(user__is_active=True, **where).order_by("id"))
    replaced = {each.post_id for each in stands}
    held = appointments_today().filter(user__is_active=True, **where).order_by("id")
    return [*(each for each in held if each.post_id not in replaced), *stands]


def _people_in(units: Collection[UUID]) -> list[UUID]:
    if not units:
        return []
    there = {"post__unit__in": units}
    held = appointments_today().filter(**there).values_list("user", flat=True)
    stands = stand_ins_today().filter(**there).values_list("user", flat=True)
    return [*held, *stands]


def _role(appointment: Appointment | StandIn) -> type[Role]:
    """What the post opens; to those who are only named on pages, nothing."""
    post = appointment.post
    return ROLES[rules.granted_role(post.unit.kind, post.role)] if post.role else Named


def _people(appointments: Iterable[Appointment | StandIn]) -> list[User]:
    return list({each.user_id: each.user for each in appointments}.values())
