"""The roster of a unit: its month, its kinds of shifts, proposals, changes by hand."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies, rules
from gewu.ground.staffing.models import Duty, Roster, Shift, ShiftKind, Unit
from gewu.ground.staffing.queries import duty as reads
from gewu.ground.staffing.queries.rostering import Table, kinds_of, table_of
from gewu.ground.staffing.views.units import status_of
from gewu.kernel.acting import Refusal
from gewu.methods import roster as method
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page

# As long as somebody waits for a page, and no longer.
PROPOSAL_SECONDS = 8.0


@login_required
def unit_duty(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A month of a unit: who has which shift, who is on duty now."""
    viewer = cast(User, request.user)
    unit = reads.duty_unit_for(viewer, pk)
    first, end = _month(request)
    may = policies.may_roster(viewer, unit)
    rosters = [each for each in reads.rosters_of(unit, first, end) if reads.shows(viewer, each)]
    shifts = reads.shifts_of(rosters, first, end)
    tables = {each.pk: table_of(each) for each in rosters} if may else {}
    context = {
        "unit": unit,
        "first": first,
        "before": first - timedelta(days=1),
        "after": end,
        "may_roster": may,
        "kinds": _columns(shifts),
        "rows": _rows(shifts, tables),
        "rosters": [_judged(each, tables.get(each.pk)) for each in rosters],
        "counts": [row for table in tables.values() for row in table.counts()],
        "on_now": reads.on_duty_now([unit]),
        "setting": reads.setting_of(unit),
        "swaps": reads.swaps_to_approve(unit) if may else [],
        "has_kinds": bool(may and kinds_of(unit.pk)),
        "today": timezone.localdate(),
    }
    return page(request, "staffing/duty/unit.html", context)


