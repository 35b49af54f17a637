"""Choices in the forms of verbs: explained one by one, and units by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit

Text = str | Promise


@dataclass(frozen=True)
class Explained:
    """One choice with what follows from it."""

    value: str
    title: Text
    note: Text = ""
    icon: str = ""
    tone: str = "plain"


class ExplainedField(forms.ChoiceField):
    """A choice whose consequences are read before it is made."""

    def __init__(self, *, explained: Iterable[Explained], **options: Any) -> None:
        self.explained = tuple(explained)
        choices = [(each.value, each.title) for each in self.explained]
        super().__init__(choices=choices, **options)


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its name; any unit of the county is taken, the likely ones are shown."""

    def __init__(self, **options: Any) -> None:
        unknown = {"invalid_choice": _("This unit does not exist. Please choose again.")}
        options["error_messages"] = unknown | options.get("error_messages", {})
        super().__init__(queryset=Unit.objects.none(), **options)

    def show(self, units: Iterable[Unit], county_id: Any, *, empty: Text) -> None:
        """Which units stand in the list."""
        self.queryset = Unit.objects.filter(county_id=county_id)
        self.widget.choices = [("", empty), *((str(unit.pk), unit.name) for unit in units)]
