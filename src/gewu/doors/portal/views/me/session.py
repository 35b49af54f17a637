"""The session of a resident: a cookie of its own that the pages of "me" alone are sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.doors.portal.views.discreet import discreet
from gewu.ground.residents.actions import note_call
from gewu.ground.residents.models import ResidentSession
from gewu.ground.residents.queries import session_of
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT

COOKIE = "gewu_resident"
WHERE = "/me/"

View = Callable[..., HttpResponseBase]


class ResidentRequest(HttpRequest):
    """A request of somebody who has shown that a number is theirs."""

    resident: ResidentSession


def for_residents(view: View) -> View:
    """Only with a session of a resident; that somebody of the staff has signed in counts nothing."""

    @discreet
    @wraps(view)
    def answered(request: ResidentRequest, **named: Any) -> HttpResponseBase:
        session = current(request)
        if session is None:
            return _to_the_door(request)
        request.resident = session
        note_call(session=session, by=RESIDENT)
        return view(request, **named)

    return answered


def current(request: HttpRequest) -> ResidentSession | None:
    """The session that the cookie names, while it lasts."""
    token = request.COOKIES.get(COOKIE, "")
    return session_of(token, clock.now()) if token else None


def begin(request: HttpRequest, answer: HttpResponse, token: str) -> None:
    """Give the browser its new cookie; what it held before is worth nothing."""
    rotate_token(request)
    answer.set_cookie(
        COOKIE,
        token,
        path=WHERE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def end(answer: HttpResponse) -> None:
    """Take the cookie back."""
    answer.delete_cookie(COOKIE, path=WHERE, samesite="Lax")


def _to_the_door(request: HttpRequest) -> HttpResponse:
    answer = redirect("portal:enter")
    if COOKIE in request.COOKIES:
        messages.info(request, _("You were away for long, so you were signed out."))
        end(answer)
    return answer
