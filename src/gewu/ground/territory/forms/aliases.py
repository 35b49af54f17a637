"""Shapes of input: another name of an area, and which building it means."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.models import Area, Building
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.tree import visible_to


class AliasForm(forms.Form):
    """A name and the code of the area that people mean by it."""

    name = forms.CharField(label=_("What people call it"), max_length=40)
    code = forms.CharField(label=_("Code of the area"), max_length=40)

    def __init__(self, viewer: Viewer, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._viewer = viewer

    def clean_code(self) -> Area:
        """The area that bears it, among the viewer's."""
        found = visible_to(self._viewer).filter(code=self.cleaned_data["code"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("None of your areas bears this code."))
        return found


class MeansForm(forms.Form):
    """Which building is meant, where it is not the whole area."""

    building = forms.ModelChoiceField(
        label=_("Means"), queryset=Building.objects.none(), required=False
    )

    def __init__(self, area: Area, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        inside = Building.objects.filter(area__path__startswith=area.path, valid_to=None)
        self.fields["building"].queryset = inside.order_by("name_zh", "pk")  # type: ignore[attr-defined]


class AliasFileForm(forms.Form):
    """A table of names."""

    file = forms.FileField(
        label=_("Table of names"),
        help_text=_("CSV or XLSX with the columns name, code and perhaps building."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx"}),
    )
