"""The inbox, its count, one's preferences, and the words of messages."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Refusal
from gewu.oversight.notices import actions, policies, queries, rules
from gewu.oversight.notices.forms import KNOWN_LANGUAGES, FilterForm, PreferenceForm, WordingForm
from gewu.ui.pages import page, wants_part


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def inbox(request: StaffRequest) -> HttpResponse:
    """One's own messages, unread ones first."""
    form = FilterForm(request.GET)
    filters = form.filters()
    found = queries.inbox(request.user, **filters)
    asked = {"kind": filters["kind"], "read": "" if filters["unread"] else "1"}
    context = {
        "form": form,
        "lines": found.lines,
        "unread": filters["unread"],
        "tabs": _tabs(request.user, filters),
        "older": f"?{urlencode(asked | {'after': found.after})}" if found.after else "",
        "newer": f"?{urlencode(asked)}" if filters["after"] else "",
    }
    return page(request, "notices/inbox.html", context, part="lines")


@login_required
def count(request: StaffRequest) -> HttpResponse:
    """The figure on the bell; nothing where everything is read."""
    unread = queries.unread_count(request.user)
    most = queries.COUNT_UP_TO
    return HttpResponse(f"{most}+" if unread > most else str(unread or ""))


@login_required
def mine(request: StaffRequest) -> HttpResponse:
    """The small list below the bell: what newly came to one's unit or decision."""
    if not wants_part(request):
        return redirect("notices:inbox")
    found = queries.became_mine(request.user)
    context = {"newcomers": found[: queries.MOST_MINE], "count": len(found)}
    return page(request, "notices/_mine.html", context)


@login_required
def open_message(request: StaffRequest, pk: UUID) -> HttpResponse:
    """To the ticket or the whistle; the message counts as read."""
    message = queries.message_for(request.user, pk)
    actions.mark_read(user=request.user, message=message, by=request.user)
    if message.whistle_id:
        return redirect("tickets:whistle_page", message.whistle_id)
    if message.matter_id:
        return redirect(queries.page_of(message))
    return redirect("tickets:ticket", message.ticket_id)


@login_required
@require_POST
def read_all(request: StaffRequest) -> HttpResponse:
    """Everything is read."""
    actions.mark_read(user=request.user, by=request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notices:inbox")


@login_required
def preferences(request: StaffRequest) -> HttpResponse:
    """Mail and quiet hours of one's own."""
    kept = queries.preference_of(request.user)
    form = PreferenceForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.prefer(user=request.user, **form.cleaned_data, by=request.user)
        except Refusal as no:
            form.add_error(no.field, str(no))
        else:
            messages.success(request, _("Kept."))
            return redirect("notices:preferences")
    return page(request, "notices/preferences.html", {"form": form})


@login_required
def wordings(request: StaffRequest) -> HttpResponse:
    """How every kind of message is worded."""
    _need_to_word(request.user)
    rows = [
        {
            "kind": rules.KINDS[kind],
            "language": KNOWN_LANGUAGES[language],
            "subject": rules.filled(subject, _example(language)),
            "is_own": is_own,
            "url": reverse("notices:wording", args=[kind, language]),
        }
        for kind, language, subject, _words, is_own in queries.wordings()
    ]
    return page(request, "notices/wordings.html", {"rows": rows})


@login_required
def wording(request: StaffRequest, kind: str, language: str) -> HttpResponse:
    """Word one kind of message, and see how it will read."""
    _need_to_word(request.user)
    if kind not in rules.KINDS or language not in KNOWN_LANGUAGES:
        raise Http404
    subject, words = queries.wording_of(kind, language)
    sent = request.method == "POST"
    form = WordingForm(request.POST if sent else None, initial={"subject": subject, "words": words})
    if sent and "default" in request.POST:
        actions.use_default(kind=kind, language=language, by=request.user)
        return _worded(request)
    if (
        sent
        and form.is_valid()
        and "preview" not in request.POST
        and _word(request, form, kind, language)
    ):
        return _worded(request)
    shown = form.cleaned_data if sent and form.is_valid() else {"subject": subject, "words": words}
    context = {
        "form": form,
        "kind": rules.KINDS[kind],
        "language": KNOWN_LANGUAGES[language],
        "places": [(f"{{{name}}}", label) for name, label in rules.PLACES.items()],
        "preview": {name: rules.filled(text, _example(language)) for name, text in shown.items()},
    }
    return page(request, "notices/wording.html", context)


def _word(request: StaffRequest, form: WordingForm, kind: str, language: str) -> bool:
    try:
        actions.word(kind=kind, language=language, **form.cleaned_data, by=request.user)
    except Refusal as no:
        form.add_error(no.field, str(no))
        return False
    return True


def _worded(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("Kept. Messages read like this from now on."))
    return redirect("notices:wordings")


def _example(language: str) -> dict[str, str]:
    with override(language):
        return {
            "number": "370811 20260302 000123 4",
            "item": _("Street lamp does not burn"),
            "place": _("Grid 1"),
            "limit": f"{timezone.localtime():%Y-%m-%d} 18:00",
            "reason": _("The limit is near"),
            "unit": _("Team of grid 1"),
            "days": f"{timezone.localdate():%Y-%m-%d}",
        }


def _need_to_word(user: User) -> None:
    if not policies.may_word(user, county().path):
        raise PermissionDenied


def _tabs(user: User, filters: dict[str, Any]) -> list[dict[str, Any]]:
    kind = {"kind": filters["kind"]} if filters["kind"] else {}
    return [
        {
            "label": _("Unread"),
            "url": f"?{urlencode(kind)}",
            "current": filters["unread"],
            "count": queries.unread_count(user),
        },
        {
            "label": _("Read"),
            "url": f"?{urlencode(kind | {'read': '1'})}",
            "current": not filters["unread"],
            "count": None,
        },
    ]
