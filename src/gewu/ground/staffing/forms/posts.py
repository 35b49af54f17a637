"""Shapes of input: units, posts, appointments."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import queries, rules
from gewu.ground.staffing.models import Post, PostKind, Unit


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Browsers want ISO days whatever the language."""
        return value.isoformat() if isinstance(value, date) else str(value or "")


def person_named(username: str) -> User:
    """The user behind a sign-in name; a sentence at the field where there is none."""
    found = queries.people_to_appoint().filter(username=username).first()
    if found is None:
        raise forms.ValidationError(_("Nobody with an open sign-in has this sign-in name."))
    return found


class UnitForm(forms.Form):
    """What a unit is called and where it answers the phone."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    phone = forms.CharField(label=_("Public phone"), max_length=20, required=False)


class SuccessorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its name in the reader's language, with what kind it is."""

    def label_from_instance(self, obj: Unit) -> str:
        """The name and the kind."""
        return f"{obj.name} · {obj.get_kind_display()}"


class DissolveForm(forms.Form):
    """Who takes over, and why."""

    successor = SuccessorField(
        label=_("Who takes over"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Everything open goes there as it is; no limit begins anew."),
        error_messages={
            "invalid_choice": _("This unit does not exist. Please choose again."),
        },
    )
    words = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the history of everything that goes over."),
        error_messages={"required": _("Say in a sentence why; it stands in each history.")},
    )

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.successors_of(unit)
        open_things = queries.still_open(queries.burdens_of(unit))
        field.empty_label = _("Please choose") if open_things else _("Nobody takes over")
        if open_things:
            field.required = self.fields["words"].required = True
            field.error_messages["required"] = open_things


class PostForm(forms.Form):
    """A seat in a unit."""

    kind = forms.ChoiceField(label=_("Kind of post"))
    title_zh = forms.CharField(
        label=_("Title"),
        max_length=80,
        required=False,
        help_text=_("If it is called otherwise than its kind."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    phone = forms.CharField(label=_("Work phone"), max_length=20, required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {str(kind.pk): kind for kind in queries.kinds_for(unit)}
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, kind.name) for pk, kind in self.kinds.items()]

    def clean_kind(self) -> PostKind:
        """The kind behind its id."""
        return self.kinds[self.cleaned_data["kind"]]


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
    name_zh = forms.CharField(
        label=_("Or somebody new, who does not sign in"),
        max_length=80,
        required=False,
        help_text=_("Full name, or the name of a team. No address, no private phone."),
    )
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=120, required=False)
    from_day = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DayInput)
    until = forms.DateField(label=_("Last day, if it is known"), required=False, widget=DayInput)

    def __init__(self, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].required = bool(post.role)
        if post.role:  # who does work here has to sign in
            del self.fields["name_zh"], self.fields["name_en"]

    def clean_user(self) -> User | None:
        """The user behind a sign-in name."""
        name = self.cleaned_data["user"]
        return person_named(name) if name else None

    def clean(self) -> dict[str, Any]:
        """Somebody has to be named, known or new."""
        data = super().clean() or {}
        if not self.errors and not data.get("user") and not data.get("name_zh"):
            self.add_error("user", _("Choose a person, or write the name of somebody new."))
        return data


class EndForm(forms.Form):
    """The last day."""

    last_day = forms.DateField(label=_("Last day"), initial=timezone.localdate, widget=DayInput)


class FilterForm(forms.Form):
    """Above the list of units."""

    q = forms.CharField(required=False)
    kind = forms.ChoiceField(
        required=False, choices=[("", _("All kinds")), *rules.UnitKind.choices]
    )
