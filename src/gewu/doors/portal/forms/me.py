"""What residents fill in about themselves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.queries import Offer
from gewu.oversight.protection.actions import IN_WORDS
from gewu.oversight.protection.models import DataRequest
from gewu.work.tickets.models import Ticket

EVERYTHING = "all"
WISHES = {
    DataRequest.Kind.CORRECT: _("Something is wrong and should be corrected"),
    DataRequest.Kind.EXPLAIN: _("Explain to me what was decided or chosen by itself"),
    DataRequest.Kind.OBJECT: _("I do not want you to use it for this"),
}
FILES = (("pdf", _("To read and print (PDF)")), ("json", _("For another program (JSON)")))


class PhoneForm(forms.Form):
    """The number that is to be shown as one's own."""

    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=24,
        error_messages={"required": _("Write your mobile number.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.RegexField(
        r"^\s*\d{6}\s*$",
        label=_("Code of six digits"),
        error_messages={
            "required": _("Write the code that came."),
            "invalid": _("The code has six digits."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "6"}
        ),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        return str(self.cleaned_data["code"]).strip()


class CopyForm(forms.Form):
    """A copy of everything, as a file."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of file"), choices=FILES, widget=forms.RadioSelect, initial="pdf"
    )


class NameForm(forms.Form):
    """One's own name, as it should be."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What shall we call you?"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AgreeForm(forms.Form):
    """A yes to a purpose, and one of its own to what is sensitive of it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agree = forms.BooleanField(
        label=_("I have read it and agree"),
        error_messages={"required": _("Tick the box if you agree; else leave the page.")},
    )

    apart = forms.BooleanField(
        error_messages={"required": _("Tick this box too if you agree to it.")}
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.initial = offer, {"seen": offer.notice.version}
        if offer.sensitive:
            names = {"names": "、".join(offer.sensitive)}
            self.fields["apart"].label = _("I also agree to what is sensitive: %(names)s") % names
        else:
            del self.fields["apart"]


class AskForm(forms.Form):
    """A wish or a question about one's own data, in words."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[(kind, WISHES[kind]) for kind in IN_WORDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what you want.")},
    )
    ticket = forms.ChoiceField(label=_("Which request is it about?"), required=False)
    words = forms.CharField(
        label=_("In your words"),
        error_messages={"required": _("Please say it in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, tickets: Sequence[Ticket] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ticket"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None, it is about something else")), *_named(tickets)]

    def clean_ticket(self) -> UUID | None:
        """The id of the chosen request."""
        return UUID(self.cleaned_data["ticket"]) if self.cleaned_data["ticket"] else None


class DeleteForm(forms.Form):
    """What is to be deleted."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What shall be deleted?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what shall be deleted.")},
    )

    def __init__(self, *args: Any, tickets: Sequence[Ticket] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        there = [each for each in tickets if not each.is_emptied]
        field.choices = [
            *_named(there),
            (EVERYTHING, _("Everything that is kept with my number")),
        ]

    def clean_what(self) -> UUID | None:
        """The id of the chosen request, or nothing for everything."""
        what = self.cleaned_data["what"]
        return None if what == EVERYTHING else UUID(what)


def _named(tickets: Sequence[Ticket]) -> list[tuple[str, str]]:
    return [(str(each.pk), f"{each.text.headline} · {each.shown_number}") for each in tickets]
