"""What a county promises, and its special days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.models import SpecialDay, Terms
from gewu.work.tickets.rules.promises import PROMISES


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Working hours and promises."""

    class Meta:
        model = Terms
        fields = (
            "morning_from",
            "morning_to",
            "afternoon_from",
            "afternoon_to",
            *PROMISES,
        )
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in fields[:4]
        }

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        read = self.cleaned_data
        return {
            "morning": (read["morning_from"], read["morning_to"]),
            "afternoon": (read["afternoon_from"], read["afternoon_to"]),
            "promises": {name: read[name] for name in PROMISES},
        }

    def promised(self) -> list[forms.BoundField]:
        """The fields of the promises, in the order of the way."""
        return [self[name] for name in PROMISES]

    def _post_clean(self) -> None:
        """The action decides and says so in plain words; the row itself is not touched here."""


class SpecialDayForm(forms.Form):
    """A holiday, or a day that is worked to make up for one."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=SpecialDay.Kind.choices)
    name_zh = forms.CharField(label=_("Name"), max_length=60, required=False)
    official = forms.BooleanField(label=_("From the official notice"), required=False, initial=True)
