"""What accounts plugs into allauth and into the desk."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import user_logged_in
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts import actions
from gewu.ground.accounts.models import User
from gewu.kernel.acting import SYSTEM
from gewu.ui.hooks import NavItem, nav, user_menu
from gewu.ui.pages import page


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """People are given a sign-in; they do not make their own."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Name or password is not right. Try again."),
        "account_inactive": _("This sign-in is closed."),
        "too_many_login_attempts": _(
            "That did not work five times, so this name waits for five minutes. "
            "If the password is lost, an administrator can set a new one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An administrator adds users."""
        return False

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Signing in and out speak for themselves; only a changed password is confirmed."""
        if "password_changed" in str(kwargs.get("message_template", args[1:2])):
            messages.success(request, _("The password is changed."))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The password was right, so the reason may be said."""
        return page(request, "accounts/closed.html", status=403)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The audit keeps it."""
        actions.note_failed_sign_in(username=str(credentials.get("username") or ""), by=SYSTEM)

    def logout(self, request: HttpRequest) -> None:
        """The audit keeps it."""
        if isinstance(request.user, User):
            actions.note_sign_out(user=request.user, by=request.user)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """One's own password goes the same way as every other change."""
        actions.change_password(user=user, password=password, by=user)


@receiver(user_logged_in)
def signed_in(user: User, **_kwargs: Any) -> None:
    """The audit keeps it."""
    actions.note_sign_in(user=user, by=user)


nav.plug(
    NavItem(
        _("Audit"),
        "accounts:audit",
        "shield-check",
        permission="audit.see",
        order=92,
        group="system",
    )
)
nav.plug(
    NavItem(
        _("Users"),
        "accounts:users",
        "user-cog",
        permission="accounts.manage",
        order=90,
        group="system",
    )
)
user_menu.plug(NavItem(_("Change password"), "account_change_password", "key", order=80))
user_menu.plug(NavItem(_("Sign out"), "account_logout", "logout", order=90, post=True))
