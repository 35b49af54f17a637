"""Swaps: one asks, the other agrees, the lead is told or approves; rules are looked at again."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, policies, rules
from gewu.ground.staffing.actions.duty import need_roster
from gewu.ground.staffing.actions.rostering import enter, leave
from gewu.ground.staffing.models import Duty, Roster, Swap
from gewu.ground.staffing.queries.duty import setting_of
from gewu.ground.staffing.queries.swapping import swap_faults
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


@action
def ask_swap(*, duty: Duty, user: User, other: Duty | None = None, by: User) -> Swap:
    """Ask a colleague to take a shift, perhaps for one of theirs."""
    refuse(duty.user_id != by.pk and _("This is somebody else's."), "not_allowed")
    refuse(user.pk == by.pk and _("Ask somebody else."), "self", "user")
    wrong = other is not None and other.user_id != user.pk
    refuse(wrong and _("This is not a shift of theirs."), "other", "other")
    refuse(rules.sentence(swap_faults(duty, user, other)), "rules", "user")
    try:
        swap = Swap.objects.create(duty=duty, other=other, asked=user, asked_at=clock.now())
    except IntegrityError:
        raise Refusal(_("You have asked somebody already."), code="raced") from None
    _tell(swap, by)
    return swap


@action
def agree_swap(*, swap: Swap, by: User) -> Swap:
    """The asked one takes it; where the lead approves, it waits for that."""
    swap = _locked(swap, Swap.State.ASKED)
    refuse(not policies.may_answer_swap(by, swap) and _("You were not asked."), "not_allowed")
    if setting_of(swap.duty.shift.roster.unit).swaps == rules.Swaps.APPROVE:
        _refuse_faulty(swap)
        return _moved(swap, Swap.State.AGREED, by)
    return _done(swap, by)


@action
def approve_swap(*, swap: Swap, by: User) -> Swap:
    """The lead lets it happen."""
    need_roster(by, swap.duty.shift.roster.unit)
    return _done(_locked(swap, Swap.State.AGREED), by)


@action
def decline_swap(*, swap: Swap, by: User) -> Swap:
    """The asked one, or afterwards the lead, says no."""
    swap = _locked(swap, Swap.State.ASKED, Swap.State.AGREED)
    lead = swap.state == Swap.State.AGREED and policies.may_roster(by, swap.duty.shift.roster.unit)
    may = lead or policies.may_answer_swap(by, swap)
    refuse(not may and _("You were not asked."), "not_allowed")
    return _moved(swap, Swap.State.DECLINED, by)


@action
def withdraw_swap(*, swap: Swap, by: User) -> Swap:
    """Whoever asked changes their mind."""
    swap = _locked(swap, Swap.State.ASKED, Swap.State.AGREED)
    may = policies.may_withdraw_swap(by, swap)
    refuse(not may and _("This is somebody else's."), "not_allowed")
    return _moved(swap, Swap.State.WITHDRAWN, by)


def _done(swap: Swap, by: User) -> Swap:
    _refuse_faulty(swap)
    giver, taker = swap.duty.user, swap.asked
    leave(swap.duty, by)
    enter(swap.duty.shift, taker, by, pinned=True)
    if swap.other is not None:
        leave(swap.other, by)
        enter(swap.other.shift, giver, by, pinned=True)
    return _moved(swap, Swap.State.DONE, by)


def _refuse_faulty(swap: Swap) -> None:
    gone = swap.duty.ended_at or (swap.other and swap.other.ended_at)
    over = swap.duty.shift.ends <= clock.now()
    if gone or over:
        raise Refusal(_("One of these shifts has changed meanwhile."), code="raced")
    refuse(rules.sentence(swap_faults(swap.duty, swap.asked, swap.other)), "rules")


def _moved(swap: Swap, state: Swap.State, by: Actor) -> Swap:
    swap.state, swap.answered_at, swap.decided_by_id = state, clock.now(), by.actor_id
    swap.save(update_fields=["state", "answered_at", "decided_by"])
    _tell(swap, by)
    return swap


def _tell(swap: Swap, by: Actor) -> None:
    unit = swap.duty.shift.roster.unit
    event = events.SwapMoved(swap_id=swap.pk, unit_id=unit.pk, state=str(swap.state))
    announce(event, by=by, path=unit.area.path)


def _locked(swap: Swap, *states: str) -> Swap:
    """The swap as it is now, its roster held; whoever comes late is told so."""
    Roster.objects.select_for_update(of=("self",)).get(pk=swap.duty.shift.roster_id)
    found = Swap.objects.select_for_update(of=("self",)).select_related(
        "asked", "duty__user", "duty__shift__roster__unit__area", "other__shift__roster__unit__area"
    )
    swap = found.get(pk=swap.pk)
    if swap.state not in states:
        raise Refusal(_("This was answered already."), code="raced")
    return swap
