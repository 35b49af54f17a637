"""Signing in by the county's own identity provider; people link it themselves, once."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gewu.ground.accounts import actions, queries
from gewu.ground.accounts.models import User
from gewu.ground.accounts.views.signing import safe
from gewu.kernel import oidc
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.limits import counted
from gewu.ui.pages import page

SCOPE = "openid"
WANTED, LINKS = "identity_next", "identity_links"  # what a session remembers on the way
REFUSED = 403


@counted
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider: to sign in, or to link it while one is signed in."""
    _need_provider()
    links = request.user.is_authenticated
    if links and not did_recently_reauthenticate(request):
        return redirect("accounts:identity")  # which asks for the password once more
    request.session[LINKS] = links
    request.session[WANTED] = request.GET.get("next", "")
    try:
        callback = request.build_absolute_uri(reverse("accounts:identity_back"))
        return oidc.begin(request, "staff", callback, SCOPE)
    except Refusal as refusal:
        return _door(request, str(refusal))


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """From the provider, with its word for who it is."""
    _need_provider()
    links, wanted = request.session.pop(LINKS, False), request.session.pop(WANTED, "")
    known = oidc.provider("staff")
    assert known is not None
    try:
        claims = oidc.finish(request, "staff", SCOPE)
    except Refusal as refusal:
        return _door(request, str(refusal))
    if links and isinstance(request.user, User):
        return _link(request, request.user, known.issuer, str(claims["sub"]))
    user = queries.user_by_identity(known.issuer, str(claims["sub"]))
    if user is None:
        actions.note_failed_sign_in(username="", by=SYSTEM)
        return page(request, "accounts/identity_unknown.html", status=REFUSED)
    # Where a second proof is set up it is asked for all the same.
    answer: HttpResponse = perform_login(
        request, Login(user=user, redirect_url=safe(request, wanted))
    )
    return answer


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Whether an identity is linked; link it, or remove it."""
    _need_provider()
    viewer = cast(User, request.user)
    context = {"identity": queries.identity_of(viewer), "provider": oidc.provider("staff")}
    return page(request, "accounts/identity.html", context)


@login_required
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """Name and password alone from now on."""
    viewer = cast(User, request.user)
    actions.unlink_identity(user=viewer, by=viewer)
    messages.success(request, _("The link is removed. Name and password sign in as before."))
    return redirect("accounts:identity")


def _link(request: HttpRequest, user: User, issuer: str, subject: str) -> HttpResponse:
    try:
        actions.link_identity(user=user, issuer=issuer, subject=subject, by=user)
        messages.success(request, _("Linked. From now on it signs you in as well."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:identity")


def _door(request: HttpRequest, said: str) -> HttpResponse:
    messages.error(request, said)
    name = "accounts:identity" if request.user.is_authenticated else "account_login"
    return redirect(name)


def _need_provider() -> None:
    if oidc.provider("staff") is None:
        raise Http404