@login_required
def shift_kinds(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The kinds of shifts of a unit, and how swaps go there."""
    viewer, unit = _lead(request, pk)
    setting = reads.setting_of(unit)
    form = forms.DutySettingForm(request.POST or None, initial=vars(setting))
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.set_duty(unit=unit, **data, by=viewer)):
            messages.success(request, _("Saved."))
            return redirect("staffing:shift_kinds", pk=pk)
    context = {"form": form, "unit": unit, "kinds": kinds_of(unit.pk)}
    return page(request, "staffing/duty/kinds.html", context, status=status_of(form))


@login_required
def add_shift_kind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more kind of shift."""
    viewer, unit = _lead(request, pk)
    return _kind_form(request, viewer, unit, None)


@login_required
def change_shift_kind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another shape of a kind of shift, for rosters to come."""
    viewer = cast(User, request.user)
    kind = reads.kind_for(viewer, pk)
    need(policies.may_roster(viewer, kind.unit))
    return _kind_form(request, viewer, kind.unit, kind)


def _kind_form(
    request: HttpRequest, viewer: User, unit: Unit, kind: ShiftKind | None
) -> HttpResponse:
    initial = vars(kind) if kind else {"need": 1}
    form = forms.ShiftKindForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.save_shift_kind(unit=unit, kind=kind, **data, by=viewer)):
            messages.success(request, _("Saved."))
            return redirect("staffing:shift_kinds", pk=unit.pk)
    context = {"form": form, "unit": unit, "kind": kind}
    return page(request, "staffing/duty/kind.html", context, status=status_of(form))


@login_required
@require_POST
def retire_shift_kind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No longer used for new rosters."""
    viewer = cast(User, request.user)
    kind = reads.kind_for(viewer, pk)
    need(policies.may_roster(viewer, kind.unit))
    actions.retire_shift_kind(kind=kind, by=viewer)
    messages.success(request, _("It is not used for new rosters any more."))
    return redirect("staffing:shift_kinds", pk=kind.unit_id)


@login_required
def open_roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a roster for some days."""
    viewer, unit = _lead(request, pk)
    start = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    form = forms.RosterForm(request.POST or None, initial={"first": start, "last": end})
    if form.is_valid():
        data = form.cleaned_data
        made = try_to(form, lambda: actions.open_roster(unit=unit, **data, by=viewer))
        if made:
            messages.success(request, _("The shifts are there. Have them shared out now."))
            return redirect(_month_of(made))
    context = {"form": form, "unit": unit}
    return page(request, "staffing/duty/open.html", context, status=status_of(form))


@login_required
@require_POST
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Share the shifts of a draft out fairly, within a few seconds."""
    viewer, roster = _lead_of_roster(request, pk)
    return _done(
        request,
        roster,
        lambda: share_out(roster, viewer, PROPOSAL_SECONDS),
        _("The shifts are shared out. Look through them and publish."),
    )


def share_out(roster: Roster, viewer: Any, seconds: float) -> Roster:
    """Ask the solver and lay its answer into the draft; no lock is held while it thinks."""
    table = table_of(roster)
    plan = method.propose(table.turns, table.hands, table.pins, seconds=seconds)
    own = [(who, turn) for who, turn in plan.taken if turn < len(table.shifts)]
    outcome = {
        "is_best": plan.is_best,
        "gap": round(plan.gap, 3),
        "short": [
            [str(table.shifts[each.turn].pk), each.missing, each.there]
            for each in plan.shortages
            if each.turn < len(table.shifts)
        ],
        "helps": list(plan.helps),
    }
    taken = [(table.people[who].pk, table.shifts[turn].pk) for who, turn in own]
    return actions.lay_proposal(
        roster=roster, seen=roster.version, taken=taken, outcome=outcome, by=viewer
    )


@login_required
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From now on it counts."""
    viewer, roster = _lead_of_roster(request, pk)
    text = _("Published. Everybody in it is told.")
    return _done(request, roster, lambda: actions.publish(roster=roster, by=viewer), text)


@login_required
@require_POST
def drop_roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    viewer, roster = _lead_of_roster(request, pk)
    text = _("The draft is gone.")
    return _done(request, roster, lambda: actions.drop_roster(roster=roster, by=viewer), text)


@login_required
def shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One shift: who has it, who could, what would break, what changed."""
    viewer = cast(User, request.user)
    found = reads.shift_for(viewer, pk)
    may = policies.may_roster(viewer, found.roster.unit)
    table = table_of(found.roster) if may else None
    form = forms.GiveForm(table.people if table else (), request.POST or None)
    if request.method == "POST":
        need(may)
    if form.is_valid():
        user = form.cleaned_data["user"]
        if try_to(form, lambda: actions.give_shift(shift=found, user=user, by=viewer)):
            messages.success(request, _("Saved."))
            return redirect("staffing:shift", pk=pk)
    context = {
        "shift": found,
        "form": form,
        "may_roster": may,
        "held": Duty.objects.filter(shift=found, ended_at=None).select_related("user"),
        "changes": reads.changes_of(found) if may else [],
        "flaws": [each for each in table.warnings() if each.shift == found] if table else [],
        "could": _could(table, found) if table else [],
    }
    return page(request, "staffing/duty/shift.html", context, status=status_of(form))


@login_required
@require_POST
def take_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take somebody out of a shift."""
    viewer, duty = _duty(request, pk)
    return _back_to(request, duty, lambda: actions.take_off(duty=duty, by=viewer))


@login_required
@require_POST
def pin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep this when the rest is proposed anew, or no longer."""
    viewer, duty = _duty(request, pk)
    wanted = not duty.is_pinned
    return _back_to(request, duty, lambda: actions.pin(duty=duty, is_pinned=wanted, by=viewer))


def _duty(request: HttpRequest, pk: UUID) -> tuple[User, Duty]:
    viewer = cast(User, request.user)
    found = Duty.objects.select_related("shift__roster__unit__area")
    duty = get_object_or_404(found, pk=pk)
    reads.shift_for(viewer, duty.shift_id)
    need(policies.may_roster(viewer, duty.shift.roster.unit))
    return viewer, duty


def _back_to(request: HttpRequest, duty: Duty, act: Any) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("staffing:shift", pk=duty.shift_id)


def _lead(request: HttpRequest, pk: UUID) -> tuple[User, Unit]:
    viewer = cast(User, request.user)
    unit = reads.duty_unit_for(viewer, pk)
    need(policies.may_roster(viewer, unit))
    return viewer, unit


def _lead_of_roster(request: HttpRequest, pk: UUID) -> tuple[User, Roster]:
    viewer = cast(User, request.user)
    roster = reads.roster_for(viewer, pk)
    need(policies.may_roster(viewer, roster.unit))
    return viewer, roster


def _done(request: HttpRequest, roster: Roster, act: Any, text: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text)
    return redirect(_month_of(roster))


def _month_of(roster: Roster) -> str:
    address = reverse("staffing:unit_duty", args=[roster.unit_id])
    return f"{address}?month={roster.first_day:%Y-%m}"


def _month(request: HttpRequest) -> tuple[date, date]:
    form = forms.MonthForm(request.GET)
    asked = form.cleaned_data["month"] if form.is_valid() else None
    first = (asked or timezone.localdate()).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _columns(shifts: list[Shift]) -> list[ShiftKind]:
    found = {each.kind_id: each.kind for each in shifts}
    return sorted(found.values(), key=lambda kind: (kind.begins, kind.pk))


def _rows(shifts: list[Shift], tables: dict[UUID, Table]) -> list[dict[str, Any]]:
    flaws: dict[UUID, list[str]] = {}
    for table in tables.values():
        for flaw in table.warnings():
            said = f"{flaw.user.shown_name}: {flaw.words}" if flaw.user else flaw.words
            flaws.setdefault(flaw.shift.pk, []).append(said)
    columns = _columns(shifts)
    by_day: dict[date, dict[UUID, Shift]] = {}
    for each in shifts:
        each.flaws = flaws.get(each.pk, [])  # type: ignore[attr-defined]
        by_day.setdefault(each.day, {})[each.kind_id] = each
    return [
        {
            "day": day,
            "is_off": any(each.is_day_off for each in own.values()),
            "cells": [(kind, own.get(kind.pk)) for kind in columns],
        }
        for day, own in sorted(by_day.items())
    ]


def _judged(roster: Roster, table: Table | None) -> dict[str, Any]:
    outcome = roster.outcome if table and roster.published_at is None else {}
    shifts = {str(each.pk): each for each in table.shifts} if table else {}
    return {
        "roster": roster,
        "last": roster.days.upper - timedelta(days=1),
        "quality": rules.quality(outcome),
        "short": [
            (shifts[pk], missing, there)
            for pk, missing, there in outcome.get("short", ())
            if pk in shifts
        ],
        "helps": [rules.HELPS[each] for each in outcome.get("helps", ())],
    }


def _could(table: Table, found: Shift) -> list[tuple[User, int, list[str]]]:
    held = {who for who, turn in table.taken if turn == table.place[found.pk]}
    counts = table.counts()
    rows = [
        (user, count.turns, table.would_break(found, user))
        for who, (user, count) in enumerate(counts)
        if who not in held
    ]
    return sorted(rows, key=lambda row: (len(row[2]), row[1], row[0].name_zh))
