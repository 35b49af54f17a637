"""Of which areas somebody wants to know whether help is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.models import Level
from gewu.work.tickets.queries.relief import LEVELS


class ReliefForm(forms.Form):
    """Level, name or code, and whether only where help is needed."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[(level.value, level.label) for level in LEVELS],
        coerce=lambda value: Level(int(value)),
        required=False,
    )
    q = forms.CharField(label=_("Name or code of the area"), required=False, max_length=60)
    only = forms.BooleanField(label=_("Only where help is needed"), required=False)

    def filters(self) -> dict[str, Any]:
        """What can be read of the address."""
        self.is_valid()
        read = self.cleaned_data
        return {
            "level": read.get("level") or Level.GRID,
            "words": (read.get("q") or "").strip(),
            "only": bool(read.get("only")),
        }
