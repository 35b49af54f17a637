"""Signing in, one's own password, and where a call comes from."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.ground.accounts import forms
from gewu.kernel import audit
from gewu.ui.pages import View, page


def known_where_from(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: the audit is told the address that a call came from."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = audit.source.set(get_adapter().get_client_ip(request))
        try:
            return get_response(request)
        finally:
            audit.source.reset(token)

    return answer


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """Name and password; after five failures the name waits for five minutes."""

    form_class = forms.SignInForm
    template_name = "accounts/login.html"


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
        self.goes_on = getattr(request.user, "must_change_password", False)
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The same page, with a word that it is done."""
        return settings.LOGIN_REDIRECT_URL if self.goes_on else reverse("account_change_password")


def locked_out(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many tries from one place."""
    return page(request, "accounts/locked_out.html", status=429)


def own_password_first(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: who signed in with a first password sets their own before anything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not getattr(user, "must_change_password", False) or request.path in _open_paths():
            return get_response(request)
        messages.info(request, _("Choose a password of your own first."))
        return redirect("account_change_password")

    return answer


def _open_paths() -> set[str]:
    names = ("account_change_password", "account_logout", "ui:set_language", "ui:set_theme")
    return {reverse(name) for name in (*names, "ui:set_elder")}
