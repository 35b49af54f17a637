"""Shapes of input: signing in, passwords, users, keys."""

from typing import Any, cast

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.queries import AuditAsked
from gewu.kernel.journal import audited_kinds

USERNAME_HELP = _("Letters, digits and . - _; people sign in with it.")
PASSWORD_HELP = _("At least 10 characters. A short sentence is easy to remember.")


class LongEnough(MinimumLengthValidator):
    """At least so many characters, said in our words: Django has none in Chinese."""

    def get_error_message(self) -> str:
        """What is said of a shorter one."""
        return gettext("It is too short: at least %(count)s characters.") % {
            "count": self.min_length
        }


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


class UserForm(forms.Form):
    """A new sign-in."""

    name_zh = forms.CharField(label=_("Full name"), max_length=80)
    name_en = forms.CharField(label=_("Full name in Latin letters"), max_length=120, required=False)
    username = forms.CharField(label=_("Sign-in name"), max_length=150, help_text=USERNAME_HELP)
    password = forms.CharField(
        label=_("First password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NamesForm(forms.Form):
    """The names that are shown."""

    name_zh = forms.CharField(label=_("Full name"), max_length=80)
    name_en = forms.CharField(label=_("Full name in Latin letters"), max_length=120, required=False)


class PasswordForm(forms.Form):
    """A new password for somebody else."""

    password = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AuditForm(forms.Form):
    """What to look for in the audit."""

    q = forms.CharField(required=False, max_length=80)
    kind = forms.ChoiceField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(audited_kinds().items(), key=lambda kind: str(kind[1]))
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("Everything")), *kinds]

    def asked(self) -> AuditAsked:
        """The wishes that can be understood; others are left out."""
        self.full_clean()
        given = self.cleaned_data
        return AuditAsked(
            given.get("q") or "", given.get("kind") or "", given.get("since"), given.get("until")
        )


class AuditExportForm(forms.Form):
    """Some of the audit as a table, and what it is for."""

    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=120,
        help_text=_("It stands at the head of the table and in the audit."),
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("The last day lies before the first."))
        return given


class KeyForm(forms.Form):
    """A key for a machine."""

    label = forms.CharField(
        label=_("What it is for"),
        max_length=120,
        help_text=_("Such as: hotline exchange. You will recognise it when you revoke it."),
    )


def _plain(field: forms.Field, label: Any, **attrs: Any) -> None:
    """Allauth's placeholders repeat its labels; a label alone is enough."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)
