"""Leave is asked for, decided, and ends; somebody stands in for exactly its days."""

from datetime import date, timedelta

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, policies, queries, rules
from gewu.ground.staffing.actions.separating import refuse_joined
from gewu.ground.staffing.models import Leave, Post, StandIn
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce

State = Leave.State


@action
def ask_leave(*, user: User, kind: str, from_day: date, until: date, by: Actor) -> Leave:
    """Ask for days away, for oneself or, as whoever decides, for somebody else."""
    _refuse(rules.leave_fault(from_day, until, timezone.localdate()), "until")
    days = DateRange(from_day, rules.day_after(until))
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    posts = queries.posts_on(user, days)
    _refuse("" if posts else _("Only who holds a post on these days asks for leave."), "user")
    if by.actor_id != user.pk:
        _need(policies.may_decide_leave(by, user))
    if same := queries.leaves_at(user, days).first():
        if (same.valid, same.kind) == (days, kind):
            return same
        text = _("There is leave from %(first)s to %(last)s already.")
        _refuse(text % {"first": same.from_day, "last": same.last_day}, "from_day")
    leave = Leave.objects.create(
        county_id=posts[0].county_id,
        user=user,
        kind=kind,
        valid=days,
        asked_by=by if isinstance(by, User) else None,
    )
    event = events.LeaveAsked(leave_id=leave.pk, user_id=user.pk, from_day=from_day, last_day=until)
    announce(event, by=by, path=posts[0].post.unit.area.path)
    return leave


@action
def approve_leave(*, leave: Leave, stand_in: User | None = None, by: Actor) -> Leave:
    """Approve it, with somebody who has the rights of the posts on exactly these days."""
    leave = _locked(leave)
    _need(policies.may_decide_leave(by, leave.user))
    if leave.state == State.APPROVED:
        return leave
    _refuse_decided(leave)
    posts = queries.posts_on(leave.user, leave.valid)
    for held in posts if stand_in else ():
        lower = max(leave.valid.lower, held.from_day)
        upper = min(leave.valid.upper, held.valid.upper or leave.valid.upper)
        _stand_in(held.post, stand_in, DateRange(lower, upper), leave)
    return _decided(leave, State.APPROVED, stand_in, by)


@action
def decline_leave(*, leave: Leave, words: str, by: Actor) -> Leave:
    """Say no, and why."""
    leave = _locked(leave)
    _need(policies.may_decide_leave(by, leave.user))
    if leave.state == State.DECLINED:
        return leave
    _refuse_decided(leave)
    _refuse("" if words.strip() else _("Say in a sentence why."), "words")
    leave.words = words.strip()
    return _decided(leave, State.DECLINED, None, by)


@action
def end_leave(*, leave: Leave, by: Actor) -> Leave:
    """Take it back before it began; once it began, today is the first day back."""
    leave = _locked(leave)
    if by.actor_id != leave.user_id:
        _need(policies.may_decide_leave(by, leave.user))
    today = timezone.localdate()
    if leave.state not in (State.ASKED, State.APPROVED) or leave.last_day < today:
        return leave
    stand_ins = StandIn.objects.filter(leave=leave)
    if leave.from_day >= today:
        leave.state = State.CANCELLED
        stand_ins.delete()
    else:
        leave.valid = DateRange(leave.from_day, today)
        for each in stand_ins:
            _end(each, today)
    leave.save(update_fields=["state", "valid"])
    event = events.LeaveEnded(leave_id=leave.pk, user_id=leave.user_id, state=leave.state)
    announce(event, by=by, path=_path_of(leave))
    return leave


@action
def set_stand_in(*, post: Post, user: User, from_day: date, until: date, by: Actor) -> StandIn:
    """Somebody looks after a vacant post for some days."""
    held = Post.objects.select_for_update(of=("self",)).select_related("unit__area")
    post = held.get(pk=post.pk)
    _need(policies.may_set_stand_in(by, post))
    _refuse(rules.leave_fault(from_day, until, timezone.localdate()), "until")
    days = DateRange(from_day, rules.day_after(until))
    same = StandIn.objects.filter(post=post, user=user, valid=days).first()
    if same:
        return same
    made = _stand_in(post, user, days, None)
    event = events.StandInSet(
        stand_in_id=made.pk,
        post_id=post.pk,
        user_id=user.pk,
        from_day=from_day,
        last_day=until,
    )
    announce(event, by=by, path=post.unit.area.path)
    return made


