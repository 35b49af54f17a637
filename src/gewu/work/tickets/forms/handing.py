"""Verbs that name another unit, and the parts of helping units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.forms.choosing import UnitField
from gewu.work.tickets.forms.telling import TellingForm
from gewu.work.tickets.models import HelpOrder
from gewu.work.tickets.queries.routing import units_below, units_to_choose
from gewu.work.tickets.rules.clocks import CLASS_NAMES, LIMITS

CHOOSE = _("Choose a unit")
NO_UNIT = {"required": _("Choose a unit.")}


class RequestVerifyForm(TellingForm):
    """Who looks at the place, and what at."""

    unit = UnitField(label=_("Unit"), required=False)
    label = _("What to look at")
    needed = False
    field_order = ("unit", "words")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        near = [unit for unit in units_to_choose(self.ticket) if unit.kind != "department"]
        _show(self, near, empty=_("The team of the grid"))

    def arguments(self) -> dict[str, Any]:
        """Who, and what at."""
        return super().arguments() | {"unit": self.cleaned_data["unit"]}


class ToUnitForm(TellingForm):
    """Another unit, and a word to it."""

    unit = UnitField(label=_("Unit"), error_messages=NO_UNIT)
    field_order: tuple[str, ...] = ("unit", "words")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        _show(self, self.units(), empty=CHOOSE)

    def units(self) -> list[Any]:
        """Whom one may choose: not the unit that has it, nor one that is too close to it."""
        taken = {self.ticket.unit_id, *self.ticket.barred, *self.ticket.helpers}
        return [unit for unit in units_to_choose(self.ticket) if unit.pk not in taken]

    def arguments(self) -> dict[str, Any]:
        """To whom, with which words."""
        return super().arguments() | {"unit": self.cleaned_data["unit"]}


class AcceptReturnForm(ToUnitForm):
    """Who gets it instead."""

    label = _("A word to the unit")
    needed = False


class AssignForm(ToUnitForm):
    """Which unit below, and what is to be done."""

    label = _("What is to be done")

    def units(self) -> list[Any]:
        """Those below."""
        return units_below(self.ticket)


class CohandleForm(ToUnitForm):
    """Who helps, with what, and until when."""

    limit = forms.ChoiceField(
        label=_("Limit"),
        required=False,
        choices=[("", _("As for the ticket")), *((key, CLASS_NAMES[key]) for key in LIMITS)],
    )
    label = _("What the other unit should do")
    field_order = ("unit", "words", "limit")

    def arguments(self) -> dict[str, Any]:
        """Which part, and until when."""
        return super().arguments() | {"limit": self.cleaned_data["limit"]}


class OrderForm(TellingForm):
    """About one helping unit."""

    order: HelpOrder

    def target(self) -> dict[str, Any]:
        """The part, not the whole."""
        return {"order": self.order}


class CohandledForm(OrderForm):
    """What the helping unit did."""

    label = _("What was done")


class UncohandleForm(OrderForm):
    """Why it is no longer needed."""

    needed = False


def _show(form: TellingForm, units: list[Any], *, empty: Any) -> None:
    field = form.fields["unit"]
    assert isinstance(field, UnitField)
    field.show(units, form.ticket.county_id, empty=empty)
