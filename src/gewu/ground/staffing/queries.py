"""Reads of staffing."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.hooks import Grant
from gewu.ground.accounts.models import ROLES, Role, User
from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import paths_above
from gewu.kernel.stamps import kept

TERRITORIAL = list(rules.TERRITORIAL.values())
MOST_BELOW = 400


def unit_on(area: Area) -> Unit | None:
    """The unit of an area itself; a micro-grid is served by its grid's team."""
    units = units_of_path(area.path)
    return units[-1] if units and rules.LEVEL_OF[units[-1].kind] >= min(area.level, 4) else None


def units_of_path(path: str) -> list[Unit]:
    """The units that serve a place, the county's desk first and the grid's team last."""
    return list(_units_of_path(path))


@kept
def _units_of_path(path: str) -> tuple[Unit, ...]:
    return tuple(
        Unit.objects.filter(kind__in=TERRITORIAL, area__path__in=paths_above(path))
        .select_related("area")
        .order_by("area__level")
    )


@kept
def desk_of(county_id: UUID) -> Unit:
    """The county's desk, which takes what nobody else does; Unit.DoesNotExist before set-up."""
    return Unit.objects.select_related("area").get(
        county_id=county_id, kind=rules.UnitKind.COUNTY_DESK
    )


def county_desk() -> Unit:
    """The desk of this database's only county."""
    return Unit.objects.select_related("area").get(kind=rules.UnitKind.COUNTY_DESK)


def next_above(unit: Unit, path: str) -> Unit | None:
    """The unit one level above another at a place; above a department stands the county's desk."""
    if unit.kind == rules.UnitKind.DEPARTMENT:
        return desk_of(unit.county_id)
    level = rules.LEVEL_OF[unit.kind]
    higher = [each for each in units_of_path(path) if rules.LEVEL_OF[each.kind] < level]
    return higher[-1] if higher else None


def levels_below(unit: Unit, path: str) -> list[Unit]:
    """The units of the levels below another, those that serve a place first."""
    if unit.kind == rules.UnitKind.DEPARTMENT:
        return []
    under = units_under(unit.area.path).filter(kind__in=TERRITORIAL)[:MOST_BELOW]
    here, level = set(paths_above(path)), rules.LEVEL_OF[unit.kind]
    lower = [each for each in under if rules.LEVEL_OF[each.kind] > level]
    return sorted(lower, key=lambda each: each.area.path not in here)


def departments() -> QuerySet[Unit]:
    """The departments of the county."""
    return Unit.objects.filter(kind=rules.UnitKind.DEPARTMENT).order_by("name_zh")


def units_under(path: str) -> QuerySet[Unit]:
    """Every unit on an area or below it."""
    return (
        Unit.objects.filter(area__path__startswith=path)
        .select_related("area")
        .order_by("area__level", "area__code", "name_zh")
    )


def units_for(viewer: User, words: str = "", kind: str = "") -> QuerySet[Unit]:
    """The units under the viewer's posts, and those the viewer belongs to."""
    wanted = Q(pk__in=viewer.units_with("staffing.see"))
    for path in viewer.paths_with("staffing.see"):
        wanted |= Q(area__path__startswith=path)
    found = Unit.objects.filter(wanted).select_related("area")
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(area__code=words)
        )
    return found.order_by("area__level", "area__code", "name_zh")


