"""Shapes of input: units, posts, appointments."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLES, User
from gewu.ground.staffing import queries, rules
from gewu.ground.staffing.models import Unit


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Browsers want ISO days whatever the language."""
        return value.isoformat() if isinstance(value, date) else str(value or "")


class UnitForm(forms.Form):
    """What a unit is called and where it answers the phone."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    phone = forms.CharField(label=_("Public phone"), max_length=20, required=False)


class PostForm(forms.Form):
    """A seat in a unit."""

    role = forms.ChoiceField(label=_("Role"))
    title_zh = forms.CharField(
        label=_("Title"),
        max_length=80,
        required=False,
        help_text=_("If it is called otherwise than the role."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    full_time = forms.BooleanField(label=_("Full time"), required=False, initial=True)
    phone = forms.CharField(label=_("Work phone"), max_length=20, required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(name, ROLES[name].label) for name in rules.ROLES_OF[unit.kind]]


class PhoneForm(forms.Form):
    """The work phone of a post."""

    phone = forms.CharField(
        label=_("Work phone"),
        max_length=20,
        required=False,
        help_text=_("For a grid worker it stands on the grid's public page."),
    )


class AppointForm(forms.Form):
    """Who, from when, perhaps to when."""

    user = forms.CharField(
        label=_("Person"),
        max_length=150,
        help_text=_("Begin to type a name; choose the sign-in name."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    from_day = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DayInput)
    until = forms.DateField(label=_("Last day, if it is known"), required=False, widget=DayInput)

    def clean_user(self) -> User:
        """The user behind a sign-in name."""
        found = queries.people_to_appoint().filter(username=self.cleaned_data["user"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with an open sign-in has this sign-in name."))
        return found


class EndForm(forms.Form):
    """The last day."""

    last_day = forms.DateField(label=_("Last day"), initial=timezone.localdate, widget=DayInput)


class FilterForm(forms.Form):
    """Above the list of units."""

    q = forms.CharField(required=False)
    kind = forms.ChoiceField(
        required=False, choices=[("", _("All kinds")), *rules.UnitKind.choices]
    )
