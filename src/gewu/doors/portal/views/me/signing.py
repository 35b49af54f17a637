"""Sign in by a code on the phone, and out."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gewu.doors.portal.forms.me import CodeForm, PhoneForm
from gewu.doors.portal.views.discreet import discreet
from gewu.doors.portal.views.me import session
from gewu.ground.residents import actions, queries
from gewu.ground.residents.actions import TooOften
from gewu.kernel import clock, oidc
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.ui.pages import page, posted_from

UNREADABLE, TOO_OFTEN = 422, 429


@require_http_methods(["GET", "HEAD", "POST"])
@discreet
def enter(request: HttpRequest) -> HttpResponse:
    """Which number is yours? A code goes there, whether we know it or not."""
    if session.current(request):
        return redirect("portal:me")
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, form)
        except TooOften as refusal:
            form.add_error("phone", str(refusal))
            answer = _door(request, form, TOO_OFTEN)
            answer["Retry-After"] = str(refusal.seconds)
            return answer
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
    return _door(request, form, UNREADABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@discreet
def enter_code(request: HttpRequest, challenge: UUID) -> HttpResponse:
    """The code that came; right, it opens a session and is used up."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        entered = actions.enter_code(
            challenge=challenge, code=form.cleaned_data["code"], by=RESIDENT
        )
        if entered.token:
            answer = redirect("portal:me")
            session.begin(request, answer, entered.token)
            return answer
        form.add_error("code", entered.fault)
    context = {"form": form, "is_open": queries.is_open_challenge(challenge, clock.now())}
    context["again"] = "portal:enter"
    return page(
        request, "portal/me/enter_code.html", context, status=UNREADABLE if form.errors else 200
    )


@session.for_residents
@posted_from("portal:me")
def leave(request: session.ResidentRequest) -> HttpResponse:
    """End the session."""
    actions.sign_out(session=request.resident, by=RESIDENT)
    answer = redirect("portal:home")
    session.end(answer)
    messages.success(request, _("You are signed out."))
    return answer


def _asked(request: HttpRequest, form: PhoneForm) -> HttpResponse:
    address = str(get_adapter().get_client_ip(request))
    asked = actions.ask_code(phone=form.cleaned_data["phone"], address=address, by=RESIDENT)
    if settings.CODE_SENDER == "page":
        text = _("This is a trial: no message is sent. The code is %(code)s.")
        messages.info(request, text % {"code": asked.code})
    return redirect("portal:enter_code", challenge=asked.challenge)


def _door(request: HttpRequest, form: forms.Form, status: int) -> HttpResponse:
    context = {"form": form, "can_send": queries.can_send_codes()}
    context["provider"] = oidc.provider("residents")
    return page(request, "portal/me/enter.html", context, status=status)
