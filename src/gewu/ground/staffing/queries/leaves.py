"""Who is away, who stands in, and what is handed over."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Appointment, Handover, Leave, Post, StandIn, Unit
from gewu.ground.staffing.queries.posts import appointments_today
from gewu.ground.staffing.queries.units import units_for

ASKED, APPROVED = Leave.State.ASKED, Leave.State.APPROVED


def leaves_for(viewer: User, past: bool = False) -> QuerySet[Leave]:
    """The viewer's own leaves and those that they decide about."""
    today = timezone.localdate()
    held = Appointment.objects.filter(_decided_by(viewer), user=OuterRef("user"))
    found = Leave.objects.filter(Q(user=viewer) | Exists(held))
    over = Q(valid__endswith__lte=today) | Q(state__in=["declined", "cancelled"])
    rows = found.filter(over) if past else found.filter(~over)
    return rows.select_related("user", "decided_by").order_by("valid", "id")


def leave_for(viewer: User, pk: UUID) -> Leave:
    """One of them; the stand-in sees it too; 404 for everyone else."""
    held = Appointment.objects.filter(_decided_by(viewer), user=OuterRef("user"))
    stands = StandIn.objects.filter(leave=OuterRef("pk"), user=viewer)
    found = Leave.objects.filter(Q(user=viewer) | Exists(held) | Exists(stands))
    return get_object_or_404(found.select_related("user", "asked_by", "decided_by"), pk=pk)


def posts_on(user: User, days: DateRange) -> list[Appointment]:
    """The posts that somebody holds on some of these days, those that open something first."""
    found = Appointment.objects.filter(user=user, valid__overlap=days)
    return list(
        found.select_related("post__unit__area", "post__kind").order_by("-post__role", "id")
    )


def leaves_at(user: User, days: DateRange) -> QuerySet[Leave]:
    """What somebody asked for or got on some of these days."""
    return Leave.objects.filter(user=user, valid__overlap=days, state__in=[ASKED, APPROVED])


def is_away(user: User, days: DateRange) -> bool:
    """Whether somebody has leave on some of these days."""
    return leaves_at(user, days).filter(state=APPROVED).exists()


def days_away(people: Collection[User], first: date, end: date) -> list[tuple[UUID, DateRange]]:
    """Approved leave of these people from a first day up to the one before `end`."""
    found = Leave.objects.filter(
        user__in=people, state=APPROVED, valid__overlap=DateRange(first, end)
    )
    return list(found.order_by("id").values_list("user_id", "valid"))


def stand_ins_of(leave: Leave) -> list[StandIn]:
    """Who stands in for somebody's leave."""
    found = StandIn.objects.filter(leave=leave)
    return list(found.select_related("user", "post__unit", "post__kind").order_by("id"))


def stand_ins_today(day: date | None = None) -> QuerySet[StandIn]:
    """Who stands in on a day."""
    found = StandIn.objects.filter(valid__contains=day or timezone.localdate())
    return found.select_related("user", "post__unit__area", "post__kind", "leave__user")


def stand_in_for(viewer: User, pk: UUID) -> StandIn:
    """Somebody who stands in at a post in the viewer's scope; 404 for everyone else."""
    found = StandIn.objects.filter(post__unit__in=units_for(viewer).order_by())
    return get_object_or_404(found.select_related("user", "post__unit__area"), pk=pk)


def could_stand_in(
    area_path: str, but: Collection[UUID] = (), *, signing_in: bool = True
) -> list[User]:
    """People under an area: who works with the platform, or anybody where a post opens nothing."""
    held = appointments_today().filter(
        post__unit__area__path__startswith=area_path, user__is_active=True
    )
    held = held.exclude(post__role="") if signing_in else held
    people = {each.user_id: each.user for each in held}
    return sorted(
        (user for pk, user in people.items() if pk not in but), key=lambda user: user.username
    )


def vacant_since(posts: Iterable[Post]) -> dict[UUID, date]:
    """For posts that are vacant: the day after whoever held it last."""
    today = timezone.localdate()
    rows = Appointment.objects.filter(post__in=list(posts), valid__endswith__lte=today)
    since: dict[UUID, date] = {}
    for each in rows.only("post_id", "valid"):
        since[each.post_id] = max(each.valid.upper, since.get(each.post_id, each.valid.upper))
    return since


def handovers_of(post: Post) -> QuerySet[Handover]:
    """Everything that was handed over at a post, the latest first."""
    return Handover.objects.filter(post=post).select_related("giver", "taker")


def handover_for(viewer: User, pk: UUID) -> Handover:
    """One that the viewer gave or has to take; 404 for everyone else."""
    found = Handover.objects.filter(Q(giver=viewer) | Q(taker=viewer))
    return get_object_or_404(found.select_related("post__unit__area", "taker"), pk=pk)


def waiting_for(user: User) -> tuple[list[Leave], list[Handover]]:
    """Leaves to decide, and handovers to confirm."""
    asked = leaves_for(user).filter(state=ASKED).exclude(user=user)
    given = Handover.objects.filter(taker=user, confirmed_at=None)
    return list(asked[:20]), list(given.select_related("giver", "post__unit", "post__kind")[:20])


def takers_of(post: Post, giver: User) -> list[User]:
    """Whoever goes on at a post today or later: holders and stand-ins but the giver."""
    days = DateRange(timezone.localdate(), None)
    held = Appointment.objects.filter(post=post, valid__overlap=days).select_related("user")
    stands = StandIn.objects.filter(post=post, valid__overlap=days).select_related("user")
    there: list[Appointment | StandIn] = [*held, *stands]
    people = {each.user_id: each.user for each in there}
    return [user for pk, user in people.items() if pk != giver.pk]


def units_of(user: User, days: DateRange) -> list[Unit]:
    """The units whose work somebody has on these days."""
    return list({each.post.unit_id: each.post.unit for each in posts_on(user, days)}.values())


def _decided_by(viewer: User) -> Q:
    wanted = Q(post__unit__in=viewer.units_with("staffing.leave"))
    for path in viewer.paths_with("staffing.leave"):
        wanted |= Q(post__unit__area__path__startswith=path)
    return wanted
