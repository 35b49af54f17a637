"""Shapes of input: a table, what its columns mean, and whether bad rows are left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.registers.models import RegisterImport
from gewu.ground.registers.queries.records import writable_fields
from gewu.ground.registers.rules.changes import PREFIX
from gewu.ui.asking import not_too_large

SYSTEMS = [
    ("wgs84", _("CGCS2000 / WGS-84")),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
]


class RegisterFileForm(forms.Form):
    """A table to bring in."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("CSV or XLSX; one row a thing. What the columns mean is asked next."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx,.gz"}),
    )

    def clean_file(self) -> Any:
        """A file of a size that can be looked at in one go."""
        return not_too_large(self.cleaned_data["file"])


class MeaningForm(forms.Form):
    """Which column is what: a choice for each of the columns."""

    system = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS, required=False)

    def __init__(self, viewer: User, run: RegisterImport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = writable_fields(viewer, run.kind, None)
        targets = [
            ("", _("Left out")),
            ("name", _("Name")),
            ("code", _("Code")),
            ("area", _("Code of the grid")),
            ("lon", _("Longitude")),
            ("lat", _("Latitude")),
            *((f"{PREFIX}{each.key}", each.name) for each in own),
        ]
        self.columns = {f"c_{number}": column for number, column in enumerate(run.columns)}
        for name, column in self.columns.items():
            self.fields[name] = forms.ChoiceField(
                label=column,
                choices=targets,
                required=False,
                initial=run.mapping.get(column, ""),
            )
        self.initial["system"] = run.system
        self.order_fields([*self.columns, "system"])

    @property
    def mapping(self) -> dict[str, str]:
        """What each column means; those left out are not in it."""
        data = self.cleaned_data
        return {column: data[name] for name, column in self.columns.items() if data[name]}


class LandForm(forms.Form):
    """Whether bad rows are left out."""

    skip_bad = forms.BooleanField(label=_("Leave the bad rows out"), required=False)
