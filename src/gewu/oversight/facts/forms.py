"""The period that somebody looks at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = 30


class PeriodForm(forms.Form):
    """So many days up to now; what cannot be read is a month."""

    days = forms.TypedChoiceField(
        label=_("Period"),
        choices=[("7", _("Last 7 days")), ("30", _("Last 30 days")), ("90", _("Last 90 days"))],
        coerce=int,
        required=False,
    )

    def chosen(self) -> int:
        """How many days."""
        cleaned: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        days: int = cleaned.get("days") or DAYS
        return days
