"""A routing rule as a form: what it asks, and where it sends."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area, Level
from gewu.work.tickets.actions.routing import RuleWords
from gewu.work.tickets.models import Category, Condition, Item, LeadKind, RoutingRule, Ticket
from gewu.work.tickets.queries.catalogue import item_choices
from gewu.work.tickets.queries.rule_words import AREA_KINDS, area_choices
from gewu.work.tickets.rules.telling import weekday_names

LEVELS = [
    ("", _("Any")),
    *((level.value, level.label) for level in Level if level != Level.COUNTY),
]
OF_PLACE = [("", _("Please choose"))] + [
    (level.value, level.label) for level in LeadKind.Level if level != LeadKind.Level.DEPARTMENT
]
YES_NO = [("", _("Whether or not")), ("yes", _("Only confidential ones")), ("no", _("Only others"))]
LONGEST_WORD = 40
MOST_WORDS = 30
TIME = {"type": "time"}
TALL = {"size": 8}


class SeenForm(forms.Form):
    """The state of the draft that somebody looked at when they pressed a button."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class MoveRuleForm(SeenForm):
    """Earlier or later."""

    up = forms.BooleanField(required=False)


class ActivateForm(SeenForm):
    """Bring a draft into force."""

    note = forms.CharField(
        label=_("What changes and why"),
        max_length=200,
        required=False,
        help_text=_("Stands in the list of versions."),
    )


