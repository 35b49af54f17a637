"""Shapes of input: asking for fields, deciding, looking one record up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import unit_names
from gewu.ground.registers.forms.noting import DayInput
from gewu.ground.registers.models import FieldRequest, RegisterKind
from gewu.ground.registers.queries.kinds import fields_of
from gewu.ground.registers.queries.lending import field_names


class AskFieldsForm(forms.Form):
    """Which fields, for which unit, for what, until when."""

    unit_id = forms.ChoiceField(label=_("For which unit"))
    wanted = forms.MultipleChoiceField(
        label=_("Fields that are needed"), widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(
        label=_("What they are needed for"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = forms.DateField(
        label=_("Until"), widget=DayInput, help_text=_("It ends by itself; a year at most.")
    )

    def __init__(self, viewer: User, kind: RegisterKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [pk for pk in viewer.units_with("registers.ask") if pk != kind.keeper_id]
        unit, wanted = self.fields["unit_id"], self.fields["wanted"]
        assert isinstance(unit, forms.ChoiceField) and isinstance(wanted, forms.ChoiceField)
        unit.choices = [(str(pk), name) for pk, name in unit_names(units).items()]
        wanted.choices = [(each.key, each.name) for each in fields_of(kind)]


class DecideForm(forms.Form):
    """Which of the fields are granted; or why none is."""

    granted = forms.MultipleChoiceField(
        label=_("Granted fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: refused, with the reason below."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, request: FieldRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["granted"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, name) for key, name, _granted in field_names(request)]


class LookUpForm(forms.Form):
    """One record by its code or its whole name."""

    words = forms.CharField(
        label=_("Code or whole name"),
        max_length=120,
        help_text=_("One record at a time; each look-up is on record and seen by the keeper."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RevokeForm(forms.Form):
    """Why it ends at once."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
