"""What a resident does with their data: take a copy, correct, ask, object, delete."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.doors.portal.forms import once_of
from gewu.doors.portal.forms.me import AskForm, CopyForm, DeleteForm, NameForm
from gewu.doors.portal.views.me.data import shown
from gewu.doors.portal.views.me.session import ResidentRequest, for_residents
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.oversight.protection import actions, queries
from gewu.oversight.protection.models import DataRequest
from gewu.ui.asking import try_to
from gewu.ui.exporting import Export, content_answer
from gewu.ui.pages import page, posted_from

UNREADABLE, MOVED_ON = 422, 409


@dataclass(frozen=True)
class Owner:
    """Whoever takes their own data away; the log of exports names no resident."""

    actor_kind: str = "resident"
    actor_id: UUID | None = None
    shown_name: str = ""
    username: str = ""


OWNER = Owner()


@for_residents
@posted_from("portal:me")
def copy(request: ResidentRequest) -> HttpResponse:
    """Everything as a file, made at once and marked with when and for whom."""
    form = CopyForm(request.POST, auto_id="copy_%s")
    if not form.is_valid():
        return shown(request, copying=form)
    taken = actions.take_copy(session=request.resident, command=once_of(form), by=RESIDENT)
    held = actions.read_own(session=request.resident, as_file=True, by=RESIDENT)
    made = queries.copy_of(held, taken, clock.now())
    if form.cleaned_data["kind"] == "json":
        content, media, name = queries.as_json(made), "application/json", "my-data.json"
    else:
        english = (get_language() or "").startswith("en")
        content, media = queries.as_pdf(made, english=english), "application/pdf"
        name = "my-data.pdf"
    return content_answer(
        Export("my-data", OWNER, is_personal=True, purpose=made["mark"]), content, media, name
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def ask(request: ResidentRequest) -> HttpResponse:
    """Something is wrong, wants an explanation, or should stop: answered by a person, with a date."""
    tickets = list(queries.tickets_of(request.resident))
    first = {"kind": request.GET.get("kind", ""), "ticket": request.GET.get("ticket", "")}
    form = AskForm(sent(request), tickets=tickets, initial=first)
    if form.is_valid():
        chosen = form.cleaned_data["ticket"]
        about = queries.own_ticket(request.resident, chosen) if chosen else None
        said = {name: form.cleaned_data[name] for name in ("kind", "words")}
        asked = try_to(
            form,
            lambda: actions.ask(
                session=request.resident,
                ticket=about,
                command=once_of(form),
                **said,
                by=RESIDENT,
            ),
        )
        if asked:
            text = _("Your words are with the desk for data protection. It answers by %(day)s.")
            messages.success(request, text % {"day": asked.due_on.isoformat()})
            return redirect("portal:me")
    return form_page(request, "portal/me/ask.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def delete(request: ResidentRequest) -> HttpResponse:
    """One request or everything: now, or as soon as nobody works on it any more."""
    tickets = list(queries.tickets_of(request.resident))
    form = DeleteForm(sent(request), tickets=tickets, initial={"what": request.GET.get("what", "")})
    if form.is_valid():
        chosen = form.cleaned_data["what"]
        asked = actions.ask_deletion(
            session=request.resident,
            ticket=queries.own_ticket(request.resident, chosen) if chosen else None,
            command=once_of(form),
            by=RESIDENT,
        )
        messages.success(request, _said(asked))
        return redirect("portal:me")
    return form_page(request, "portal/me/delete.html", form, {"tickets": tickets})


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def correct(request: ResidentRequest, pk: UUID) -> HttpResponse:
    """One's own name, corrected at once."""
    contact = queries.own_contact(request.resident, pk)
    form = NameForm(sent(request))
    if form.is_valid():
        done = try_to(
            form,
            lambda: actions.correct_name(
                session=request.resident,
                contact=contact,
                name=form.cleaned_data["name"],
                command=once_of(form),
                by=RESIDENT,
            ),
        )
        if done:
            messages.success(request, _("Your name is corrected."))
            return redirect("portal:me")
    return form_page(request, "portal/me/correct.html", form, {"contact": contact})


@require_http_methods(["GET", "HEAD", "POST"])
@for_residents
def withdraw(request: ResidentRequest, pk: UUID) -> HttpResponse:
    """Take a request back; whoever reloads that address is led to the page."""
    if request.method != "POST":
        return redirect("portal:me")
    found = queries.own_request(request.resident, pk)
    try:
        actions.withdraw(request=found, session=request.resident, by=RESIDENT)
    except Refusal as refusal:
        return shown(request, refused=[str(refusal)], status=MOVED_ON)
    messages.success(request, _("Taken back."))
    return redirect("portal:me")


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with; an empty one is filled in, too."""
    return request.POST if request.method == "POST" else None


def _said(asked: DataRequest) -> str:
    if asked.is_open or asked.decided_at is None:
        return _("Some of it has to stay for now. Below you read what and why.")
    return _("It is deleted.")


def form_page(
    request: ResidentRequest,
    template: str,
    form: forms.Form,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    status = UNREADABLE if form.errors else 200
    return page(request, template, {"form": form, **(more or {})}, status=status)
