"""Reads of duty: rosters of a unit, who is on duty now, what somebody has, wishes and swaps."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.ground.staffing import policies
from gewu.ground.staffing.hooks import workdays
from gewu.ground.staffing.models import (
    Duty,
    DutyChange,
    DutySetting,
    DutyWish,
    Roster,
    Shift,
    ShiftKind,
    Swap,
    Unit,
)
from gewu.ground.staffing.rules import Swaps
from gewu.kernel import clock

WEEKEND = (5, 6)
LIVE = (Swap.State.ASKED, Swap.State.AGREED)


def is_workday_in(county_id: UUID) -> Callable[[date], bool]:
    """Whether work is done on a day, by the county's calendar where there is one."""
    for ask in workdays:
        if known := ask(county_id):
            return known
    return lambda day: day.weekday() not in WEEKEND


def duty_unit_for(viewer: User, pk: UUID) -> Unit:
    """A unit whose roster the viewer may read; 404 for everyone else."""
    unit = get_object_or_404(Unit.ever.select_related("area"), pk=pk)
    if not policies.may_see_duty(viewer, unit):
        raise Http404
    return unit


def kind_for(viewer: User, pk: UUID) -> ShiftKind:
    """A kind of shift of such a unit."""
    kind = get_object_or_404(ShiftKind.objects.select_related("unit__area"), pk=pk)
    duty_unit_for(viewer, kind.unit_id)
    return kind


def roster_for(viewer: User, pk: UUID) -> Roster:
    """A roster of such a unit; a draft only for who makes it."""
    roster = get_object_or_404(Roster.objects.select_related("unit__area"), pk=pk)
    if not shows(viewer, roster):
        raise Http404
    return roster


def shift_for(viewer: User, pk: UUID) -> Shift:
    """One shift of such a roster."""
    found = Shift.objects.select_related("roster__unit__area", "kind")
    shift = get_object_or_404(found, pk=pk)
    if not shows(viewer, shift.roster):
        raise Http404
    return shift


def shows(viewer: User, roster: Roster) -> bool:
    """Whether somebody may read a roster."""
    if policies.may_roster(viewer, roster.unit):
        return True
    return roster.published_at is not None and policies.may_see_duty(viewer, roster.unit)


def setting_of(unit: Unit) -> DutySetting:
    """How a unit does it."""
    return DutySetting.objects.filter(unit=unit).first() or DutySetting(unit=unit)


def is_lead_told(unit: Unit) -> bool:
    """Whether the lead only hears of swaps that two people agreed on."""
    return setting_of(unit).swaps == Swaps.TOLD


def rosters_of(unit: Unit, first: date, end: date) -> QuerySet[Roster]:
    """The rosters of a unit that reach into these days."""
    return Roster.objects.filter(unit=unit, days__overlap=DateRange(first, end)).select_related(
        "unit__area"
    )


def shifts_of(rosters: Iterable[Roster], first: date, end: date) -> list[Shift]:
    """Shifts of these days, each with `held`: who has it."""
    held = Duty.objects.filter(ended_at=None).select_related("user").order_by("user__name_zh")
    found = Shift.objects.filter(roster__in=rosters, day__gte=first, day__lt=end)
    found = found.select_related("kind", "roster").order_by("begins", "kind_id")
    shifts = list(found)
    by_shift: dict[UUID, list[Duty]] = {}
    for duty in held.filter(shift__in=shifts):
        by_shift.setdefault(duty.shift_id, []).append(duty)
    for shift in shifts:
        shift.held = by_shift.get(shift.pk, [])  # type: ignore[attr-defined]
    return shifts


def on_duty_now(units: Iterable[Unit], at: datetime | None = None) -> list[Duty]:
    """Who has a published shift at this moment."""
    now = at or clock.now()
    found = Duty.objects.filter(
        shift__roster__unit__in=units,
        shift__roster__published_at__isnull=False,
        shift__begins__lte=now,
        shift__ends__gt=now,
        ended_at=None,
    )
    return list(found.select_related("user", "shift__kind", "shift__roster__unit"))


def duties_of(user: User, since: datetime, until: datetime | None = None) -> QuerySet[Duty]:
    """Somebody's own published shifts, those given away as well."""
    found = Duty.objects.filter(
        user=user, shift__roster__published_at__isnull=False, shift__ends__gt=since
    )
    if until is not None:
        found = found.filter(shift__begins__lt=until)
    return found.select_related("shift__kind", "shift__roster__unit__area").order_by(
        "shift__begins", "pk"
    )


def coming_duties(user: User, now: datetime, days: int = 62) -> list[Duty]:
    """What somebody still has to do."""
    return list(duties_of(user, now, now + timedelta(days=days)).filter(ended_at=None))


def duties_around(user: User, now: datetime) -> list[Duty]:
    """What somebody had in the last month and still has to do."""
    month = timedelta(days=31)
    return list(duties_of(user, now - month, now + 2 * month).filter(ended_at=None))


def duty_for(viewer: User, pk: UUID) -> Duty:
    """One of the viewer's own coming shifts; 404 for everyone else."""
    return get_object_or_404(duties_of(viewer, clock.now()).filter(ended_at=None), pk=pk)


def unread_changes(user: User) -> QuerySet[DutyChange]:
    """What changed for somebody and was not read yet."""
    found = DutyChange.objects.filter(user=user, read_at=None)
    return found.select_related("shift__kind", "roster__unit", "by")


def changes_of(shift: Shift) -> QuerySet[DutyChange]:
    """The history of a shift since its roster was published."""
    return DutyChange.objects.filter(shift=shift).select_related("user", "by")


def wishes_of(user: User, today: date) -> QuerySet[DutyWish]:
    """Somebody's own wishes that are not over."""
    return DutyWish.objects.filter(user=user, days__endswith__gt=today)


def wish_for(viewer: User, pk: UUID) -> DutyWish:
    """One's own wish; 404 for everyone else."""
    return get_object_or_404(DutyWish, pk=pk, user=viewer)


def swaps_for(viewer: User) -> list[Swap]:
    """Swaps that wait for the viewer, as who was asked or as who asks."""
    mine = Q(asked=viewer) | Q(duty__user=viewer)
    found = Swap.objects.filter(mine, state__in=LIVE, duty__shift__ends__gt=clock.now())
    return list(_with_all(found))


def swaps_to_approve(unit: Unit) -> list[Swap]:
    """Swaps that two people agreed on and the lead has not approved yet."""
    found = Swap.objects.filter(duty__shift__roster__unit=unit, state=Swap.State.AGREED)
    return list(_with_all(found))


def swap_for(viewer: User, pk: UUID) -> Swap:
    """A swap of the viewer, or of a unit whose roster they make."""
    swap = get_object_or_404(_with_all(Swap.objects.all()), pk=pk)
    own = viewer.pk in (swap.asked_id, swap.duty.user_id)
    if not own and not policies.may_roster(viewer, swap.duty.shift.roster.unit):
        raise Http404
    return swap


def _with_all(found: QuerySet[Swap]) -> QuerySet[Swap]:
    return found.select_related(
        "asked",
        "duty__user",
        "duty__shift__kind",
        "duty__shift__roster__unit__area",
        "other__shift__kind",
    )
