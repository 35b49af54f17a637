"""What a reporter answered, as whoever calls back writes it down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.forms.moving import MoveForm
from gewu.work.tickets.queries.questions import AnswersForm


class RevisitForm(AnswersForm, MoveForm):
    """The answers, and two kinds of words: for the unit, and for the desk alone."""

    missing = forms.CharField(
        label=_("What is still to be done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it goes back. The unit and the resident read this."),
    )
    words = forms.CharField(
        label=_("What else was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Never shown to the unit that did the work."),
    )

    def arguments(self) -> dict[str, Any]:
        """What was answered."""
        words = {name: self.cleaned_data[name] for name in ("missing", "words")}
        return super().arguments() | self.answers() | words
