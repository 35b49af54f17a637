"""Grids ended and others came: their teams go over at the same moment, and no day is lost."""

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gewu.ground.staffing import events, policies, rules
from gewu.ground.staffing.actions.dissolving import dissolve_unit
from gewu.ground.staffing.actions.posts import add_unit
from gewu.ground.staffing.hooks import moves_of_teams
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.staffing.queries import to_carry, unit_of_its_own, usual_kind
from gewu.ground.territory.hooks import Succession
from gewu.ground.territory.models import Area, Level
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce

WORKER = "worker"


@action
def follow_succession(*, succession: Succession, by: Actor) -> None:
    """Teams for the new grids; who worked in the old ones works on in the one that keeps them.

    The posts are new ones: what somebody was until yesterday stays in the history of the old
    grid. Where nobody goes, a vacant post shows that somebody is missing.
    """
    grids = [area for area in succession.ended if area.level == Level.GRID]
    heirs = [area for area in succession.heirs if area.level == Level.GRID]
    for area in (*grids, *heirs):
        if not policies.may_edit(by, area.path):
            raise Refusal(_("Only an administrator of this area may do this."), code="not_allowed")
    teams = {heir.pk: _team(heir, by) for heir in heirs}
    sole_taken: set[UUID] = set()
    for grid in grids:
        heir = succession.keepers[grid.pk]
        old = unit_of_its_own(grid)
        if old is not None:
            _move_team(old, teams[heir.pk], succession, sole_taken, by)
    for team in teams.values():
        if team.pk not in sole_taken:
            _add_post(team, WORKER, True, by)


def _team(area: Area, by: Actor) -> Unit:
    return unit_of_its_own(area) or add_unit(
        kind=rules.UnitKind.GRID_TEAM,
        area=area,
        name_zh=area.name_zh,
        name_en=area.name_en,
        by=by,
    )


def _move_team(
    old: Unit, new: Unit, succession: Succession, sole_taken: set[UUID], by: Actor
) -> None:
    if old.phone and not new.phone:
        new.phone = old.phone
        new.save(update_fields=["phone"])
    for move in moves_of_teams:
        move(former=old, heir=new, by=by)
    posts = to_carry(old, succession.day)
    for post in posts:
        full_time = post.full_time and (new.pk not in sole_taken or post.role != WORKER)
        if post.full_time and post.role == WORKER:
            sole_taken.add(new.pk)
        _move_post(post, new, full_time, succession.day, by)
    words = succession.words or _("The grids were drawn anew.")
    dissolve_unit(unit=old, successor=new, words=words, by=by)


def _move_post(post: Post, unit: Unit, full_time: bool, day: date, by: Actor) -> None:
    new = _add_post(unit, post.role, full_time, by, like=post)
    held = Appointment.objects.filter(post=post).filter(valid__overlap=DateRange(day, None))
    sole = rules.is_sole_worker(unit.kind, new.role, new.full_time)
    for before in list(held.select_for_update(of=("self",)).order_by("pk")):
        first, end = max(before.from_day, day), before.valid.upper
        if before.from_day < day:
            before.valid = DateRange(before.from_day, day)
            before.save(update_fields=["valid"])
        else:
            before.delete()
        after = Appointment.objects.create(
            county_id=unit.county_id,
            post=new,
            user_id=before.user_id,
            valid=DateRange(first, end),
            sole_grid=unit.area if sole and before.waiver_id is None else None,
            waiver_id=before.waiver_id,
        )
        event = events.Appointed(
            appointment_id=after.pk,
            post_id=new.pk,
            unit_id=unit.pk,
            user_id=after.user_id,
            from_day=first,
        )
        announce(event, by=by, path=unit.area.path)


def _add_post(unit: Unit, role: str, full_time: bool, by: Actor, like: Post | None = None) -> Post:
    named = ("title_zh", "title_en", "phone")
    same = {name: getattr(like, name) for name in named} if like else {}
    kind = usual_kind(unit, role, full_time)
    if like and like.full_time == full_time:
        kind = like.kind
    post = Post.objects.create(unit=unit, kind=kind, role=role, full_time=full_time, **same)
    event = events.PostAdded(post_id=post.pk, unit_id=unit.pk, role=role)
    announce(event, by=by, path=unit.area.path)
    return post
