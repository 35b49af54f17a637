"""What somebody has themselves: coming shifts, wishes, swaps, the calendar address."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies
from gewu.ground.staffing.queries import duty as reads
from gewu.ground.staffing.queries import feeds, swapping
from gewu.ground.staffing.views.units import status_of
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.ui.asking import try_to
from gewu.ui.pages import page, posted_from

LATE = {"raced": 409}


@login_required
def my_duty(request: HttpRequest) -> HttpResponse:
    """Own coming shifts and what belongs to them."""
    viewer = cast(User, request.user)
    form = forms.WishForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.wish(**data, by=viewer)):
            messages.success(request, _("Noted. The next proposal keeps to it."))
            return redirect("staffing:my_duty")
    return _my_page(request, viewer, form, status=status_of(form))


def _my_page(
    request: HttpRequest, viewer: User, form: Any, *, address: str = "", status: int = 200
) -> HttpResponse:
    now = clock.now()
    context = {
        "duties": reads.coming_duties(viewer, now),
        "now": now,
        "changes": list(reads.unread_changes(viewer)),
        "swaps": reads.swaps_for(viewer),
        "wishes": reads.wishes_of(viewer, timezone.localdate()),
        "units": feeds.duty_units_of(viewer),
        "feed": feeds.feed_of(viewer),
        "address": address,
        "form": form,
    }
    return page(request, "staffing/duty/mine.html", context, status=status)


@login_required
@require_POST
def read_changes(request: HttpRequest) -> HttpResponse:
    """What changed was seen."""
    actions.read_changes(by=cast(User, request.user))
    return redirect("staffing:my_duty")


@login_required
@require_POST
def drop_wish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a wish back."""
    viewer = cast(User, request.user)
    actions.drop_wish(wish=reads.wish_for(viewer, pk), by=viewer)
    messages.success(request, _("Taken back."))
    return redirect("staffing:my_duty")


@login_required
def ask_swap(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a colleague to take one of the own shifts."""
    viewer = cast(User, request.user)
    duty = reads.duty_for(viewer, pk)
    form = forms.SwapForm(swapping.swap_choices(duty), request.POST or None)
    if form.is_valid():
        user, other = form.cleaned_data["choice"]
        asked = try_to(form, lambda: actions.ask_swap(duty=duty, user=user, other=other, by=viewer))
        if asked:
            messages.success(request, _("Asked. It stays yours until they agree."))
            return redirect("staffing:my_duty")
    context = {"form": form, "duty": duty}
    return page(request, "staffing/duty/swap.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_swap(request: HttpRequest, pk: UUID, answer: str) -> HttpResponse:
    """Agree, decline, withdraw or approve."""
    if request.method != "POST":  # the page for whoever was late, loaded again
        return redirect("staffing:my_duty")
    viewer = cast(User, request.user)
    swap = reads.swap_for(viewer, pk)
    verbs = {
        "agree": actions.agree_swap,
        "decline": actions.decline_swap,
        "withdraw": actions.withdraw_swap,
        "approve": actions.approve_swap,
    }
    unit = swap.duty.shift.roster.unit
    own = viewer.pk in (swap.asked_id, swap.duty.user_id)
    lead = policies.may_roster(viewer, unit) and (answer == "approve" or not own)
    back = reverse("staffing:unit_duty", args=[unit.pk]) if lead else reverse("staffing:my_duty")
    try:
        verbs[answer](swap=swap, by=viewer)
    except Refusal as refusal:
        context = {"words": str(refusal), "back": back}
        status = LATE.get(refusal.code, 422)
        return page(request, "staffing/duty/late.html", context, status=status)
    messages.success(request, _("Done. Whoever it concerns is told."))
    return redirect(back)


@login_required
@posted_from("staffing:my_duty")
def renew_feed(request: HttpRequest) -> HttpResponse:
    """A new secret address; it is shown this once."""
    viewer = cast(User, request.user)
    secret = actions.renew_feed(by=viewer)
    address = request.build_absolute_uri(reverse("staffing:feed", args=[secret]))
    return _my_page(request, viewer, forms.WishForm(), address=address)


@login_required
@require_POST
def close_feed(request: HttpRequest) -> HttpResponse:
    """The address leads nowhere any more."""
    actions.close_feed(by=cast(User, request.user))
    messages.success(request, _("The calendar address is closed."))
    return redirect("staffing:my_duty")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The own duties as a calendar; whoever has the address reads only these."""
    user = feeds.user_of(secret)
    if request.headers.get("If-None-Match") == (tag := feeds.tag_of(user)):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(feeds.calendar_of(user), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="duty.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