class RuleForm(SeenForm):
    """Everything that a rule can ask; what is left empty is not asked."""

    name_zh = forms.CharField(label=_("Name of the rule"), max_length=80, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    items = forms.MultipleChoiceField(
        label=_("Items"),
        required=False,
        widget=forms.SelectMultiple(attrs=TALL),
        help_text=_("Any of them. Several at once with Ctrl."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Or all of a category"), required=False, widget=forms.CheckboxSelectMultiple
    )
    conditions = forms.MultipleChoiceField(
        label=_("Or filed under"), required=False, widget=forms.SelectMultiple(attrs=TALL)
    )
    area = forms.ModelChoiceField(
        label=_("Place"), queryset=Area.objects.none(), required=False, empty_label=_("Anywhere")
    )
    area_level = forms.TypedChoiceField(
        label=_("How exactly the place is known"),
        choices=LEVELS,
        required=False,
        coerce=int,
        empty_value=None,
    )
    area_kind = forms.ChoiceField(
        label=_("Kind of grid"), choices=[("", _("Any")), *AREA_KINDS.items()], required=False
    )
    channels = forms.MultipleChoiceField(
        label=_("How it came"),
        choices=Ticket.Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the report"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(TIME, "%H:%M"))
    until = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(TIME, "%H:%M"),
        help_text=_("Earlier than the beginning means through the night."),
    )
    keywords = forms.CharField(
        label=_("Words of the report"),
        max_length=400,
        required=False,
        help_text=_("Any of them, with commas between."),
    )
    is_confidential = forms.ChoiceField(label=_("Confidential"), choices=YES_NO, required=False)
    target = forms.ChoiceField(
        label=_("Send it to"), choices=RoutingRule.Kind.choices, widget=forms.RadioSelect
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Please choose"),
    )
    level = forms.ChoiceField(label=_("Level"), choices=OF_PLACE, required=False)
    lead_kind = forms.ModelChoiceField(
        label=_("Kind of work"),
        queryset=LeadKind.objects.none(),
        required=False,
        empty_label=_("Please choose"),
    )
    as_item = forms.ModelChoiceField(
        label=_("Other item"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("Please choose"),
    )

    ASKED = ("name_zh", "name_en")
    ABOUT = ("items", "categories", "conditions", "keywords", "is_confidential")
    WHERE = ("area", "area_level", "area_kind", "channels")
    WHEN = ("weekdays", "since", "until")
    TARGETS = ("unit", "level", "lead_kind", "as_item")

    def __init__(
        self, given: Any = None, *, county_id: UUID, rule: RoutingRule | None = None
    ) -> None:
        super().__init__(given, initial=_initial(rule) if rule else None)
        self._offer(county_id, rule)

    def clean_keywords(self) -> list[str]:
        """Words between commas of either script, each once."""
        given = re.split(r"[,，、;；\n]+", self.cleaned_data["keywords"])
        words = list(dict.fromkeys(word.strip() for word in given if word.strip()))
        if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
            raise forms.ValidationError(
                gettext("At most %(most)d words of %(long)d characters each.")
                % {"most": MOST_WORDS, "long": LONGEST_WORD}
            )
        return words

    def wording(self) -> RuleWords:
        """What the rule says; of the targets only the one that was chosen."""
        read = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        kept = {"unit": "unit", "level": "level", "lead": "lead_kind", "item": "as_item"}
        for name in self.TARGETS:
            if name != kept[read["target"]]:
                read[name] = "" if name == "level" else None
        read["is_confidential"] = {"yes": True, "no": False}.get(read["is_confidential"])
        return RuleWords(**read)

    def told_anew(self, seen: int) -> None:
        """What was typed stays, on top of the draft as it stands now."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["seen"] = str(seen)

    def asked_fields(self) -> Iterable[forms.BoundField]:
        """Names of the rule."""
        return (self[name] for name in self.ASKED)

    def about_fields(self) -> Iterable[forms.BoundField]:
        """What it is about."""
        return (self[name] for name in self.ABOUT)

    def where_fields(self) -> Iterable[forms.BoundField]:
        """Where it is and how it came."""
        return (self[name] for name in self.WHERE)

    def when_fields(self) -> Iterable[forms.BoundField]:
        """When it was reported."""
        return (self[name] for name in self.WHEN)

    def target_fields(self) -> Iterable[forms.BoundField]:
        """Where it goes."""
        return (self[name] for name in ("target", *self.TARGETS))

    def _offer(self, county_id: UUID, rule: RoutingRule | None) -> None:
        groups = item_choices(county_id)
        listed: list[Any] = [
            (category.name, [(item.code, f"{item.code} {item.name}") for item in leaves])
            for category, leaves in groups
        ]
        known = {item.code for _category, leaves in groups for item in leaves}
        if gone := [code for code in (rule.items if rule else []) if code not in known]:
            listed.append((gettext("Out of use"), [(code, code) for code in gone]))
        categories = Category.objects.filter(county_id=county_id)
        self._choose("items", listed)
        self._choose("categories", [(each.code, each.name) for each in categories])
        self._choose("conditions", _condition_choices(county_id))
        self._choose("weekdays", list(enumerate(weekday_names(), 1)))
        self._choose_rows("area", [each.pk for each in area_choices(county_id)], Area, "path")
        area = self.fields["area"]
        assert isinstance(area, forms.ModelChoiceField)
        area.label_from_instance = _indented  # type: ignore[method-assign,assignment]
        self._choose_rows("unit", county_id, Unit, "kind")
        self._choose_rows("lead_kind", county_id, LeadKind, "kind")
        self._choose_rows("as_item", county_id, Item, "code")

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _choose_rows(self, name: str, wanted: Any, model: Any, order: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        chosen = {"pk__in": wanted} if isinstance(wanted, list) else {"county_id": wanted}
        rows = model.objects.filter(**chosen).order_by(order, "name_zh")
        if name == "lead_kind":
            rows = rows.filter(level=LeadKind.Level.DEPARTMENT)
        field.queryset = rows.filter(is_active=True) if name == "as_item" else rows


def _condition_choices(county_id: UUID) -> list[Any]:
    """Conditions in force under their items, where an item has more than one."""
    current = Condition.objects.filter(county_id=county_id, valid_to__isnull=True)
    rows = current.filter(item__is_active=True).select_related("item")
    groups = groupby(rows.order_by("item__code", "seq"), lambda each: each.item)
    found = [(item, list(leaves)) for item, leaves in groups]
    return [
        (
            f"{item.code} {item.name}",
            [(f"{item.code}:{each.seq}", each.name) for each in leaves],
        )
        for item, leaves in found
        if len(leaves) > 1
    ]


def _initial(rule: RoutingRule) -> dict[str, Any]:
    plain = ("name_zh", "name_en", "items", "categories", "conditions", "area_level")
    same = (*plain, "area_kind", "channels", "weekdays", "since", "until", "target", "level")
    keys = ("area", "unit", "lead_kind", "as_item")
    return {
        **{name: getattr(rule, name) for name in same},
        **{name: getattr(rule, f"{name}_id") for name in keys},
        "keywords": "、".join(rule.keywords),
        "is_confidential": {True: "yes", False: "no", None: ""}[rule.is_confidential],
    }


def _indented(area: Area) -> str:
    return "　" * (area.level - Level.TOWN) + area.name