@action
def begin_stand_ins(*, by: Actor) -> int:
    """Announce who begins to stand in tomorrow or today; each once, however often it runs."""
    today = timezone.localdate()
    days = (today, rules.day_after(today))
    soon = StandIn.objects.filter(told_at=None, valid__startswith__range=days)
    held = soon.select_for_update(of=("self",), skip_locked=True)
    found = list(held.select_related("post__unit__area").order_by("id"))
    for each in found:
        each.told_at = clock.now()
        each.save(update_fields=["told_at"])
        event = events.StandInBegins(
            stand_in_id=each.pk, post_id=each.post_id, user_id=each.user_id, from_day=each.from_day
        )
        announce(event, by=by, path=each.post.unit.area.path)
    return len(found)


@action
def end_stand_in(*, stand_in: StandIn, by: Actor) -> None:
    """From today on nobody stands in there."""
    held = StandIn.objects.select_for_update(of=("self",)).select_related("post__unit__area")
    stand_in = held.get(pk=stand_in.pk)
    post, today = stand_in.post, timezone.localdate()
    _need(policies.may_set_stand_in(by, post))
    if stand_in.last_day < today:
        return
    event = events.StandInEnded(stand_in_id=stand_in.pk, post_id=post.pk, user_id=stand_in.user_id)
    announce(event, by=by, path=post.unit.area.path)
    _end(stand_in, today)


def _stand_in(post: Post, user: User | None, days: DateRange, leave: Leave | None) -> StandIn:
    assert user is not None
    able = user.is_active and (user.has_usable_password() or not post.role)
    _refuse("" if able else _("Whoever stands in has to sign in."), "stand_in")
    itself = leave is not None and leave.user_id == user.pk
    _refuse(_("Nobody stands in for themselves.") if itself else "", "stand_in")
    away = queries.is_away(user, days)
    text = _("%(who)s is away on these days too.") % {"who": user.shown_name}
    _refuse(text if away else "", "stand_in")
    refuse_joined(post, user, days)
    made = StandIn(county_id=post.unit.county_id, post=post, user=user, leave=leave, valid=days)
    if days.lower <= rules.day_after(timezone.localdate()):
        made.told_at = clock.now()  # who is named today for tomorrow knows that it begins
    try:
        made.save(force_insert=True)
    except IntegrityError:
        text = _("Somebody stands in at this post on these days already.")
        raise Refusal(text, code="stood_in", field="stand_in") from None
    return made


def _end(stand_in: StandIn, day: date) -> None:
    if stand_in.from_day >= day:
        stand_in.delete()
    elif stand_in.valid.upper > day:
        stand_in.valid = DateRange(stand_in.from_day, day)
        stand_in.save(update_fields=["valid"])


def _decided(leave: Leave, state: str, stand_in: User | None, by: Actor) -> Leave:
    leave.state, leave.decided_by = state, by if isinstance(by, User) else None
    leave.save(update_fields=["state", "decided_by", "words"])
    event = events.LeaveDecided(
        leave_id=leave.pk,
        user_id=leave.user_id,
        state=state,
        stand_in_id=stand_in.pk if stand_in else None,
    )
    announce(event, by=by, path=_path_of(leave))
    return leave


def _path_of(leave: Leave) -> str:
    posts = queries.posts_on(leave.user, DateRange(leave.from_day, leave.last_day + timedelta(1)))
    return posts[0].post.unit.area.path if posts else ""


def _locked(leave: Leave) -> Leave:
    held = Leave.objects.select_for_update(of=("self",)).select_related("user")
    return held.get(pk=leave.pk)


def _refuse_decided(leave: Leave) -> None:
    text = _("This was decided already: %(state)s.") % {"state": leave.get_state_display()}
    _refuse(text if leave.state != State.ASKED else "", None)


def _refuse(fault: str, field: str | None) -> None:
    refuse(fault, field or "decided", field)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("This is not yours to decide."), code="not_allowed")
