"""Shapes of input: users, their passwords, their keys."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.forms.signing import PASSWORD_HELP

USERNAME_HELP = _("Letters, digits and . - _; people sign in with it.")


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


class KeyForm(forms.Form):
    """A key for a machine."""

    label = forms.CharField(
        label=_("What it is for"),
        max_length=120,
        help_text=_("Such as: hotline exchange. You will recognise it when you revoke it."),
    )
