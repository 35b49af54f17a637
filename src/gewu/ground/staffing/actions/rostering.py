"""Rosters: opened, shared out, changed by hand, published."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, rules
from gewu.ground.staffing.actions.duty import need_roster
from gewu.ground.staffing.models import Duty, DutyChange, Roster, Shift, Unit
from gewu.ground.staffing.queries.duty import is_workday_in
from gewu.ground.staffing.queries.rostering import kinds_of
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce


@action
def open_roster(*, unit: Unit, first: date, last: date, by: Actor) -> Roster:
    """The shifts of these days, nobody in them yet."""
    need_roster(by, unit)
    refuse(rules.period_fault(first, last), "days", "last")
    kinds = kinds_of(unit.pk)
    refuse(not kinds and _("Say first which shifts this unit has."), "kinds", None)
    days = DateRange(first, rules.day_after(last))
    taken = Roster.objects.filter(unit=unit, days__overlap=days).exists()
    refuse(taken and _("There is a roster for some of these days already."), "taken", "first")
    try:
        roster = Roster.objects.create(county_id=unit.county_id, unit=unit, days=days)
    except IntegrityError:  # two leads at the same moment; the constraint decides
        raise Refusal(_("Somebody else has just begun this roster."), code="raced") from None
    _add_shifts(roster, kinds)
    event = events.RosterOpened(roster_id=roster.pk, unit_id=unit.pk)
    announce(event, by=by, path=unit.area.path)
    return roster


def _add_shifts(roster: Roster, kinds: Iterable[Any]) -> None:
    works, zone = is_workday_in(roster.county_id), timezone.get_default_timezone()
    shifts = []
    for day in rules.days_between(roster.days.lower, roster.days.upper):
        for kind in kinds:
            if rules.is_on(day, kind.on, kind.weekdays, works):
                begins, ends = rules.span_of(day, kind.begins, kind.ends, zone)
                shifts.append(
                    Shift(
                        roster=roster,
                        kind=kind,
                        day=day,
                        begins=begins,
                        ends=ends,
                        need=kind.need,
                        is_night=kind.is_night,
                        is_day_off=not works(day),
                    )
                )
    Shift.objects.bulk_create(shifts)


@action
def drop_roster(*, roster: Roster, by: Actor) -> None:
    """Throw a draft away; what was published stays."""
    roster = _locked(roster, by)
    refuse(roster.published_at and _("It is published and stays."), "published")
    roster.delete()


@action
def lay_proposal(
    *,
    roster: Roster,
    seen: int,
    taken: Iterable[tuple[UUID, UUID]],
    outcome: dict[str, Any],
    by: Actor,
) -> Roster:
    """Put a proposal (people and shifts) into a draft; what is pinned stays as it is."""
    roster = _locked(roster, by)
    refuse(roster.published_at and _("It is published. Change single shifts."), "published")
    if roster.version != seen:
        raise Refusal(
            _("Somebody changed this roster meanwhile. Look again and propose anew."), code="raced"
        )
    now = clock.now()
    Duty.objects.filter(shift__roster=roster, is_pinned=False).delete()
    kept = set(Duty.objects.filter(shift__roster=roster).values_list("user_id", "shift_id"))
    Duty.objects.bulk_create(
        Duty(user_id=user, shift_id=shift, changed_at=now)
        for user, shift in sorted(set(taken) - kept)
    )
    roster.outcome = outcome
    _count_up(roster)
    event = events.RosterProposed(roster_id=roster.pk, unit_id=roster.unit_id)
    announce(event, by=by, path=roster.unit.area.path)
    return roster


@action
def give_shift(*, shift: Shift, user: User, by: Actor) -> Duty:
    """Put somebody into a shift by hand; it stays when the rest is proposed anew.

    Rules that it breaks were shown before; who makes the roster decides.
    """
    roster = _locked(shift.roster, by)
    found = Duty.objects.filter(shift=shift, user=user, ended_at=None).first()
    if found is not None:
        return found
    _refuse_over(shift)
    duty = enter(shift, user, by, pinned=True)
    _count_up(roster)
    return duty


@action
def take_off(*, duty: Duty, by: Actor) -> Duty:
    """Take somebody out of a shift; done twice it is done once."""
    roster = _locked(duty.shift.roster, by)
    duty = (
        Duty.objects.select_for_update(of=("self",))
        .select_related("shift__roster__unit__area")
        .get(pk=duty.pk)
    )
    if duty.ended_at is None:
        _refuse_over(duty.shift)
        leave(duty, by)
        _count_up(roster)
    return duty


@action
def pin(*, duty: Duty, is_pinned: bool, by: Actor) -> Duty:
    """Whether a new proposal has to keep this."""
    roster = _locked(duty.shift.roster, by)
    duty.is_pinned = is_pinned
    duty.save(update_fields=["is_pinned"])
    _count_up(roster)
    return duty


@action
def publish(*, roster: Roster, by: Actor) -> Roster:
    """From now on it counts, and everybody in it is told."""
    roster = _locked(roster, by)
    if roster.published_at is not None:
        return roster
    duties = Duty.objects.filter(shift__roster=roster, ended_at=None)
    refuse(not duties.exists() and _("Nobody has a shift yet."), "empty")
    roster.published_at = clock.now()
    roster.save(update_fields=["published_at"])
    people = sorted(set(duties.order_by().values_list("user_id", flat=True)))
    DutyChange.objects.bulk_create(
        DutyChange(
            roster=roster,
            kind=DutyChange.Kind.PUBLISHED,
            user_id=person,
            by_id=by.actor_id,
            at=roster.published_at,
            read_at=roster.published_at if person == by.actor_id else None,
        )
        for person in people
    )
    event = events.RosterPublished(roster_id=roster.pk, unit_id=roster.unit_id)
    announce(event, by=by, path=roster.unit.area.path)
    return roster


@action
def read_changes(*, by: User) -> int:
    """What changed for somebody was seen by them."""
    return DutyChange.objects.filter(user=by, read_at=None).update(read_at=clock.now())


def enter(shift: Shift, user: User, by: Actor, *, pinned: bool) -> Duty:
    """Somebody has a shift from now on; they are told once it is published."""
    now = clock.now()
    duty = Duty.objects.create(shift=shift, user=user, is_pinned=pinned, changed_at=now)
    _note(shift, user.pk, DutyChange.Kind.GIVEN, by)
    return duty


def leave(duty: Duty, by: Actor) -> None:
    """Somebody no longer has a shift; in a draft as if they had never had it."""
    if duty.shift.roster.published_at is None:
        duty.delete()
        return
    duty.ended_at = duty.changed_at = clock.now()
    duty.save(update_fields=["ended_at", "changed_at"])
    _note(duty.shift, duty.user_id, DutyChange.Kind.TAKEN_OFF, by)


def _note(shift: Shift, user_id: UUID, kind: str, by: Actor) -> None:
    roster, now = shift.roster, clock.now()
    if roster.published_at is not None:
        DutyChange.objects.create(
            roster=roster,
            shift=shift,
            kind=kind,
            user_id=user_id,
            by_id=by.actor_id,
            at=now,
            read_at=now if user_id == by.actor_id else None,
        )
    event = events.DutyChanged(
        shift_id=shift.pk, unit_id=roster.unit_id, user_id=user_id, what=str(kind)
    )
    announce(event, by=by, path=roster.unit.area.path)


def _refuse_over(shift: Shift) -> None:
    refuse(shift.ends <= clock.now() and _("This shift is over."), "over")


def _locked(roster: Roster, by: Actor) -> Roster:
    need_roster(by, roster.unit)
    found = Roster.objects.select_for_update(of=("self",)).select_related("unit__area")
    held = found.filter(pk=roster.pk).first()
    if held is None:
        raise Refusal(_("This roster is gone."), code="raced")
    return held


def _count_up(roster: Roster) -> None:
    roster.version += 1
    roster.save(update_fields=["version", "outcome"])
