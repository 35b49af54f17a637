"""Signing in, one's own password, and where a call comes from."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView, PasswordChangeView, ReauthenticateView
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gewu.ground.accounts import forms, policies, queries, rules
from gewu.ground.accounts.models import User
from gewu.kernel import audit, oidc
from gewu.ui.pages import View, is_ours, page

FACTOR_PATHS = ("/accounts/2fa/", "/accounts/reauthenticate/")
NOTED_EVERY = 60  # seconds


def known_where_from(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: the audit is told the address that a call came from."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            where = str(get_adapter().get_client_ip(request))
        except PermissionDenied:  # a socket of this machine has no address
            where = ""
        token = audit.source.set(where)
        try:
            return get_response(request)
        finally:
            audit.source.reset(token)

    return answer


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """Name and password; after five failures the name waits for a quarter of an hour."""

    form_class = forms.SignInForm
    template_name = "accounts/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the county's own identity provider, where there is one."""
        wanted = self.request.GET.get("next", "")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["wanted"] = f"?{urlencode({'next': wanted})}" if wanted else ""
        return {**context, "provider": oidc.provider("staff")}


class SignOut(LogoutView):  # type: ignore[misc]
    """Asks once, then ends the session."""

    template_name = "accounts/logout.html"


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """One's own password."""

    form_class = forms.ChangePasswordForm
    template_name = "accounts/password_change.html"
    goes_on = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever had to choose one before anything else goes on to their day."""
        user = request.user
        self.goes_on = isinstance(user, User) and policies.needs_new_password(user, timezone.now())
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The same page, with a word that it is done."""
        return settings.LOGIN_REDIRECT_URL if self.goes_on else reverse("account_change_password")


class Reauthenticate(ReauthenticateView):  # type: ignore[misc]
    """One's own password once more, before something weighty."""

    form_class = forms.ReauthenticateForm
    template_name = "accounts/reauthenticate.html"


class Places(ListUserSessionsView):  # type: ignore[misc]
    """Where one is signed in; one button ends all other sessions."""

    template_name = "accounts/places.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each place with the names of its browser and its system."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["places"] = [
            {"session": session, "device": rules.device_of(session.user_agent)}
            for session in reversed(context["sessions"])
        ]
        return context


def locked_out(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries from one place."""
    return page(request, "accounts/locked_out.html", status=429)


def own_password_first(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: whose password is a first one or too old chooses another before anything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or request.path in open_paths():
            return get_response(request)
        if not policies.needs_new_password(user, timezone.now()):
            return get_response(request)
        if user.must_change_password:
            messages.info(request, _("Choose a password of your own first."))
        else:
            text = _("Your password is older than %(days)s days. Choose another one first.")
            messages.info(request, text % {"days": settings.PASSWORD_DAYS})
        return redirect("account_change_password")

    return answer


def second_factor_first(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: who sees what residents have confided proves twice who they are.

    Whoever has set up a second proof was asked for it when signing in.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            not settings.SECOND_FACTOR_REQUIRED
            or not isinstance(user, User)
            or request.path in open_paths()
            or request.path.startswith(FACTOR_PATHS)
            or not policies.needs_second_factor(user)
            or queries.factors_of(user)
        ):
            return get_response(request)
        messages.info(
            request, _("Your post sees what residents confide: add a second proof first.")
        )
        return redirect("mfa_index")

    return answer


def sessions_end(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: a session ends some time after its last call, and in any case after its day.

    The last call is noted once a minute. How long the day is says SESSION_COOKIE_AGE.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = int(timezone.now().timestamp()), request.session
            began, last = session.get("began", 0), session.get("last", 0)
            idle = now - last > settings.SESSION_IDLE_MINUTES * 60
            if idle or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
                messages.info(request, _("You were away for long, so you were signed out."))
            elif now - last >= NOTED_EVERY:
                session["last"] = now
        return get_response(request)

    return answer


def safe(request: HttpRequest, wanted: str) -> str:
    """Where somebody wanted to go, if it lies in this house; else their day."""
    return wanted if is_ours(request, wanted) else settings.LOGIN_REDIRECT_URL


def open_paths() -> set[str]:
    """Where everyone may go who still has something to do before anything else."""
    names = ("account_change_password", "account_logout", "ui:set_language", "ui:set_theme")
    return {reverse(name) for name in (*names, "ui:set_elder")}
