"""Shapes of input: a table of households and people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ui.asking import not_too_large


class PeopleFileForm(forms.Form):
    """The table, and whether faulty rows stop it."""

    file = forms.FileField(
        label=_("Table of households and people"),
        help_text=_(
            "CSV or XLSX, at most 20 MB; a row for each person, a household's rows together."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx,.gz"}),
    )
    skips_bad = forms.BooleanField(
        label=_("Take all rows that can be taken, and leave the others out"), required=False
    )

    def clean_file(self) -> Any:
        """A file of a size that can be looked at in one go."""
        return not_too_large(self.cleaned_data["file"])
