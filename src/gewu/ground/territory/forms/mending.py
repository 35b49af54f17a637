"""Shapes of input: what of an imported file is mended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.rules.mending import Mend


class MendForm(forms.Form):
    """Repairs of outlines; none is made without being chosen."""

    valid = forms.BooleanField(
        label=_("Cut self-crossing outlines apart and close open ones"), required=False
    )
    clip = forms.BooleanField(label=_("Cut off what lies outside the area above"), required=False)
    snap = forms.FloatField(
        label=_("Snap borders that lie nearer than (metres)"),
        required=False,
        min_value=0,
        max_value=50,
    )
    apart = forms.BooleanField(label=_("Give overlaps to the smaller area"), required=False)
    gaps = forms.FloatField(
        label=_("Fill gaps of up to (m²)"), required=False, min_value=0, max_value=200_000
    )

    def mend(self) -> Mend:
        """What was chosen."""
        data = self.cleaned_data
        return Mend(
            valid=data["valid"],
            snap=data["snap"] or 0.0,
            apart=data["apart"],
            gaps=data["gaps"] or 0.0,
            clip=data["clip"],
        )
