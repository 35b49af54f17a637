"""The confidentiality undertaking: signed before anything else, looked after by whoever lets in."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from gewu.ground.accounts import actions, forms, policies, queries
from gewu.ground.accounts.models import User
from gewu.ground.accounts.views.signing import FACTOR_PATHS, open_paths, safe
from gewu.kernel.acting import Refusal
from gewu.kernel.names import in_language
from gewu.ui.asking import need, try_to
from gewu.ui.exporting import Export, file_answer
from gewu.ui.hooks import bells
from gewu.ui.pages import View, page
from gewu.ui.paging import turning

PAGE_SIZE = 50
SIGNED = "undertaking"  # where a session keeps the number that was signed


def undertaking_first(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: whoever signs in promises to keep what is confided, before anything else.

    A machine that comes with a key passes other middleware: it cannot promise anything, and
    whoever issued its key has.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or _is_open(request.path) or not _lacks(request, user):
            return get_response(request)
        wanted = request.get_full_path() if request.method == "GET" else ""
        address = reverse("accounts:undertaking")
        address = f"{address}?{urlencode({'next': wanted})}" if wanted else address
        if getattr(request, "htmx", False):  # a part of a page cannot hold the question
            return _part(request)
        return redirect(address)

    return answer


@login_required
def undertaking(request: HttpRequest) -> HttpResponse:
    """The words, and the promise."""
    viewer, current = cast(User, request.user), queries.undertaking()
    if current is None:
        raise Http404
    late, status = "", 422 if request.method == "POST" else 200
    ready = {"number": current.number, "next": request.GET.get("next", "")}
    form = forms.SignForm(request.POST or None, initial=ready)
    if form.is_valid():
        try:
            number, wanted = form.cleaned_data["number"], form.cleaned_data["next"]
            actions.sign_undertaking(user=viewer, number=number, by=viewer)
        except Refusal as no:  # asked anew, by the words in force
            late, form = str(no), forms.SignForm(initial={**ready, "next": wanted})
        else:
            request.session[SIGNED] = number
            messages.success(request, _("Thank you. Your promise is noted."))
            return redirect(safe(request, wanted))
    signature = queries.signature_of(viewer)
    context = {
        "form": form,
        "late": late,
        "current": current,
        "signature": signature,
        "is_signed": signature is not None and signature.undertaking_id == current.pk,
    }
    return page(request, "accounts/undertaking.html", context, status=status)


@login_required
def undertakings(request: HttpRequest) -> HttpResponse:
    """The words in force, who has signed them and who not yet."""
    viewer = cast(User, request.user)
    need(policies.may_manage_accounts(viewer))
    lacking = request.GET.get("state") == "lacking"
    found = queries.signers_for(viewer, lacking=lacking)
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    signatures = queries.signatures_of(list(shown.object_list))
    context = {
        "current": queries.undertaking(),
        "turning": turning(shown, request.GET),
        "lines": [(one, signatures.get(one.pk)) for one in shown.object_list],
        "lacking": lacking,
        "missing": queries.signers_for(viewer, lacking=True).count(),
        "may_publish": policies.may_publish_undertaking(viewer),
    }
    return page(request, "accounts/undertakings.html", context, part="results")


@login_required
def publish(request: HttpRequest) -> HttpResponse:
    """A new version; the words in force stand ready, or those that a county may begin with."""
    viewer, current = cast(User, request.user), queries.undertaking()
    need(policies.may_publish_undertaking(viewer))
    ready = actions.READY_WORDS
    if current:
        ready = {"text_zh": current.text_zh, "text_en": current.text_en}
    form = forms.UndertakingForm(request.POST or None, initial=ready)
    if form.is_valid():
        act = lambda: actions.publish_undertaking(**form.cleaned_data, by=viewer)  # noqa: E731
        if done := try_to(form, act):
            said = _("Version %(number)s is in force. Everyone is asked with their next page.")
            if current and done.number == current.number:
                said = _("Nothing was changed: version %(number)s stays in force.")
            messages.success(request, said % {"number": done.number})
            return redirect("accounts:undertakings")
    context = {"form": form, "current": current}
    status = 422 if form.is_bound else 200
    return page(request, "accounts/publish_undertaking.html", context, status=status)


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Who has signed and who not, as a table."""
    viewer = cast(User, request.user)
    need(policies.may_manage_accounts(viewer))
    form = forms.SignersExportForm(request.POST or None)
    if form.is_valid():
        return _table(viewer, form.cleaned_data["purpose"])
    status = 422 if form.is_bound else 200
    return page(request, "accounts/undertakings_export.html", {"form": form}, status=status)


def _table(viewer: User, purpose: str) -> HttpResponse:
    people = list(queries.signers_for(viewer))
    signatures = queries.signatures_of(people)
    columns = [_("Sign-in name"), _("Full name"), _("Version signed"), _("When"), _("In force")]
    taken = Export("undertakings", viewer, is_personal=True, purpose=purpose)
    rows = (_row(one, signatures.get(one.pk)) for one in people)
    return file_answer(taken, "xlsx", columns, rows)


def _row(one: Any, signature: Any) -> list[Any]:
    when = f"{timezone.localtime(signature.at):%Y-%m-%d %H:%M}" if signature else ""
    number = signature.undertaking.number if signature else ""
    said = _("Has signed") if one.has_signed else _("Not signed yet")
    return [one.username, in_language(one.name_zh, one.name_en), number, when, said]


def _part(request: HttpRequest) -> HttpResponse:
    """The whole page goes to the words, unless it only counts by itself while somebody types."""
    if request.path in {reverse(bell.count_url_name) for bell in bells}:
        return HttpResponse(status=204)
    return HttpResponseClientRedirect(reverse("accounts:undertaking"))


def _lacks(request: HttpRequest, user: User) -> bool:
    current = queries.undertaking()
    if current is None or request.session.get(SIGNED) == current.number:
        return False
    if not queries.has_signed(user, current.number):
        return True
    request.session[SIGNED] = current.number
    return False


def _is_open(path: str) -> bool:
    """Where one may go without: the words themselves, signing out, how pages look, proving."""
    own = reverse("accounts:undertaking")
    return path == own or path in open_paths() or path.startswith(FACTOR_PATHS)
