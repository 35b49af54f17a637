"""Pages of records: lists, one record, its history, and what is due."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.registers import actions, policies, queries
from gewu.ground.registers.forms import noting as forms
from gewu.ground.registers.models import Record, RecordChange, RegisterKind
from gewu.ground.registers.queries import records as reads
from gewu.ground.registers.rules.changes import since
from gewu.ground.registers.rules.due import is_due
from gewu.ground.registers.rules.kinds import KindGroup
from gewu.ground.registers.views.asking import PAGE_SIZE, StaffRequest, status_of
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, as_geojson, county, visible_to
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.kernel.ids import uuid7
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page
from gewu.ui.paging import turning

IN_A_LIST = 3
MOST_GRIDS = 400
MOST_OUTLINES = 150
CLOSE_UP = 16


@login_required
def registers(request: StaffRequest) -> HttpResponse:
    """All registers that the viewer has, with how much is in them and how much is due."""
    kinds = queries.kinds_for(request.user)
    arranges = policies.may_arrange(request.user, county().path)
    need(bool(kinds) or arranges or request.user.may("registers.see"))
    numbers = reads.numbers_for(request.user, kinds, _today())
    context = {
        "groups": [
            (label, [(kind, *numbers[kind.pk]) for kind in kinds if kind.group == group])
            for group, label in KindGroup.choices
        ],
        "is_empty": not kinds,
        "may_arrange": arranges,
        "may_lend": request.user.may("registers.ask") or request.user.may("registers.lend"),
        "due": sum(due for _count, due in numbers.values()),
    }
    return page(request, "registers/registers.html", context)


@login_required
def records(request: StaffRequest, code: str) -> HttpResponse:
    """A register: what the viewer reaches of it, found, filtered and in order."""
    kind = queries.kind_for(request.user, code)
    form = forms.RecordsForm(request.GET)
    asked = form.asked(_today()) if form.is_valid() else queries.Asked()
    found = Paginator(queries.records_for(request.user, kind, asked), PAGE_SIZE)
    shown = found.get_page(request.GET.get("page"))
    columns = reads.columns_for(request.user, kind)[:IN_A_LIST]
    held = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "kind": kind,
        "form": form,
        "columns": columns,
        "rows": [
            (
                each.record,
                list(zip(columns, each.cells(columns), strict=True)),
                is_due(each.record.due_on, _today()),
            )
            for each in queries.shown_rows(request.user, kind, list(shown))
        ],
        "turning": turning(shown, request.GET),
        "count": found.count,
        "is_filtered": bool(held),
        "held": urlencode(held),
        **_rights(request.user, kind),
    }
    status = 400 if form.errors else 200
    return page(request, "registers/records.html", context, part="results", status=status)


@login_required
def record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Everything about one thing that the viewer may read."""
    found = queries.record_for(request.user, pk)
    last = RecordChange.objects.get(record=found, number=found.version)
    context = {
        "record": found,
        "kind": found.kind,
        "groups": reads.grouped(queries.shown(request.user, found)),
        "is_due": is_due(found.due_on, _today()) and not found.is_retired,
        "last": last,
        "may_edit": policies.may_edit(request.user, found.kind, found.path),
        "may_undo": last.what == RecordChange.What.CHANGE,
        "map": map_of(found.area, found.lon, found.lat),
    }
    return page(request, "registers/record.html", context)


