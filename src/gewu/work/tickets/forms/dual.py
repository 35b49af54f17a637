"""Dispatch, with a second order at the same time where one is wanted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.work.tickets.forms.moving import DispatchForm


class DualDispatchForm(DispatchForm):
    """A unit that leads, and if wanted a second one with an order and a clock of its own."""

    second = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        label=_("Second unit"),
        empty_label=_("None"),
        error_messages={"invalid_choice": _("This unit does not exist. Please choose again.")},
    )
    second_words = forms.CharField(
        label=_("What the second unit is to do"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["second"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(county_id=self.ticket.county_id)

    def arguments(self) -> dict[str, Any]:
        """To whom, and to whom else."""
        given = super().arguments()
        if second := self.cleaned_data["second"]:
            return given | {"second": second, "second_words": self.cleaned_data["second_words"]}
        return given
