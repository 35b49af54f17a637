"""Shapes of input: purposes, notices, impact assessments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.actions import PurposeGiven
from gewu.ground.residents.models import Purpose
from gewu.ground.residents.rules.fields import FIELD_CHOICES
from gewu.ground.residents.rules.purposes import LONGEST_RETENTION, Basis


class NewPurposeForm(forms.Form):
    """What a purpose says of itself."""

    code = forms.RegexField(
        r"^[a-z0-9_]+$",
        label=_("Code"),
        max_length=30,
        help_text=_("Small letters, digits and underscores; it never changes."),
    )
    name_zh = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    basis = forms.ChoiceField(label=_("Legal basis"), choices=Basis.choices)
    authority = forms.CharField(
        label=_("Law or decision that allows it"), max_length=300, required=False
    )
    fields_held = forms.MultipleChoiceField(
        label=_("Fields it may hold"),
        choices=FIELD_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    retention_days = forms.IntegerField(
        label=_("Kept for so many days"), min_value=1, max_value=LONGEST_RETENTION, initial=365
    )
    ask_again_months = forms.IntegerField(
        label=_("Months until somebody who said no may be asked again"),
        min_value=1,
        max_value=60,
        initial=6,
    )

    def given(self) -> PurposeGiven:
        """What was filled in."""
        data = self.cleaned_data
        names = ("name_zh", "name_en", "basis", "authority", "retention_days", "ask_again_months")
        return PurposeGiven(fields=data["fields_held"], **{name: data[name] for name in names})


class ChangePurposeForm(NewPurposeForm):
    """The same without the code."""

    code = None  # type: ignore[assignment]


class NoticeForm(forms.Form):
    """What people are told."""

    text_zh = forms.CharField(
        label=_("What people are told"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )
    text_en = forms.CharField(
        label=_("The same in English"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AssessmentForm(forms.Form):
    """The three things that an impact assessment says (PIPL art. 56)."""

    necessity = forms.CharField(
        label=_("Why it is lawful, proper and necessary"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    effects = forms.CharField(
        label=_("What it can do to people, and the risks"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    measures = forms.CharField(
        label=_("How people are protected"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def initial_of(purpose: Purpose) -> dict[str, object]:
    """A purpose as its form begins."""
    names = ("name_zh", "name_en", "basis", "authority", "retention_days", "ask_again_months")
    return {name: getattr(purpose, name) for name in names} | {"fields_held": purpose.fields}
