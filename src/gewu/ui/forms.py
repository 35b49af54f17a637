"""Shapes of input that every floor shares: what a file is for, and which kind of file."""

from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = (("xlsx", _("Excel (XLSX)")), ("csv", _("Plain table (CSV)")))
LONGEST_PURPOSE = 200


class PurposeForm(forms.Form):
    """What it is for, asked wherever a file is about people."""

    purpose = forms.CharField(
        label=_("What is it for"),
        max_length=LONGEST_PURPOSE,
        help_text=_("Written at the head of the file, with your name and the time."),
    )


class ExportForm(PurposeForm):
    """Which file, and what it is for."""

    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=FORMATS,
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    field_order = ("kind", "purpose")
