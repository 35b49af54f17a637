"""Pages: what is kept for how long, the proofs that it went, and what left the house."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.retention import Kind, kind_named
from gewu.oversight.keeping import actions, policies, queries, rules
from gewu.oversight.keeping.forms import ExportsForm, PeriodForm, ProofsForm
from gewu.ui.asking import need, try_to
from gewu.ui.exporting import Export, file_answer
from gewu.ui.forms import ExportForm
from gewu.ui.pages import page
from gewu.ui.paging import turning

PAGE_SIZE = 50


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def periods(request: StaffRequest) -> HttpResponse:
    """Every kind of record: how long, since when, what goes, and its last proof."""
    need(policies.may_see(request.user))
    context = {"lines": queries.lines(), "may_set": policies.may_set(request.user)}
    return page(request, "keeping/periods.html", context)


@login_required
def period(request: StaffRequest, name: str) -> HttpResponse:
    """Set a period: what it would let go is shown first, and only then it is set."""
    need(policies.may_set(request.user))
    kind = kind_named(name)
    if kind is None:
        raise Http404
    days, source = queries.period_of(kind, queries.periods_by_kind())
    form = PeriodForm(request.POST or None, initial={"days": days, "source": source})
    outlook = None
    if form.is_valid() and _is_possible(form, kind):
        given = form.cleaned_data
        outlook = queries.outlook(kind, given["days"], clock.now())
        # What is confirmed is this very period, not one that was typed in afterwards.
        if given["seen"] == given["days"] and _set(request, form, kind):
            return redirect("keeping:periods")
    context = {
        "kind": kind,
        "form": form,
        "outlook": outlook,
        "least": rules.span(kind.least),
        "days": rules.span(form.cleaned_data["days"]) if outlook else "",
    }
    return page(request, "keeping/period.html", context, status=422 if form.errors else 200)


@login_required
def proofs(request: StaffRequest) -> HttpResponse:
    """What went, what was held back, what is left; it names nobody."""
    need(policies.may_see(request.user))
    form = ProofsForm(request.GET)
    found = Paginator(queries.proofs(**form.asked()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "lines": queries.told(found.object_list),
        "turning": turning(found, request.GET),
    }
    return page(request, "keeping/proofs.html", context, part="results")


@login_required
def export_proofs(request: StaffRequest) -> HttpResponse:
    """The same as a file."""
    need(policies.may_see(request.user))
    form = ExportForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        taken = Export("proofs", request.user, is_personal=False, purpose=given["purpose"])
        rows = map(_cells, queries.told(queries.proofs(all_runs=True)))
        return file_answer(taken, given["kind"], _columns(), rows)
    status = 422 if form.is_bound else 200
    return page(request, "keeping/export_proofs.html", {"form": form}, status=status)


@login_required
def exports(request: StaffRequest) -> HttpResponse:
    """Who took which file, when and what for."""
    need(policies.may_see(request.user))
    form = ExportsForm(request.GET)
    found = queries.exports_for(request.user, **form.asked())
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "lines": queries.exports_told(shown.object_list),
        "turning": turning(shown, request.GET),
    }
    return page(request, "keeping/exports.html", context, part="results")


def _is_possible(form: PeriodForm, kind: Kind) -> bool:
    fault = rules.days_fault(form.cleaned_data["days"], kind.least)
    if fault:
        form.add_error("days", fault)
    return not fault


def _set(request: StaffRequest, form: PeriodForm, kind: Kind) -> bool:
    given = form.cleaned_data
    done = try_to(
        form,
        lambda: actions.set_period(
            kind=kind,
            days=given["days"],
            source=given["source"],
            now=clock.now(),
            by=request.user,
        ),
    )
    if done:
        words = _("“%(kind)s” is kept for %(days)s from now on.")
        messages.success(request, words % {"kind": kind.label, "days": rules.span(given["days"])})
    return done is not None


def _columns() -> list[str]:
    return [
        _("Kind"),
        _("End of the run"),
        _("Older than"),
        _("Gone"),
        _("Held back"),
        _("Found afterwards"),
        _("Oldest left"),
        _("Stopped by"),
    ]


def _cells(line: queries.Proof) -> list[Any]:
    run = line.run
    return [
        str(line.label),
        _moment(run.ended_at),
        _moment(run.border),
        run.gone,
        run.held,
        "" if run.left_over is None else run.left_over,
        _moment(run.oldest_left),
        run.fault,
    ]


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
