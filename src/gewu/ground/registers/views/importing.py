"""Pages on which a table becomes records: upload, meaning, what was found, landing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.registers import policies, queries
from gewu.ground.registers.actions import importing as actions
from gewu.ground.registers.forms import importing as forms
from gewu.ground.registers.models import RegisterImport
from gewu.ground.registers.queries import importing as reads
from gewu.ground.registers.views.asking import StaffRequest, status_of
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need, try_to
from gewu.ui.exporting import Export, content_answer
from gewu.ui.pages import page


@login_required
def import_register(request: StaffRequest, code: str) -> HttpResponse:
    """Upload a table."""
    kind = queries.kind_for(request.user, code)
    need(policies.may_import(request.user, kind))
    form = forms.RegisterFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        act = lambda: actions.receive_table(kind=kind, upload=file, by=request.user)  # noqa: E731
        if run := try_to(form, act):
            return redirect("registers:import_columns", pk=run.pk)
    context = {"form": form, "kind": kind, "runs": reads.imports_of(request.user, kind)}
    return page(request, "registers/import.html", context, status=status_of(form))


@login_required
def import_columns(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what the columns mean."""
    run = reads.import_for(request.user, pk)
    form = forms.MeaningForm(request.user, run, request.POST or None)
    if form.is_valid():
        mapping, system = form.mapping, form.cleaned_data["system"] or "wgs84"
        act = lambda: actions.start_check(run=run, mapping=mapping, system=system, by=request.user)  # noqa: E731
        if try_to(form, act):
            return redirect("registers:import_run", pk=pk)
    context = {"form": form, "run": run, "kind": run.kind}
    return page(request, "registers/import_columns.html", context, status=status_of(form))


@login_required
def import_run(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where a table stands: being looked through, what was found, being imported, done."""
    run = reads.import_for(request.user, pk)
    if run.state == RegisterImport.State.COLUMNS:
        return redirect("registers:import_columns", pk=pk)
    context = {
        "run": run,
        "kind": run.kind,
        "broke_off": run.is_working and run.began_at is not None and not reads.is_worked_on(run),
        "form": forms.LandForm(),
        "new": run.added + run.changed,
    }
    return page(request, "registers/import_run.html", context, part="standing")


@login_required
@require_POST
def import_land(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Import what was looked through."""
    run = reads.import_for(request.user, pk)
    form = forms.LandForm(request.POST)
    skip_bad = form.is_valid() and form.cleaned_data["skip_bad"]
    try:
        actions.start_landing(run=run, skip_bad=skip_bad, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("registers:import_run", pk=pk)


@login_required
@require_POST
def import_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Look through a table once more whose worker was stopped."""
    run = reads.import_for(request.user, pk)
    try:
        actions.begin_again(run=run, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("registers:import_run", pk=pk)


@login_required
@require_POST
def import_forget(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Erase a table that was not imported."""
    run = reads.import_for(request.user, pk)
    try:
        actions.forget_import(run=run, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("registers:import_run", pk=pk)
    messages.success(request, _("The file is erased."))
    return redirect("registers:import_register", code=run.kind.code)


@login_required
def import_bad_rows(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every bad row with its line and reason, as a file."""
    run = reads.import_for(request.user, pk)
    if not run.report_path.exists():
        raise Http404
    taken = Export("register-bad-rows", request.user, is_personal=False)
    content = run.report_path.read_bytes()
    return content_answer(taken, content, "text/csv; charset=utf-8", "bad-rows.csv", rows=run.bad)