def with_numbers(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units with `posts` and `held`: how many seats they have and how many are held today."""
    posts = Post.objects.filter(unit=OuterRef("pk")).order_by().values("unit")
    held = (
        Appointment.objects.filter(post__unit=OuterRef("pk"), valid__contains=timezone.localdate())
        .order_by()
        .values("post__unit")
    )
    return units.annotate(
        posts=Coalesce(Subquery(posts.annotate(n=Count("pk")).values("n")), 0),
        held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
    )


def people_to_appoint() -> QuerySet[User]:
    """Everyone with an open sign-in."""
    return User.objects.filter(is_active=True).order_by("username")


def unit_for(viewer: User, pk: UUID) -> Unit:
    """One of them; 404 for everyone else."""
    return get_object_or_404(units_for(viewer), pk=pk)


def post_for(viewer: User, pk: UUID) -> Post:
    """A post of a unit in the viewer's scope; 404 for everyone else."""
    posts = Post.objects.filter(unit__in=units_for(viewer).order_by())
    return get_object_or_404(posts.select_related("unit__area"), pk=pk)


def appointment_for(viewer: User, pk: UUID) -> Appointment:
    """An appointment in the viewer's scope; 404 for everyone else."""
    found = Appointment.objects.filter(post__unit__in=units_for(viewer).order_by())
    return get_object_or_404(found.select_related("post__unit__area", "user"), pk=pk)


def appointments_today(day: date | None = None) -> QuerySet[Appointment]:
    """Who holds which post on a day."""
    return Appointment.objects.filter(valid__contains=day or timezone.localdate()).select_related(
        "post__unit__area", "user"
    )


def appointments_of(user: User, day: date | None = None) -> list[Appointment]:
    """The posts that somebody holds on a day."""
    return list(appointments_today(day).filter(user=user).order_by("post__unit__area__level", "pk"))


def team_of(unit: Unit, day: date | None = None) -> list[Appointment]:
    """Who works in a unit on a day."""
    found = appointments_today(day).filter(post__unit=unit, user__is_active=True)
    return list(found.order_by("-post__full_time", "post_id"))


def posts_of(unit: Unit) -> list[tuple[Post, Appointment | None, list[Appointment]]]:
    """The posts of a unit, who holds each today, and who will or did."""
    today = timezone.localdate()
    held: dict[UUID, list[Appointment]] = {}
    found = Appointment.objects.filter(post__unit=unit).select_related("user", "post")
    for each in found.order_by("-valid"):
        held.setdefault(each.post_id, []).append(each)
    rows = []
    for post in Post.objects.filter(unit=unit).order_by("-full_time", "id"):
        all_of_post = held.get(post.pk, [])
        now = next((each for each in all_of_post if today in each.valid), None)
        rows.append((post, now, [each for each in all_of_post if each is not now]))
    return rows


def vacancies(viewer: User | None = None, day: date | None = None) -> QuerySet[Post]:
    """Posts that nobody holds on a day, in the viewer's scope or everywhere."""
    held = Appointment.objects.filter(
        post=OuterRef("pk"), valid__contains=day or timezone.localdate()
    )
    posts = Post.objects.filter(~Exists(held)).select_related("unit__area")
    if viewer is not None:
        posts = posts.filter(unit__in=units_for(viewer).order_by())
    return posts.order_by("unit__area__level", "unit__area__code", "-full_time", "id")


def grids_without_worker(viewer: User, day: date | None = None) -> QuerySet[Area]:
    """Grids in the viewer's scope where nobody works full time on a day."""
    today = day or timezone.localdate()
    held = Appointment.objects.filter(sole_grid=OuterRef("pk"), valid__contains=today)
    wanted = Q(pk=None)
    for path in viewer.paths_with("staffing.see"):
        wanted |= Q(path__startswith=path)
    grids = Area.objects.filter(wanted, ~Exists(held), level=4, closed_on=None)
    return grids.order_by("code")


def worker_of(area: Area, day: date | None = None) -> Appointment | None:
    """The full-time worker of a grid, else anyone of its team."""
    unit = unit_on(area)
    if unit is None or unit.kind != rules.UnitKind.GRID_TEAM:
        return None
    team = team_of(unit, day)
    return team[0] if team else None


def grants_of(user: User) -> Iterable[Grant]:
    """What today's appointments let a user do."""
    return _grants_of(user.pk, timezone.localdate())


@kept
def _grants_of(user_id: UUID, today: date) -> tuple[Grant, ...]:
    held = appointments_today(today).filter(user_id=user_id)
    rows = held.order_by("post__unit__area__level", "pk")
    return tuple(
        Grant(
            rules.granted_role(each.post.unit.kind, each.post.role),
            each.post.unit.area.path,
            each.post.unit_id,
        )
        for each in rows
    )


def people_of(unit_id: UUID, permission: str) -> list[User]:
    """Who in a unit holds a permission today."""
    found = appointments_today().filter(post__unit=unit_id, user__is_active=True).order_by("id")
    return _people(each for each in found if permission in _role(each).permissions)


def nearest_with(permission: str, path: str) -> list[User]:
    """Who holds a permission over a place today: those of the unit closest to it."""
    found = appointments_today().filter(
        post__unit__area__path__in=paths_above(path), user__is_active=True
    )
    holders = [
        each
        for each in found.order_by("id")
        if permission in _role(each).permissions - _role(each).own_unit_only
    ]
    level = max((each.post.unit.area.level for each in holders), default=0)
    return _people(each for each in holders if each.post.unit.area.level == level)


def _role(appointment: Appointment) -> type[Role]:
    post = appointment.post
    return ROLES[rules.granted_role(post.unit.kind, post.role)]


def _people(appointments: Iterable[Appointment]) -> list[User]:
    return list({each.user_id: each.user for each in appointments}.values())


def supervision_phone(units: Sequence[Unit]) -> str:
    """Whom to call about a grid: its town's number, else the county's."""
    phones = {unit.kind: unit.phone for unit in units if unit.phone}
    return phones.get(rules.UnitKind.TOWN) or phones.get(rules.UnitKind.COUNTY_DESK) or ""
