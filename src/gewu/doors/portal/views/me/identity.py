"""Residents sign in by an identity provider that has proven their number."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gewu.doors.portal.views.discreet import discreet
from gewu.doors.portal.views.me import session
from gewu.ground.residents import actions
from gewu.kernel import oidc
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.limits import counted

SCOPE = "openid phone"


@counted
@require_GET
@discreet
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    _need_provider()
    try:
        callback = request.build_absolute_uri(reverse("portal:identity_back"))
        return oidc.begin(request, "residents", callback, SCOPE)
    except Refusal as refusal:
        return _door(request, str(refusal))


@require_GET
@discreet
def back(request: HttpRequest) -> HttpResponse:
    """From the provider: a number that it has proven opens a session, as a code to it would."""
    _need_provider()
    try:
        claims = oidc.finish(request, "residents", SCOPE)
        phone = str(claims.get("phone_number") or "")
        # Only true itself: a provider that says "true" or 1 has not read the standard.
        if not phone or claims.get("phone_number_verified") is not True:
            raise Refusal(
                _("The provider has not proven a phone number of yours. Have a code sent instead."),
                code="no_phone",
            )
        token = actions.begin_vouched_session(phone=phone, by=RESIDENT)
    except Refusal as refusal:
        return _door(request, str(refusal))
    answer = redirect("portal:me")
    session.begin(request, answer, token)
    return answer


def _door(request: HttpRequest, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect("portal:enter")


def _need_provider() -> None:
    if oidc.provider("residents") is None:
        raise Http404
