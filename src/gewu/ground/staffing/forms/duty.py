"""Shapes of input: kinds of shifts, rosters, wishes, swaps."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES, User
from gewu.ground.staffing import rules
from gewu.ground.staffing.forms.posts import DayInput
from gewu.ground.staffing.models import Duty, DutyWish


class TimeInput(forms.TimeInput):
    """The browser's own clock, hours and minutes."""

    input_type = "time"
    format = "%H:%M"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ShiftKindForm(forms.Form):
    """When, on which days, how many, and whose posts."""

    name_zh = forms.CharField(label=_("Name"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    begins = forms.TimeField(label=_("From (time)"), widget=TimeInput)
    ends = forms.TimeField(
        label=_("Until (time)"),
        widget=TimeInput,
        help_text=_("Earlier than the beginning, it is a time of the next day."),
    )
    on = forms.ChoiceField(label=_("Days"), choices=rules.Days.choices)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        choices=rules.WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for chosen days of the week."),
    )
    need = forms.IntegerField(label=_("How many people"), min_value=1, max_value=50, initial=1)
    roles = forms.MultipleChoiceField(
        label=_("Which posts may take it"),
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    with_below = forms.BooleanField(label=_("Also people of the units below"), required=False)


class DutySettingForm(forms.Form):
    """How swaps go, and the phone of whoever is on duty."""

    swaps = forms.ChoiceField(label=_("Swaps"), choices=rules.Swaps.choices)
    phone = forms.CharField(
        label=_("Duty phone"),
        max_length=20,
        required=False,
        help_text=_("It is the number for supervision on the pages of the grids."),
    )


class RosterForm(forms.Form):
    """The days of a new roster."""

    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(label=_("Last day"), widget=DayInput)


class MonthForm(forms.Form):
    """Which month the page shows."""

    month = forms.DateField(required=False, input_formats=["%Y-%m"])


class GiveForm(forms.Form):
    """Who takes a shift."""

    user = forms.ChoiceField(label=_("Person"))

    def __init__(self, people: Iterable[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Please choose"))] + [
            (pk, user.shown_name) for pk, user in self.people.items()
        ]

    def clean_user(self) -> User:
        """The chosen person."""
        return self.people[self.cleaned_data["user"]]


class WishForm(forms.Form):
    """Days without a shift."""

    kind = forms.ChoiceField(label=_("How firm"), choices=DutyWish.Kind.choices)
    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(label=_("Last day"), widget=DayInput)


class SwapForm(forms.Form):
    """Whom to ask, and for which of their shifts."""

    choice = forms.ChoiceField(
        label=_("Who could take it"),
        widget=forms.RadioSelect,
        help_text=_("Only what breaks no rule for either of you."),
    )

    def __init__(
        self, choices: Iterable[tuple[User, Duty | None]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = {
            f"{user.pk}:{other.pk if other else ''}": (user, other) for user, other in choices
        }
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, _said(*pair)) for key, pair in self.found.items()]

    def clean_choice(self) -> tuple[User, Duty | None]:
        """The person, and the shift of theirs."""
        return self.found[self.cleaned_data["choice"]]


def _said(user: User, other: Duty | None) -> str:
    if other is None:
        alone = _("without a shift in return")
        return f"{user.shown_name} · {alone}"
    day: date = other.shift.day
    return f"{user.shown_name} · {day:%m-%d} {other.shift.kind.name}"
