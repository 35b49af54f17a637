"""Professional grids."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing import queries, rules
from gewu.ground.staffing.forms.posts import DayInput
from gewu.ground.territory.models import Area


class CoverForm(forms.Form):
    """Which grids are covered, from which day."""

    areas = forms.CharField(
        label=_("Grids it covers"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Codes, one in a line. The code of a community or town means all its grids."),
    )
    from_day = forms.DateField(label=_("From"), initial=timezone.localdate, widget=DayInput)

    def clean_areas(self) -> list[Area]:
        """The grids of these codes."""
        found, unknown = queries.grids_to_cover(
            re.split(r"[\s,，、;；]+", self.cleaned_data["areas"].strip())
        )
        if unknown:
            text = _("These are no codes of grids: %(codes)s")
            raise forms.ValidationError(text % {"codes": str(_(", ")).join(unknown[:5])})
        return found


class OverlayForm(CoverForm):
    """A professional grid of a department."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    code_scheme = forms.ChoiceField(label=_("Code scheme"), choices=rules.SCHEMES)
    code = forms.CharField(label=_("Code"), max_length=40)
    field_order = ("name_zh", "name_en", "code_scheme", "code", "areas", "from_day")


class CloseForm(forms.Form):
    """The last day."""

    last_day = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        widget=DayInput,
        help_text=_("Whoever looks after it is appointed until then."),
    )


class OverlayFilterForm(forms.Form):
    """Above the list."""

    q = forms.CharField(required=False)
    closed = forms.BooleanField(required=False)

    def wanted(self) -> dict[str, Any]:
        """What to look for."""
        data: dict[str, Any] = {"q": "", "closed": False}
        data |= self.cleaned_data if self.is_valid() else {}
        return {"words": data["q"].strip(), "closed": data["closed"]}
