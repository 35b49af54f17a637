"""Leave, stand-ins, handovers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.forms.posts import DayInput, person_named
from gewu.ground.staffing.models import Leave


class PeopleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People by name, with the name they sign in with, if they do."""

    def label_from_instance(self, obj: User) -> str:
        """The name in the reader's language."""
        signs_in = obj.has_usable_password()
        return f"{obj.shown_name} · {obj.username}" if signs_in else obj.shown_name


class LeaveForm(forms.Form):
    """Which days, and what kind; no reason is asked."""

    user = forms.CharField(
        label=_("Whose leave"),
        required=False,
        max_length=150,
        help_text=_("Empty: for yourself. Begin to type a name; choose the sign-in name."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of leave"),
        choices=Leave.Kind.choices,
        help_text=_("Nothing more is asked. No illness is written down."),
    )
    from_day = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DayInput)
    until = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, viewer: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        if not viewer.may("staffing.leave"):
            del self.fields["user"]

    def clean(self) -> dict[str, Any]:
        """Oneself where nobody else is named."""
        data = super().clean() or {}
        name = data.get("user")
        try:
            data["user"] = person_named(name) if name else self.viewer
        except forms.ValidationError as fault:
            self.add_error("user", fault)
        return data


class StandInField(PeopleField):
    """Somebody who could stand in."""


class ApproveForm(forms.Form):
    """Who stands in on these days."""

    stand_in = StandInField(
        label=_("Who stands in"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("They have the rights of the post on exactly these days."),
    )

    def __init__(self, people: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_among(self, "stand_in", people)


class DeclineForm(forms.Form):
    """Why not."""

    words = forms.CharField(label=_("Why it is declined"), max_length=200)


class StandInForm(forms.Form):
    """Who looks after a vacant post, and when."""

    user = StandInField(label=_("Who stands in"), queryset=User.objects.none())
    from_day = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DayInput)
    until = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(self, people: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_among(self, "user", people)


class HandoverForm(forms.Form):
    """What to tell, and to whom."""

    taker = PeopleField(label=_("Who goes on"), queryset=User.objects.none(), empty_label=None)
    words = forms.CharField(
        label=_("What the next one should know"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Places, keys, appointments made. No names or troubles of residents."),
    )

    def __init__(self, people: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_among(self, "taker", people)


def _choose_among(form: forms.Form, name: str, people: Sequence[User]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = User.objects.filter(pk__in=[user.pk for user in people])
