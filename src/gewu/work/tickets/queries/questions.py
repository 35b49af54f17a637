"""The four questions of a call back as a form, for every door that asks them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.work.tickets.models import Revisit

Choices = Sequence[tuple[str, Any]]
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
    """The four questions: contacted, solved, satisfied, how they were treated.

    Whoever is asked in other words says so: other labels, other answers, and what must be answered.
    """

    asked: ClassVar[Mapping[str, Any]] = {}
    unanswered: ClassVar[Mapping[str, Any]] = {}
    outcomes: ClassVar[Choices] = Revisit.Outcome.choices
    marks: ClassVar[Choices] = MARKS

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

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, label in self.asked.items():
            self.fields[name].label = label
        for name, said in self.unanswered.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = said
        for name, choices in (("outcome", self.outcomes), ("satisfied", self.marks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def answers(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        read = self.cleaned_data
        return {
            "outcome": read["outcome"],
            "contacted": read["contacted"] == "yes" if read["contacted"] else None,
            "satisfied": read["satisfied"],
            "attitude": read["attitude"],
        }
