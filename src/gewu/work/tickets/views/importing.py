"""Bringing in a file: upload, name the columns, look through, import, see what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.ui.exporting import MEDIA, Export, content_answer
from gewu.ui.pages import page
from gewu.work.tickets import actions
from gewu.work.tickets.forms.importing import (
    ColumnsForm,
    KeepMappingForm,
    TakeMappingForm,
    UploadForm,
    ValuesForm,
)
from gewu.work.tickets.models import ImportRun
from gewu.work.tickets.queries import catalogue, clocks
from gewu.work.tickets.queries import import_runs as runs
from gewu.work.tickets.views.asking import StaffRequest, need, try_to

IMPORT = "tickets.import"
WAITED_TOO_LONG = 30
NAMED = ("item", "state")


@login_required
def imports(request: StaffRequest) -> HttpResponse:
    """Choose a file; one's files so far."""
    need(request.user.may(IMPORT))
    sent = request.method == "POST"
    form = UploadForm(*((request.POST, request.FILES) if sent else ()))
    if sent and form.is_valid():
        read = form.cleaned_data
        act = lambda: actions.receive_file(  # noqa: E731
            upload=read["file"], sheet=read["sheet"], by=request.user
        )
        if run := try_to(form, act):
            return redirect("tickets:import_columns", run.pk)
    context = {
        "form": form,
        "runs": runs.runs_of(request.user)[: runs.RECENT],
        "saved": runs.saved_mappings(county().pk),
    }
    return page(request, "tickets/import.html", context)


