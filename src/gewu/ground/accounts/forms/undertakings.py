"""Shapes of input of the confidentiality undertaking."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """The promise, by the version that was read."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    promised = forms.BooleanField(
        label=_("I have read this and promise it"),
        error_messages={"required": _("Tick this first.")},
    )


class UndertakingForm(forms.Form):
    """A new version."""

    text_zh = forms.CharField(
        label=_("Text in Chinese"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14})
    )
    text_en = forms.CharField(
        label=_("Text in English"), max_length=6000, widget=forms.Textarea(attrs={"rows": 14})
    )


class SignersExportForm(forms.Form):
    """Who has signed and who not, as a table."""

    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=120,
        help_text=_("It stands at the head of the table and in the log of exports."),
    )
