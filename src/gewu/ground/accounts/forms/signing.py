"""Shapes of input: signing in, one's own password, the second factor."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts import queries, rules
from gewu.ground.accounts.models import User

PASSWORD_HELP = _(
    "At least 10 characters of three kinds: small letters, capitals, digits, others. "
    "A short sentence with a number is easy to remember. Not one of the last five."
)


class LongEnough(MinimumLengthValidator):
    """At least so many characters, said in our words: Django has none in Chinese."""

    def get_error_message(self) -> str:
        """What is said of a shorter one."""
        return gettext("It is too short: at least %(count)s characters.") % {
            "count": self.min_length
        }


class Mixed:
    """Signs of three kinds out of four."""

    least = 3

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError where it is too plain."""
        if rules.kinds_of_signs(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_plain")

    def get_help_text(self) -> str:
        """What is wanted."""
        return gettext(
            "It is too plain: take three kinds of small letters, capitals, digits and others."
        )


class NotHadBefore:
    """None of the last five; nor the one that is in use."""

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError where it comes back."""
        if user is not None and queries.had_before(user, password):
            raise ValidationError(self.get_help_text(), code="password_had_before")

    def get_help_text(self) -> str:
        """What is wanted."""
        return gettext("You had it before: choose one that is not among the last five.")


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("Sign-in name"), autocomplete="username", autofocus=True)
        _plain(self.fields["password"], _("Password"), autocomplete="current-password")
        self.fields["password"].help_text = ""


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    """One's own password: the old one, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Current password"), autocomplete="current-password")
        _plain(self.fields["password1"], _("New password"), autocomplete="new-password")
        _plain(self.fields["password2"], _("New password again"), autocomplete="new-password")
        self.fields["password1"].help_text = PASSWORD_HELP


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """One's own password once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Current password"), autocomplete="current-password")


class CodeForm(base.AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or one of the spare codes, when signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("Code of the app, or a spare code"))


class CodeAgainForm(base.ReauthenticateForm):  # type: ignore[misc]
    """The same once more, before something weighty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("Code of the app, or a spare code"))


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, which shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("The six digits that the app shows now"))


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey; the browser puts the credential in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _key_name(self.fields["name"])
        self.fields["passwordless"].label = _("It signs in without a password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for its own PIN; nothing of that comes to us."
        )


class RenameKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _key_name(self.fields["name"])


def _plain(field: forms.Field, label: Any, **attrs: Any) -> None:
    """Allauth's placeholders repeat its labels; a label alone is enough."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _code(field: forms.Field, label: Any) -> None:
    _plain(field, label, autocomplete="one-time-code", inputmode="numeric", autofocus=True)


def _key_name(field: forms.Field) -> None:
    _plain(field, _("Name of the key"), maxlength=60)
    field.help_text = _("Such as: my phone. You will recognise it when you remove it.")
