"""What accounts plugs into allauth and into the desk."""

from hashlib import sha256
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import user_logged_in
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import signals as auth_signals
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts import actions, queries
from gewu.ground.accounts.models import User
from gewu.kernel import audit, oidc
from gewu.kernel.acting import SYSTEM
from gewu.kernel.crypto import open_sealed, seal
from gewu.kernel.retention import kinds, of_rows
from gewu.kernel.sealing import Sealed, places
from gewu.ui.hooks import NavItem, nav, user_menu
from gewu.ui.pages import page

# What allauth's messages are called, and what we say.
CONFIRMED = {
    "password_changed": _("The password is changed."),
    "totp_activated": _("The app is set up. From now on signing in asks for its code."),
    "totp_deactivated": _("The app is removed."),
    "webauthn_added": _("The key is set up."),
    "webauthn_removed": _("The key is removed."),
    "recovery_codes_generated": _("There are new spare codes; the old ones do not work any more."),
    "sessions_logged_out": _("All other places are signed out."),
}
LOCKED_SECONDS = 15 * 60


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """People are given a sign-in; they do not make their own."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Name or password is not right. Try again."),
        "incorrect_password": _("This is not your password. Try again."),
        "account_inactive": _("This sign-in is closed."),
        "too_many_login_attempts": _(
            "That did not work five times, so this name waits for fifteen minutes. "
            "If the password is lost, an administrator can set a new one."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An administrator adds users."""
        return False

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Signing in and out speak for themselves; what was changed is confirmed."""
        template = str(kwargs.get("message_template", args[1:2]))
        said = [text for name, text in CONFIRMED.items() if name in template]
        for text in said:
            messages.success(request, text)
        if not said and kwargs.get("message"):
            messages.error(request, str(kwargs["message"]))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The password was right, so the reason may be said."""
        return page(request, "accounts/closed.html", status=403)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for a name; those of strangers not where its owner signs in from."""
        username = str(credentials.get("username") or "").strip().lower()
        where = audit.source.get()
        place = where if queries.is_known_from(username, where) else "elsewhere"
        return f"{username}@{place}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """After too many failures a name waits; the audit keeps that it does, once."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            digest = sha256(key.encode()).hexdigest()
            if cache.add(f"accounts.locked:{digest}", True, LOCKED_SECONDS):
                actions.note_lock(username=str(credentials.get("username") or ""), by=SYSTEM)
            raise

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


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second proofs lie sealed; what is wrong is said in our words."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the keys of the installation, as everything confided to it."""
        return seal(text, actions.BOND).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Counter part of `encrypt`."""
        return open_sealed(bytes.fromhex(encrypted_text), actions.BOND)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """The audit keeps it."""
    actions.note_factor(user=user, kind=authenticator.type, added=True, by=user)


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """The audit keeps it."""
    actions.note_factor(user=user, kind=authenticator.type, added=False, by=user)


@receiver(authentication_failed)
def factor_failed(user: User, **_kwargs: Any) -> None:
    """The audit keeps it as a sign-in that failed: the password was right, the code was not."""
    actions.note_failed_sign_in(username=user.username, by=SYSTEM)


@receiver(auth_signals.user_logged_in)
def session_begins(request: HttpRequest, **_kwargs: Any) -> None:
    """From here its two limits count."""
    request.session["began"] = request.session["last"] = int(timezone.now().timestamp())


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
nav.plug(
    NavItem(
        _("Confidentiality undertaking"),
        "accounts:undertakings",
        "writing",
        permission="accounts.manage",
        order=91,
        group="system",
    )
)
if oidc.provider("staff"):
    user_menu.plug(NavItem(_("Identity of the county"), "accounts:identity", "id", order=83))
user_menu.plug(NavItem(_("Second proof"), "mfa_index", "shield-lock", order=82))
user_menu.plug(NavItem(_("Where I am signed in"), "usersessions_list", "devices", order=84))
user_menu.plug(NavItem(_("Change password"), "account_change_password", "key", order=80))
user_menu.plug(NavItem(_("Sign out"), "account_logout", "logout", order=90, post=True))

NO_LONGER_THAN_NEEDED = _("Personal Information Protection Law, article 19: no longer than needed")
kinds.plug(
    of_rows(
        Session.objects.all,
        "expire_date",
        name="accounts.sessions",
        label=_("Sessions that are over"),
        counted_from=_("from their end"),
        what_goes=_("The session with everything in it."),
        source=NO_LONGER_THAN_NEEDED,
        days=0,
    )
)
kinds.plug(
    of_rows(
        lambda: UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")),
        "last_seen_at",
        name="accounts.places",
        label=_("Browsers and addresses of sessions that are over"),
        counted_from=_("from when they were last seen"),
        what_goes=_("Browser and network address."),
        source=NO_LONGER_THAN_NEEDED,
        days=1,
    )
)


places.plug(Sealed("mfa.authenticator.data", actions.factors_by_key, actions.renew_factors))
