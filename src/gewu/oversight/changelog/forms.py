"""What somebody looks for in the change log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.oversight.changelog.queries import Asked
from gewu.oversight.changelog.rules import Told


class DayInput(forms.DateInput):
    """A day from the browser's calendar."""

    input_type = "date"


class ChangesForm(forms.Form):
    """Kind, area and days; all may stay empty."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Told.choices], required=False
    )
    area = forms.CharField(label=_("Name or code of an area"), max_length=120, required=False)
    since = forms.DateField(label=_("Decided from"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Decided until"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return data

    def asked(self) -> Asked:
        """What was filled in."""
        data = self.cleaned_data
        area = data["area"].strip()
        return Asked(data["kind"], area, data["since"], data["until"])