@login_required
def columns(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say which column is what."""
    run = _open(request, pk)
    zone = clocks.terms_of(run.county_id).zone
    given = (request.POST,) if request.method == "POST" else ()
    form = ColumnsForm(*given, run=run, zone=zone)
    if request.method == "POST" and form.is_valid():
        data = form.data_of_mapping()
        act = lambda: actions.name_columns(run=run, data=data, by=request.user)  # noqa: E731
        if try_to(form, act) and not _crowded(form, runs.open_run_for(request.user, pk)):
            return _onwards(request, runs.open_run_for(request.user, pk))
    take = TakeMappingForm(known=runs.known_mappings(run.county_id))
    return page(request, "tickets/import_columns.html", {"run": run, "form": form, "take": take})


@login_required
@require_POST
def take_mapping(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin with a known mapping or with one from a file."""
    run = _open(request, pk)
    take = TakeMappingForm(request.POST, request.FILES, known=runs.known_mappings(run.county_id))
    act = lambda: _take(request, run, take)  # noqa: E731
    taken = try_to(take, act) if take.is_valid() else None
    if taken:
        messages.success(request, _("Taken over. Look whether the columns are right."))
        return redirect("tickets:import_columns", pk)
    zone = clocks.terms_of(run.county_id).zone
    form = ColumnsForm(run=run, zone=zone)
    return page(request, "tickets/import_columns.html", {"run": run, "form": form, "take": take})


@login_required
def values(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what the texts of the item's and the state's column mean."""
    run = _open(request, pk)
    found = {key: runs.values_in(run, run.mapping[key]["column"]) for key in _to_explain(run)}
    form = ValuesForm(
        request.POST if request.method == "POST" else None,
        values=found,
        mapping=run.mapping,
        groups=catalogue.item_choices(run.county_id),
    )
    if request.method == "POST" and form.is_valid():
        data = form.data_of_mapping()
        act = lambda: actions.name_columns(run=run, data=data, by=request.user)  # noqa: E731
        if try_to(form, act):
            return _check(request, run)
    parts = [(run.mapping[key]["column"], key, form.of(key)) for key in found]
    return page(request, "tickets/import_values.html", {"run": run, "form": form, "parts": parts})


@login_required
@require_GET
def run(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where a file stands: progress, how rows will land, what is wrong, the result."""
    need(request.user.may(IMPORT))
    found = runs.run_for(request.user, pk)
    if found.state == ImportRun.State.COLUMNS:
        return redirect("tickets:import_columns", pk)
    return page(request, "tickets/import_run.html", _standing(found), part="standing")


@login_required
@require_POST
def check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Look through the file, also once more."""
    return _check(request, _open(request, pk))


@login_required
@require_POST
def land(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Import all new rows."""
    found = _open(request, pk)
    _say_no(request, lambda: actions.start_landing(run=found, by=request.user))
    return redirect("tickets:import_run", pk)


@login_required
@require_POST
def forget(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Erase the file."""
    need(request.user.may(IMPORT))
    found = runs.run_for(request.user, pk)
    if not _say_no(request, lambda: actions.forget_run(run=found, by=request.user)):
        return redirect("tickets:import_run", pk)
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": found.file_name})
    return redirect("tickets:import")


@login_required
@require_GET
def bad_rows(request: StaffRequest, pk: UUID) -> HttpResponse:
    """All bad rows as a file."""
    purpose = _("To mend the rows of one's own file")
    taken = Export("bad-rows", request.user, is_personal=True, purpose=purpose)
    return content_answer(taken, runs.report_of(_open(request, pk)), MEDIA["csv"], "bad-rows.csv")


@login_required
@require_POST
def keep_mapping(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Remember what the columns mean for the next file of this source."""
    found = runs.run_for(request.user, pk)
    need(request.user.may(IMPORT))
    form = KeepMappingForm(request.POST)
    if form.is_valid():
        kept = actions.save_mapping(
            county_id=found.county_id,
            name=form.cleaned_data["name"],
            data=found.mapping,
            by=request.user,
        )
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
    else:
        messages.error(request, _("Give the mapping a name of at most 60 characters."))
    return redirect("tickets:import_run", pk)


@login_required
@require_POST
def forget_mapping(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Drop a kept mapping."""
    need(request.user.may(IMPORT))
    mapping = get_object_or_404(runs.saved_mappings(county().pk), pk=pk)
    actions.forget_mapping(mapping=mapping, by=request.user)
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": mapping.name})
    return redirect("tickets:import")


def _open(request: StaffRequest, pk: UUID) -> ImportRun:
    need(request.user.may(IMPORT))
    return runs.open_run_for(request.user, pk)


def _with_values(run: ImportRun) -> list[str]:
    return [key for key in NAMED if run.mapping.get(key)]


def _to_explain(run: ImportRun) -> list[str]:
    """Columns whose texts have, or need, a meaning; codes of the catalogue speak for themselves."""
    return [
        key
        for key in _with_values(run)
        if run.mapping[key].get("values") or runs.unnamed_values(run, key)
    ]


def _crowded(form: ColumnsForm, run: ImportRun) -> bool:
    """Whether a column holds too many different texts to give each of them a meaning."""
    for key in _with_values(run):
        if len(runs.unnamed_values(run, key)) > runs.MOST_VALUES:
            form.add_error(
                key,
                _("This column holds more than %(most)d different texts; choose another.")
                % {"most": runs.MOST_VALUES},
            )
    return bool(form.errors)


def _onwards(request: StaffRequest, run: ImportRun) -> HttpResponse:
    """To the meaning of words where that is open, else to the check."""
    if any(runs.unnamed_values(run, key) for key in _with_values(run)):
        return redirect("tickets:import_values", run.pk)
    return _check(request, run)


def _check(request: StaffRequest, run: ImportRun) -> HttpResponse:
    _say_no(request, lambda: actions.start_check(run=run, by=request.user))
    return redirect("tickets:import_run", run.pk)


def _say_no(request: StaffRequest, act: Any) -> bool:
    try:
        act()
    except Refusal as no:
        messages.error(request, str(no))
        return False
    return True


def _take(request: StaffRequest, run: ImportRun, form: TakeMappingForm) -> ImportRun:
    upload = form.cleaned_data["json"]
    if upload is None:
        data = form.known_by_key[form.cleaned_data["known"]].data
        return actions.take_mapping(run=run, data=data, by=request.user)
    return actions.take_mapping_file(run=run, upload=upload, by=request.user)


def _standing(run: ImportRun) -> dict[str, Any]:
    """What the page about a file shows."""
    working = run.state in (ImportRun.State.CHECKING, ImportRun.State.LANDING)
    busy = working and runs.is_worked_on(run)
    waits = run.began_at is None and run.asked_at is not None
    waited = (clock.now() - run.asked_at).total_seconds() if waits and run.asked_at else 0
    return {
        "run": run,
        "working": working and (busy or run.began_at is None),
        "broke_off": working and not busy and run.began_at is not None,
        "nobody_comes": working and not busy and waited > WAITED_TOO_LONG,
        "percent": 100 * run.counted // run.total if run.total else None,
        "rows": runs.shown_preview(run),
        "has_values": any(run.mapping[key].get("values") for key in _with_values(run)),
        "name_of_mapping": run.mapping.get("name", ""),
    }
