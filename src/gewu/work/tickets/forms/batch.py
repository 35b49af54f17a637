"""What to do with many tickets at once: first what would happen, then the word to go."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.queries import county
from gewu.work.tickets.forms.joining import master_named
from gewu.work.tickets.models import Condition, Ticket
from gewu.work.tickets.queries.batch import Order
from gewu.work.tickets.queries.catalogue import current_conditions
from gewu.work.tickets.rules.batch import STEPS

NAMES: dict[str, str | Promise] = {
    "dispatch": _("Dispatch"),
    "file_and_dispatch": _("File and dispatch"),
    "sign": _("Sign for them"),
    "remark": _("Add a remark"),
    "supervise": _("Supervise"),
    "urge": _("Urge"),
    "merge": _("Merge into one"),
}
NEEDS: dict[str, tuple[str, ...]] = {
    "dispatch": ("unit",),
    "file_and_dispatch": ("condition", "unit"),
    "supervise": ("level",),
    "merge": ("number",),
}
WORDS_NEEDED = ("remark", "supervise")


class ConditionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Conditions under the name of their item."""

    def label_from_instance(self, obj: Condition) -> str:
        """Such as: 垃圾满溢 · 一般情况."""
        return f"{obj.item.name} · {obj.name}"


class BatchForm(forms.Form):
    """The verb and what it needs; fields that it does not need are left out."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    verb = forms.ChoiceField(choices=list(NAMES.items()))
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        label=_("Unit"),
        empty_label=_("As the rules say"),
    )
    condition = ConditionChoice(
        queryset=Condition.objects.none(),
        label=_("Filed when"),
        empty_label=_("Choose a condition"),
        error_messages={"required": _("Choose when it is filed.")},
    )
    level = forms.ChoiceField(
        choices=Ticket.Supervision.choices, label=_("Level"), initial=Ticket.Supervision.BLUE
    )
    number = forms.CharField(
        label=_("Number of the ticket that goes on"),
        max_length=40,
        error_messages={"required": _("Choose a ticket, or write its number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("A word with it"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a sentence what was done or why.")},
    )

    def __init__(self, *given: Any, viewer: User, verb: str, going: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        self.viewer = viewer
        needed = NEEDS.get(verb, ())
        for name in ("unit", "condition", "level", "number"):
            if name not in needed:
                del self.fields[name]
        if verb == "sign":
            del self.fields["words"]
        elif going:
            self.fields["words"].required = verb in WORDS_NEEDED
        self._fill(needed)

    def clean_number(self) -> Ticket:
        """The ticket of the number."""
        return master_named(self.viewer, self.cleaned_data["number"])

    def order(self) -> Order | None:
        """What is asked for, as far as it could be read."""
        self.is_valid()
        read = self.cleaned_data
        if read.get("verb") not in STEPS:
            return None
        return Order(
            verb=read["verb"],
            unit=read.get("unit"),
            condition=read.get("condition"),
            master=read.get("number"),
            level=read.get("level", ""),
        )

    def _fill(self, needed: tuple[str, ...]) -> None:
        county_id = county().pk
        for name in needed:
            field = self.fields[name]
            if isinstance(field, ConditionChoice):
                conditions = current_conditions().filter(item__county_id=county_id)
                field.queryset = conditions.filter(item__is_active=True).select_related("item")
            elif isinstance(field, forms.ModelChoiceField):
                units = Unit.objects.filter(county_id=county_id)
                field.queryset = units.order_by("area__level", "area__code", "name_zh")

    @property
    def choices(self) -> list[forms.BoundField]:
        """What has to be chosen before one sees what would happen."""
        return [
            self[name] for name in ("condition", "unit", "level", "number") if name in self.fields
        ]
