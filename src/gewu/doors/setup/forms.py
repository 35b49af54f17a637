"""Shapes of input: the county itself, and a file with one sheet or a whole book."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.models import Area
from gewu.ui.asking import not_too_large

SCHEMES = Area._meta.get_field("code_scheme").choices or ()
ZONES = [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone]


class CountyForm(forms.Form):
    """What everything else stands on."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Six digits, such as 370883.")
    )
    code_scheme = forms.ChoiceField(
        label=_("How codes are built"), choices=SCHEMES, initial="national"
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="Asia/Shanghai")
    phone = forms.CharField(
        label=_("Number that residents call"),
        max_length=20,
        required=False,
        help_text=_("Of the county desk, such as 0537-12345. It stands on every poster."),
    )


class BookForm(forms.Form):
    """The file; perhaps it is only looked through."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("XLSX, or CSV in UTF-8 or GBK; at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    only_check = forms.BooleanField(label=_("Only look through it, change nothing"), required=False)

    def clean_file(self) -> Any:
        """A file of a size that can be looked at in one go."""
        file = self.cleaned_data["file"]
        return not_too_large(file)
