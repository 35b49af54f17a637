"""The kinds of posts of a county, and exceptions from their rules."""

from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, policies, queries, rules
from gewu.ground.staffing.models import Post, PostKind, Unit, Waiver
from gewu.ground.territory.models import Area
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


def fill_kinds(county_id: UUID) -> None:
    """The kinds that a new county begins with; inside an action."""
    PostKind.objects.bulk_create(PostKind(**row) for row in queries.standard_kinds(county_id))


@action
def add_kind(
    *, county: Area, given: rules.KindRules, full_time: bool = False, by: Actor
) -> PostKind:
    """A kind of posts that this county has besides the usual ones."""
    _need(policies.may_edit(by, county.path))
    kind = PostKind(county_id=county.pk, full_time=full_time, **asdict(given))
    kind.code = f"own_{kind.pk.hex[-12:]}"
    _refuse_wrong(kind, given)
    kind.save(force_insert=True)
    announce(events.KindAdded(kind_id=kind.pk, code=kind.code), by=by, path=county.path)
    return kind


@action
def change_kind(*, kind: PostKind, given: rules.KindRules, by: Actor) -> PostKind:
    """Other rules for a kind of posts, from the next appointment on.

    Who is appointed stays; what a seat opens cannot change under whoever sits in it.
    """
    kind = PostKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    path = Area.objects.get(pk=kind.county_id).path
    _need(policies.may_edit(by, path))
    wanted = asdict(given)
    changed = {name: value for name, value in wanted.items() if value != getattr(kind, name)}
    if not changed:
        return kind
    if "role" in changed and Post.objects.filter(kind=kind).exists():
        text = _("Posts of this kind exist already. Add a kind of your own with the other role.")
        raise Refusal(text, code="kind_has_posts", field="role")
    _refuse_wrong(kind, given)
    for name, value in changed.items():
        setattr(kind, name, value)
    kind.save(update_fields=list(changed))
    announce(events.KindChanged(kind_id=kind.pk, code=kind.code), by=by, path=path)
    return kind


@action
def grant_waiver(
    *,
    unit: Unit,
    kind: PostKind,
    user: User,
    reason: str,
    from_day: date,
    until: date,
    by: Actor,
) -> Waiver:
    """Let one person off a rule of a kind in one unit, for a reason and until a day."""
    _need(policies.may_waive(by, unit.area.path))
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    reason = reason.strip()
    refuse("" if reason else _("Say in a sentence why."), "reason", "reason")
    refuse(rules.waiver_fault(from_day, until, timezone.localdate()), "days", "until")
    fits = unit.kind in kind.unit_kinds
    refuse("" if fits else _("Units of this kind have no such posts."), "kind", "kind")
    days = DateRange(from_day, rules.day_after(until))
    same = Waiver.objects.filter(unit=unit, kind=kind, user=user, valid__overlap=days).first()
    if same and (same.valid, same.reason) == (days, reason):
        return same
    text = _("There is an exception for these days already, until %(day)s.")
    refuse(same and text % {"day": same.last_day}, "waived", "from_day")
    waiver = Waiver.objects.create(
        county_id=unit.county_id,
        kind=kind,
        unit=unit,
        user=user,
        reason=reason,
        valid=days,
        granted_by=by if isinstance(by, User) else None,
    )
    event = events.WaiverGranted(
        waiver_id=waiver.pk,
        kind_id=kind.pk,
        unit_id=unit.pk,
        user_id=user.pk,
        from_day=from_day,
        last_day=until,
    )
    announce(event, by=by, path=unit.area.path)
    return waiver


@action
def end_waiver(*, waiver: Waiver, by: Actor) -> None:
    """End an exception today, with whatever was appointed by it; one of the future goes."""
    waiver = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    path = waiver.unit.area.path
    _need(policies.may_waive(by, path))
    today = timezone.localdate()
    if waiver.last_day <= today:
        return
    for held in queries.appointed_by(waiver, today).select_for_update(of=("self",)):
        if held.from_day > today:
            held.delete()
        else:
            held.valid = DateRange(held.from_day, today + timedelta(days=1))
            held.save(update_fields=["valid"])
    announce(events.WaiverEnded(waiver_id=waiver.pk, last_day=today), by=by, path=path)
    if waiver.from_day > today:
        waiver.delete()
    else:
        waiver.valid = DateRange(waiver.from_day, today + timedelta(days=1))
        waiver.save(update_fields=["valid"])


def refuse_against_kind(post: Post, user: User, days: DateRange, but: UUID | None = None) -> None:
    """Refuse what a rule of the post's kind forbids and no exception allows."""
    kind = post.kind
    if kind is None or post.unit.kind != rules.UnitKind.GRID_TEAM:
        return
    others = queries.others_of_kind(post, days, but)
    held = others.filter(post__unit=post.unit_id).count()
    fault, code = rules.too_many(kind.name, kind.most, held), "too_many"
    if not fault and not kind.many_grids:
        elsewhere = others.filter(user=user).exclude(post__unit=post.unit_id).first()
        if elsewhere:
            text = _("%(who)s holds a post of the kind %(kind)s in %(unit)s already.")
            what = {"who": user.shown_name, "kind": kind.name, "unit": elsewhere.post.unit.name}
            fault, code = text % what, "many_grids"
    if not fault:
        return
    if beside := queries.waiver_beside(post, user, days):
        text = _("The exception for %(who)s lasts from %(first)s to %(last)s. Choose days in it.")
        last = {"who": user.shown_name, "first": beside.from_day, "last": beside.last_day}
        raise Refusal(text % last, code="outside_waiver", field="until")
    hint = _("An exception can be granted with a reason and a last day.")
    raise Refusal(f"{fault} {hint}", code=code, field="user")


def _refuse_wrong(kind: PostKind, given: rules.KindRules) -> None:
    fault, field = rules.kind_fault(given, kind.full_time)
    refuse(fault, "wrong_kind", field)
    named = PostKind.objects.filter(county_id=kind.county_id, name_zh=given.name_zh)
    taken = named.exclude(pk=kind.pk).exists()
    refuse(_("There is a kind of this name already.") if taken else "", "name_taken", "name_zh")


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("This is not yours to decide."), code="not_allowed")
