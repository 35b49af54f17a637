"""Shapes of input: kinds of records, groups of fields, fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import ROLE_CHOICES
from gewu.ground.accounts.queries import unit_names
from gewu.ground.registers.models import FieldGroup, RegisterField, RegisterKind
from gewu.ground.registers.queries import groups_of
from gewu.ground.registers.rules.codes import CODE_RULES
from gewu.ground.registers.rules.fields import PRIVACY_CLASSES, FieldType
from gewu.ground.registers.rules.kinds import (
    FieldRules,
    KindGroup,
    KindRules,
    choices_of,
    lines_of,
)


class RegisterKindForm(forms.Form):
    """What a register is called, who keeps it, how often somebody looks."""

    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    group = forms.ChoiceField(
        label=_("Kind of register"), choices=KindGroup.choices, initial=KindGroup.SPECIAL
    )
    about = forms.CharField(
        label=_("What belongs in it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keeper_id = forms.ChoiceField(
        label=_("Kept by"),
        required=False,
        help_text=_("A department sees and changes all of its records, wherever they lie."),
    )
    code_rule = forms.ChoiceField(label=_("Code"), choices=CODE_RULES, required=False)
    months = forms.IntegerField(
        label=_("Looked at every so many months"),
        min_value=0,
        max_value=120,
        initial=1,
        help_text=_("0: nobody is reminded."),
    )
    in_use = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("Otherwise nobody adds to it and it stands in no list."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keeper_id"]
        assert isinstance(field, forms.ChoiceField)
        named = [(str(pk), name) for pk, name in unit_names().items()]
        field.choices = [("", _("Whoever looks after the place")), *named]

    @property
    def given(self) -> KindRules:
        """What was filled in."""
        return KindRules(**{name: self.cleaned_data[name] for name in self.fields})


def initial_of_kind(kind: RegisterKind) -> dict[str, Any]:
    """A kind as its form begins."""
    return {**vars(kind), "keeper_id": str(kind.keeper_id or "")}


class FieldGroupForm(forms.Form):
    """What a group of fields is called, and which roles see and change it."""

    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    see_roles = forms.MultipleChoiceField(
        label=_("Who sees these fields"),
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: everybody who has the register."),
    )
    edit_roles = forms.MultipleChoiceField(
        label=_("Who changes them"),
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: everybody who may change records."),
    )
    order = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=50
    )


class RegisterFieldForm(forms.Form):
    """What is written down, and by which rules."""

    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=FieldType.choices)
    choices = forms.CharField(
        label=_("Words of a choice"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in each line, such as 完好 | Good. A word may be changed in its line."),
    )
    required = forms.BooleanField(label=_("Has to be filled in"), required=False)
    unit = forms.CharField(label=_("Unit of measure"), max_length=20, required=False)
    hint = forms.CharField(label=_("Hint"), max_length=200, required=False)
    group = forms.ModelChoiceField(
        label=_("Group of fields"), queryset=FieldGroup.objects.none(), empty_label=None
    )
    privacy = forms.ChoiceField(label=_("How private"), choices=PRIVACY_CLASSES, initial="internal")
    purpose = forms.CharField(
        label=_("What it is kept for"),
        max_length=200,
        required=False,
        help_text=_("A personal field needs it: why somebody's name or phone stands there."),
    )
    order = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=500
    )

    def __init__(
        self, kind: RegisterKind, *args: Any, known: RegisterField | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known = known.spec.choices if known else ()
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset = groups_of(kind)

    @property
    def given(self) -> FieldRules:
        """What was filled in; its group stands beside it."""
        data = dict(self.cleaned_data)
        del data["group"]
        is_choice = data["type"] == FieldType.CHOICE
        data["choices"] = choices_of(data["choices"] if is_choice else "", self._known)
        return FieldRules(**data)


def initial_of_field(field: RegisterField) -> dict[str, Any]:
    """A field as its form begins."""
    return {**vars(field), "group": field.group_id, "choices": lines_of(field.spec.choices)}