@login_required
def history(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What became of it, the newest first."""
    found = queries.record_for(request.user, pk)
    context = {
        "record": found,
        "kind": found.kind,
        "steps": queries.history_of(request.user, found),
    }
    return page(request, "registers/history.html", context)


@login_required
def add_record(request: StaffRequest, code: str) -> HttpResponse:
    """One more thing in a register."""
    kind = queries.kind_for(request.user, code)
    need(_may_edit_any(request.user, kind))
    form = forms.RecordForm(request.user, kind, request.POST or None, initial={"once": uuid7()})
    if form.is_valid():
        given, once = form.given, form.cleaned_data["once"]
        act = lambda: actions.add_record(kind=kind, given=given, once=once, by=request.user)  # noqa: E731
        if done := try_to(form, act):
            messages.success(request, _("Written down."))
            return redirect("registers:record", pk=done.pk)
    context = {"form": form, "kind": kind, **_grids(request.user)}
    return page(request, "registers/record_form.html", context, status=status_of(form))


@login_required
def change_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write something else; whoever comes second sees what is other now."""
    found = queries.record_for(request.user, pk)
    need(policies.may_edit(request.user, found.kind, found.path))
    form = forms.RecordForm(request.user, found.kind, request.POST or None, record=found)
    status, other = 200, []
    if form.is_valid():
        given, version = form.given, form.cleaned_data["version"] or 0
        try:
            actions.change_record(record=found, given=given, version=version, by=request.user)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            if refusal.code == "raced":
                status, other = 409, _since(request.user, found, version)
                form.data = {**form.data.dict(), "version": str(found.version)}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Saved."))
            return redirect("registers:record", pk=pk)
    context = {
        "form": form,
        "kind": found.kind,
        "record": found,
        "other": other,
        **_grids(request.user),
    }
    wrong = status_of(form) if status == 200 else status
    return page(request, "registers/record_form.html", context, status=wrong)


@login_required
@require_POST
def confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Nothing has changed; one click, and back to where it was."""
    found = queries.record_for(request.user, pk)
    need(policies.may_edit(request.user, found.kind, found.path))
    try:
        done = actions.confirm(record=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("registers:record", pk=pk)
    said = _("%(name)s: nothing had changed. Next time on %(day)s.")
    never = _("%(name)s: nothing had changed.")
    text = said if done.due_on else never
    messages.success(request, text % {"name": done.name, "day": done.due_on})
    if request.POST.get("back") == "due":
        return redirect("registers:due")
    return redirect("registers:record", pk=pk)


@login_required
def retire_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is no more."""
    form = forms.ReasonForm(request.POST or None)
    return _turned(request, pk, form, _("Retire"), actions.retire)


@login_required
def restore_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is there again."""
    form = forms.ReasonForm(request.POST or None)
    return _turned(request, pk, form, _("Take back into use"), actions.restore)


@login_required
def undo_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the last change back."""
    found = queries.record_for(request.user, pk)
    form = forms.UndoForm(request.POST or None, initial={"version": found.version})
    return _turned(request, pk, form, _("Undo the last change"), actions.undo)


@login_required
def due(request: StaffRequest) -> HttpResponse:
    """What one should look at: confirm with one click, or change."""
    need(request.user.may("registers.edit"))
    found = Paginator(queries.due_for(request.user, _today()), PAGE_SIZE)
    shown = found.get_page(request.GET.get("page"))
    context = {
        "records": shown,
        "count": found.count,
        "today": _today(),
        "turning": turning(shown, request.GET),
    }
    return page(request, "registers/due.html", context)


def map_of(area: Area, lon: float | None, lat: float | None) -> dict[str, Any]:
    """The place of a record with its area."""
    drawn: dict[str, Any] = {
        "areas": as_geojson(Area.objects.filter(pk=area.pk)),
        "selected": str(area.pk),
    }
    if lon is not None and lat is not None:
        drawn |= {"place": [lon, lat], "centre": [lon, lat], "zoom": CLOSE_UP}
    return drawn


def overview_of(viewer: User) -> dict[str, Any]:
    """The areas under the viewer's posts, as fine as one can read, to find one's way."""
    areas = visible_to(viewer)
    for level in (Level.GRID, Level.COMMUNITY, Level.TOWN):
        found = areas.filter(level=level)
        if 0 < found.count() <= MOST_OUTLINES:
            break
    return {"areas": as_geojson(found)}


def _turned(
    request: StaffRequest, pk: UUID, form: django_forms.Form, title: str, act: Any
) -> HttpResponse:
    found = queries.record_for(request.user, pk)
    need(policies.may_edit(request.user, found.kind, found.path))
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: act(record=found, **data, by=request.user)):
            messages.success(request, _("Done; it stands in the history."))
            return redirect("registers:record", pk=pk)
    context = {"form": form, "record": found, "kind": found.kind, "title": title}
    if "version" in form.fields:
        last = RecordChange.objects.get(record=found, number=found.version)
        context["other"] = reads.changes_in_words(request.user, found, last.changes)
    return page(request, "registers/turn.html", context, status=status_of(form))


def _since(viewer: User, found: Record, version: int) -> list[tuple[str, str, str]]:
    return reads.changes_in_words(viewer, found, since(reads.changes_since(found, version)))


def _rights(viewer: User, kind: RegisterKind) -> dict[str, bool]:
    return {
        "may_add": kind.in_use and _may_edit_any(viewer, kind),
        "may_import": kind.in_use and policies.may_import(viewer, kind),
        "may_export": policies.may_export(viewer, kind),
        "may_arrange": policies.may_arrange(viewer, county().path),
    }


def _may_edit_any(viewer: User, kind: RegisterKind) -> bool:
    keeps = kind.keeper_id is not None and kind.keeper_id in viewer.units_with("registers.edit")
    return keeps or bool(viewer.paths_with("registers.edit"))


def _grids(viewer: User) -> dict[str, Any]:
    """The viewer's grids to choose from, and their map."""
    grids = visible_to(viewer).filter(level=Level.GRID).order_by("code")
    return {"grids": grids[:MOST_GRIDS], "map": overview_of(viewer)}


def _today() -> Any:
    return timezone.localdate(clock.now())
