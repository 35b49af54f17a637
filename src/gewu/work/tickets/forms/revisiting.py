"""What a reporter answered, as whoever calls back writes it down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.forms.moving import MoveForm
from gewu.work.tickets.models import Revisit

YES_NO = (("yes", _("Yes")), ("no", _("No")))
MARKS = (
    ("5", _("5 very satisfied")),
    ("4", _("4 satisfied")),
    ("3", _("3 fairly")),
    ("2", _("2 not really")),
    ("1", _("1 not at all")),
)
MANNERS = (
    ("5", _("5 very good")),
    ("4", _("4 good")),
    ("3", _("3 fair")),
    ("2", _("2 poor")),
    ("1", _("1 bad")),
)


class AnswersForm(forms.Form):
    """The four questions: contacted, solved, satisfied, how they were treated."""

    contacted = forms.ChoiceField(
        label=_("Did the unit get in touch in time?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=Revisit.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the call.")},
    )
    satisfied = forms.TypedChoiceField(
        label=_("How satisfied are they?"),
        choices=MARKS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    attitude = forms.TypedChoiceField(
        label=_("How were they treated?"),
        choices=MANNERS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def answers(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        read = self.cleaned_data
        return {
            "outcome": read["outcome"],
            "contacted": read["contacted"] == "yes" if read["contacted"] else None,
            "satisfied": read["satisfied"],
            "attitude": read["attitude"],
        }


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
