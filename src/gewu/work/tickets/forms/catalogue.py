"""Items, conditions, and which unit does the work of a kind."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.work.tickets.actions.catalogue import ConditionWords
from gewu.work.tickets.models import Category, Condition, Item, LeadKind
from gewu.work.tickets.rules.clocks import CLASS_NAMES
from gewu.work.tickets.rules.evidence import KINDS

USUAL = "D5"
ITEM_FIELDS = (
    "name_zh",
    "name_en",
    "hint_zh",
    "hint_en",
    "emergency_number",
    "is_offered",
)


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words of an item, and whether residents may choose it."""

    class Meta:
        model = Item
        fields = (*ITEM_FIELDS, "is_active")
        widgets = {
            "hint_zh": forms.Textarea(attrs={"rows": 2}),
            "hint_en": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "emergency_number": _("Shown first where there is danger, such as 119."),
            "is_active": _("Items out of use stay on old tickets and are offered to nobody."),
        }

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LeadField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of leading unit by its name in the reader's language."""

    def label_from_instance(self, obj: LeadKind) -> str:
        """The name."""
        return obj.name


class ConditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """When an item is filed, its limit, its lead, and what closes it."""

    deadline_class = forms.ChoiceField(label=_("Limit"), choices=list(CLASS_NAMES.items()))
    evidence = forms.MultipleChoiceField(
        label=_("Evidence"), choices=list(KINDS.items()), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Condition
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"lead": LeadField}
        fields = (
            "name_zh",
            "name_en",
            "deadline_class",
            "lead",
            "closing_zh",
            "closing_en",
            "evidence",
            "is_default",
        )

    def __init__(self, *given: Any, county_id: UUID, **options: Any) -> None:
        super().__init__(*given, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = LeadKind.objects.filter(county_id=county_id)
        lead.empty_label = _("Please choose")

    def _post_clean(self) -> None:
        """The action decides; rows of conditions are never edited."""

    def wording(self) -> ConditionWords:
        """What the condition says."""
        read = self.cleaned_data
        return ConditionWords(
            name_zh=read["name_zh"],
            name_en=read["name_en"],
            deadline_class=read["deadline_class"],
            lead=read["lead"],
            closing_zh=read["closing_zh"],
            closing_en=read["closing_en"],
            evidence=tuple(read["evidence"]),
        )


class NewItemForm(ConditionForm):
    """A site's own item with its first condition."""

    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), empty_label=_("Please choose")
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=4,
        help_text=_("Four digits that begin with those of the category."),
    )
    item_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    item_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    hint_zh = forms.CharField(
        label=_("Hint for residents, Chinese"), max_length=300, required=False
    )
    hint_en = forms.CharField(
        label=_("Hint for residents, English"), max_length=400, required=False
    )
    emergency_number = forms.CharField(label=_("Emergency number"), max_length=40, required=False)
    is_offered = forms.BooleanField(
        label=_("Residents may choose it"), required=False, initial=True
    )

    field_order = (
        "category",
        "code",
        "item_zh",
        "item_en",
        "hint_zh",
        "hint_en",
        "emergency_number",
        "is_offered",
        *ConditionForm.Meta.fields,
    )

    def __init__(self, *given: Any, county_id: UUID, **options: Any) -> None:
        super().__init__(*given, county_id=county_id, **options)
        del self.fields["is_default"]
        self.fields["deadline_class"].initial = USUAL
        category = self.fields["category"]
        assert isinstance(category, forms.ModelChoiceField)
        category.queryset = Category.objects.filter(county_id=county_id)

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        read = self.cleaned_data
        same = ("category", "code", "hint_zh", "hint_en", "emergency_number", "is_offered")
        return {
            "name_zh": read["item_zh"],
            "name_en": read["item_en"],
            "first": self.wording(),
            **{name: read[name] for name in same},
        }


class LeadUnitForm(forms.Form):
    """The unit that does the work of a kind."""

    lead_kind = forms.ModelChoiceField(queryset=LeadKind.objects.none(), widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    def __init__(self, *given: Any, county_id: UUID, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, choices in (
            ("lead_kind", LeadKind.objects.filter(county_id=county_id)),
            ("unit", Unit.objects.filter(county_id=county_id)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices
