"""The desk for data protection: requests by the day they are due, one page for each, the register."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.oversight.protection import actions, forms, queries
from gewu.oversight.protection.models import DataRequest
from gewu.ui.asking import try_to
from gewu.ui.exporting import Export, file_answer
from gewu.ui.forms import ExportForm
from gewu.ui.pages import page, posted_from

PAGE_SIZE = 40
UNREADABLE = 422
TONES = {"open": "action", "restricted": "paused", "done": "good", "answered": "good"}


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@require_safe
@login_required
def requests(request: StaffRequest) -> HttpResponse:
    """What residents ask about their own data, by the day it is due."""
    form = forms.FilterForm(request.GET)
    asked = form.asked() if form.is_valid() else {}
    found = Paginator(queries.requests_for(request.user, **asked), PAGE_SIZE)
    shown = found.get_page(request.GET.get("page"))
    today = _today()
    held = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "lines": [(each, each.is_overdue(today), _left(each)) for each in shown],
        "overdue": queries.overdue_count(request.user, today),
        "is_filtered": bool(held),
        "newer": _turned(held, shown.number - 1) if shown.has_previous() else "",
        "older": _turned(held, shown.number + 1) if shown.has_next() else "",
    }
    status = UNREADABLE if form.errors else 200
    return page(request, "protection/requests.html", context, part="results", status=status)


@require_safe
@login_required
def request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One request: what is asked, until when, what was said; reading it is on record."""
    found = queries.request_for(request.user, pk)
    actions.note_reading(request=found, by=request.user)
    return _shown(request, found)


@login_required
@posted_from("protection:request")
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Answer in words."""
    return _obeyed(request, pk, forms.AnswerForm, actions.answer, _("The answer is sent."))


@login_required
@posted_from("protection:request")
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Refuse with a reason."""
    done = _("Refused. The person reads why.")
    return _obeyed(request, pk, forms.RefuseForm, actions.refuse_request, done)


@login_required
@posted_from("protection:request")
def extend(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take more time, once."""
    done = _("There is more time now. The person reads why.")
    return _obeyed(request, pk, forms.ExtendForm, actions.extend, done)


@login_required
@posted_from("protection:request")
def carry_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Delete what is left, because no law holds it."""
    found, form = queries.request_for(request.user, pk), forms.CarryOutForm(request.POST)
    if form.is_valid():
        command = form.cleaned_data["once"]
        if try_to(form, lambda: actions.carry_out(request=found, command=command, by=request.user)):
            messages.success(request, _("It is deleted."))
            return redirect("protection:request", pk=pk)
    return _shown(request, queries.request_for(request.user, pk), form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request: StaffRequest) -> HttpResponse:
    """All requests as a file that names nobody: who took it, when and what for at its head."""
    rows = queries.requests_for(request.user)
    form = ExportForm(_sent(request))
    if not form.is_valid():
        status = UNREADABLE if form.errors else 200
        return page(request, "protection/register.html", {"form": form}, status=status)
    actions.note_export(count=rows.count(), by=request.user)
    columns = [_("Request"), _("What is asked"), _("State"), _("Asked"), _("Answered by")]
    columns += [_("Decided"), _("More time taken"), _("Overdue")]
    cells = map(_cells, rows.iterator(chunk_size=1_000))
    taken = Export(
        "data-requests", request.user, is_personal=False, purpose=form.cleaned_data["purpose"]
    )
    notes = [_("Without names, numbers and words.")]
    return file_answer(taken, form.cleaned_data["kind"], columns, cells, notes)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def terms(request: StaffRequest) -> HttpResponse:
    """How long the county takes, and whether it names those who looked."""
    queries.requests_for(request.user)  # the desk, or 404
    held = queries.terms_of(queries.this_county())
    first = {name: getattr(held, name) for name in forms.TermsForm.base_fields}
    form = forms.TermsForm(_sent(request), initial=first)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.change_terms(**data, by=request.user)):
            messages.success(request, _("Saved"))
            return redirect("protection:terms")
    status = UNREADABLE if form.errors else 200
    return page(request, "protection/terms.html", {"form": form}, status=status)


def _obeyed(
    request: StaffRequest,
    pk: UUID,
    kind: type[django_forms.Form],
    act: Callable[..., DataRequest],
    done: str,
) -> HttpResponse:
    found, form = queries.request_for(request.user, pk), kind(request.POST)
    if form.is_valid():
        said = {"words": form.cleaned_data["words"], "command": form.cleaned_data["once"]}
        if try_to(form, lambda: act(request=found, **said, by=request.user)):
            messages.success(request, done)
            return redirect("protection:request", pk=pk)
    return _shown(request, queries.request_for(request.user, pk), form)


def _shown(
    request: StaffRequest, found: DataRequest, form: django_forms.Form | None = None
) -> HttpResponse:
    today = _today()
    [line] = queries.lines_of([found], today, told=False)
    context: dict[str, Any] = {
        "asked": found,
        "tone": TONES.get(found.state, "plain"),
        "line": line,
        "refused": form.non_field_errors() if form else (),
        "left": _left(found),
        "may_carry_out": found.is_open and found.kind == DataRequest.Kind.DELETE,
        "may_extend": found.is_open and found.first_due_on is None,
        "history": [
            {
                "title": each.title,
                "at": each.step.at,
                "by": each.who,
                "note": each.words if each.step.verb != "ask" else "",
            }
            for each in reversed(line.steps)
        ],
    }
    for name, kind in (
        ("answer_form", forms.AnswerForm),
        ("refuse_form", forms.RefuseForm),
        ("extend_form", forms.ExtendForm),
    ):
        own = form if isinstance(form, kind) else None
        context[name] = own or kind(auto_id=f"{name}_%s")
    return page(request, "protection/request.html", context, status=UNREADABLE if form else 200)


def _turned(held: dict[str, str], number: int) -> str:
    return f"?{urlencode({**held, 'page': number})}"


def _left(found: DataRequest) -> int:
    """Working days that are left; negative for those that passed."""
    return queries.days_left(found, _today())


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; an empty one is filled in, too."""
    return request.POST if request.method == "POST" else None


def _today() -> Any:
    return timezone.localdate(clock.now())


def _cells(each: DataRequest) -> list[Any]:
    return [
        str(each.pk),
        each.get_kind_display(),
        each.state_label,
        timezone.localtime(each.asked_at).strftime("%Y-%m-%d %H:%M"),
        each.due_on.isoformat(),
        timezone.localtime(each.decided_at).strftime("%Y-%m-%d") if each.decided_at else "",
        _("yes") if each.first_due_on else "",
        _("yes") if each.is_overdue(_today()) else "",
    ]
