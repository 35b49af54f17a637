"""Make one of several tickets, or several of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.kernel.acting import Refusal
from gewu.work.tickets.forms.moving import MoveForm
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.queries.catalogue import items_of
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.rules.numbers import typed_number

PARTS = 3


def master_named(viewer: User, typed: str) -> Ticket:
    """The ticket of a typed number in the viewer's scope."""
    try:
        number = typed_number(typed)
    except Refusal as no:
        raise forms.ValidationError(str(no)) from no
    found = visible_to(viewer).filter(number=number).first()
    if found is None:
        raise forms.ValidationError(_("There is no ticket with this number in your area."))
    return found


class MergeForm(MoveForm):
    """Which ticket goes on, by a click on a likely one or by its number."""

    likely = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Number of another ticket"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Why they are the same"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only staff read this."),
    )

    def clean(self) -> dict[str, Any]:
        """A typed number counts more than a click."""
        data = super().clean() or self.cleaned_data
        typed = data.get("number") or data.get("likely") or ""
        if not typed:
            self.add_error("number", _("Choose a ticket, or write its number."))
            return data
        try:
            data["master"] = master_named(self.viewer, typed)
        except forms.ValidationError as error:
            self.add_error("number", error)
        return data

    def arguments(self) -> dict[str, Any]:
        """Into which, and why."""
        names = ("master", "words")
        return super().arguments() | {name: self.cleaned_data[name] for name in names}

    def beside(self) -> list[Ticket]:
        """The one that goes on, and whoever was merged into this one before."""
        return [self.cleaned_data["master"], *Ticket.objects.filter(master=self.ticket)]

    def leads_to(self) -> Ticket:
        """The one that goes on."""
        master: Ticket = self.cleaned_data["master"]
        return master


class SplitForm(MoveForm):
    """Up to three further matters, each with its words and, where known, its item."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        items = items_of(self.ticket.county_id, active=True)
        for part in range(1, PARTS + 1):
            self.fields[f"words_{part}"] = forms.CharField(
                label=_("What it is about"),
                required=part == 1,
                max_length=2_000,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Say in a sentence what the further matter is.")},
            )
            self.fields[f"item_{part}"] = forms.ModelChoiceField(
                queryset=items,
                label=_("Item"),
                required=False,
                empty_label=_("To be filed later"),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each part."""
        return [
            {"words": self[f"words_{part}"], "item": self[f"item_{part}"]}
            for part in range(1, PARTS + 1)
        ]

    def arguments(self) -> dict[str, Any]:
        """The parts that were filled in."""
        data = self.cleaned_data
        parts: list[tuple[str, Item | None]] = [
            (data[f"words_{part}"], data[f"item_{part}"])
            for part in range(1, PARTS + 1)
            if data[f"words_{part}"].strip()
        ]
        return super().arguments() | {"parts": parts}
