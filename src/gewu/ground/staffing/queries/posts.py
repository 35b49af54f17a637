"""Posts, who holds them, and which are vacant."""

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.staffing.queries.units import unit_on, units_for
from gewu.ground.territory.models import Area

WORKER = "worker"


def people_to_appoint() -> QuerySet[User]:
    """Everyone with an open sign-in."""
    return User.objects.filter(is_active=True).order_by("username")


def post_for(viewer: User, pk: UUID) -> Post:
    """A post of a unit in the viewer's scope; 404 for everyone else."""
    posts = Post.objects.filter(unit__in=units_for(viewer).order_by())
    return get_object_or_404(posts.select_related("unit__area", "kind"), pk=pk)


def appointment_for(viewer: User, pk: UUID) -> Appointment:
    """An appointment in the viewer's scope; 404 for everyone else."""
    found = Appointment.objects.filter(post__unit__in=units_for(viewer).order_by())
    return get_object_or_404(found.select_related("post__unit__area", "post__kind", "user"), pk=pk)


def appointments_today(day: date | None = None) -> QuerySet[Appointment]:
    """Who holds which post on a day."""
    return Appointment.objects.filter(valid__contains=day or timezone.localdate()).select_related(
        "post__unit__area", "post__kind", "user"
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
    found = Appointment.objects.filter(post__unit=unit).select_related("user", "post__kind")
    for each in found.order_by("-valid"):
        each.post.unit = unit
        held.setdefault(each.post_id, []).append(each)
    rows = []
    posts = Post.objects.filter(unit=unit).select_related("kind")
    for post in posts.order_by("-full_time", "id"):
        post.unit = unit
        all_of_post = held.get(post.pk, [])
        now = next((each for each in all_of_post if today in each.valid), None)
        rows.append((post, now, [each for each in all_of_post if each is not now]))
    return rows


def to_carry(unit: Unit, day: date) -> list[Post]:
    """The posts of a team that go over to another one: those that somebody holds or will hold,
    and those beside the full-time worker's that are vacant. Full-time posts come first."""
    held = Appointment.objects.filter(post=OuterRef("pk")).filter(
        valid__overlap=DateRange(day, None)
    )
    posts = Post.objects.filter(unit=unit).annotate(is_held=Exists(held))
    carried = posts.filter(Q(is_held=True) | Q(full_time=False))
    return list(carried.order_by("-full_time", "id"))


def vacancies(viewer: User | None = None, day: date | None = None) -> QuerySet[Post]:
    """Posts that nobody holds on a day, in the viewer's scope or everywhere."""
    held = Appointment.objects.filter(
        post=OuterRef("pk"), valid__contains=day or timezone.localdate()
    )
    posts = Post.objects.filter(~Exists(held)).select_related("unit__area", "kind")
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
    """The full-time worker of a grid, else another worker of its team."""
    unit = unit_on(area)
    if unit is None or unit.kind != rules.UnitKind.GRID_TEAM:
        return None
    return next((each for each in team_of(unit, day) if each.post.role == WORKER), None)
