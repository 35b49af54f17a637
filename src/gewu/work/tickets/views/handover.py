"""The duty handover: what is open and urgent, words to the next shift, and who took it over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.accounts.models import User
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.ui.pages import page, posted_from
from gewu.work.tickets import actions
from gewu.work.tickets.forms.knowledge import HandoverForm
from gewu.work.tickets.models import Handover
from gewu.work.tickets.queries import handover as reads
from gewu.work.tickets.rules import handover as rules
from gewu.work.tickets.views.asking import StaffRequest, need, try_to

NAMES: dict[str, tuple[str | Promise, str]] = {
    rules.OVERDUE: (gettext_lazy("Overdue"), "alarm"),
    rules.SOON: (gettext_lazy("Due in the next shift"), "clock-exclamation"),
    rules.SUPERVISED: (gettext_lazy("Under supervision"), "flag"),
    rules.RETURNED: (gettext_lazy("Sent back, to be decided"), "corner-up-left"),
    rules.RESUMES: (gettext_lazy("Suspension ends soon"), "player-play"),
}
LATEST = 10


@login_required
def handover(request: StaffRequest) -> HttpResponse:
    """The draft from what stands now; kept with one's own words."""
    need(request.user.may(reads.PERMISSION))
    now, path = clock.now(), reads.path_of(request.user)
    draft = reads.draft(request.user, path, now)
    form = HandoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"words": form.cleaned_data["words"], "command": form.cleaned_data["once"]}
        given |= {"county_id": county().pk, "area_path": path, "figures": draft.figures()}
        kept = try_to(form, lambda: actions.write_handover(**given, by=request.user))
        if kept is not None:
            messages.success(request, _("Kept. The next on duty reads it and takes over."))
            return redirect("tickets:handover_note", kept.pk)
    context = {
        "form": form,
        "draft": draft,
        "groups": [(*NAMES[name], tickets) for name, tickets in draft.groups.items() if tickets],
        "notes": _named(list(reads.handovers(request.user)[:LATEST])),
        "now": now,
    }
    return page(request, "tickets/handover.html", context)


@login_required
def note(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What a shift left."""
    need(request.user.may(reads.PERMISSION))
    return _note(request, reads.handover_for(request.user, pk))


@login_required
@posted_from("tickets:handover_note")
def take_over(request: StaffRequest, pk: UUID) -> HttpResponse:
    """I have read it and am on duty now."""
    need(request.user.may(reads.PERMISSION))
    found = reads.handover_for(request.user, pk)
    try:
        actions.take_over(handover=found, by=request.user)
    except Refusal as no:
        return _note(request, found, str(no))
    messages.success(request, _("You are on duty. Have a calm shift."))
    return redirect("tickets:handover_note", pk)


def _note(request: StaffRequest, found: Handover, refused: str = "") -> HttpResponse:
    counts = found.figures.get("groups", {})
    context = {
        "line": _named([found])[0],
        "refused": refused,
        "counts": [(*NAMES[name], counts[name]) for name in NAMES if counts.get(name)],
        "happened": found.figures.get("happened", {}),
        "tickets": reads.tickets_of(request.user, found),
        "may_take": found.taken_at is None and found.by_id != request.user.pk,
        "now": clock.now(),
    }
    return page(request, "tickets/handover_note.html", context)


def _named(notes: list[Handover]) -> list[dict[str, Any]]:
    """Notes with the people who wrote and took them."""
    people = User.objects.in_bulk({pk for n in notes for pk in (n.by_id, n.taken_by) if pk})
    return [
        {
            "note": note,
            "by": people.get(note.by_id) if note.by_id else None,
            "taken_by": people.get(note.taken_by) if note.taken_by else None,
        }
        for note in notes
    ]
