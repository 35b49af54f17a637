"""What the desk for data protection fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.oversight.protection import rules, states
from gewu.oversight.protection.models import DataRequest

ALL = "all"


class FilterForm(forms.Form):
    """Which requests are shown; without a word those that wait."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Waiting for an answer")),
            *((name, label) for name, label in states.DATA_REQUEST.choices() if name != "open"),
            (ALL, _("All")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("What is asked"),
        required=False,
        choices=[("", _("All kinds")), *DataRequest.Kind.choices],
    )

    def asked(self) -> dict[str, str]:
        """Arguments of the query."""
        state = self.cleaned_data["state"] or states.OPEN
        return {"state": "" if state == ALL else state, "kind": self.cleaned_data["kind"]}


class _WordsForm(forms.Form):
    """Words that the person reads, sent once."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        max_length=rules.LONGEST_WORDS,
        error_messages={"required": _("Please say it in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(_WordsForm):
    """The answer."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].label = _("Your answer; the person reads it")


class RefuseForm(_WordsForm):
    """Why not."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].label = _("Why not, and by which rule; the person reads it")


class ExtendForm(_WordsForm):
    """Why it takes longer."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["words"].label = _("Why it takes longer; the person reads it")


class CarryOutForm(forms.Form):
    """A button that is obeyed once."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)


class TermsForm(forms.Form):
    """How long the county takes, and whether it names those who looked."""

    days = forms.IntegerField(
        label=_("Working days to answer"),
        help_text=_("Counted on the county's working calendar; the day of asking is not counted."),
    )
    more_days = forms.IntegerField(label=_("Working days more, once"))
    shows_names = forms.BooleanField(
        label=_("Residents read the names of staff who looked"),
        required=False,
        help_text=_("Otherwise they read the post and the unit."),
    )
