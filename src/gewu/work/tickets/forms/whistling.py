"""The forms of a whistle; `arguments` are what the action is called with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.work.tickets.models import Ticket, Whistle, WhistleCall
from gewu.work.tickets.queries.whistling import calls_of

WORDS = {"rows": 3}
MOMENT = "%Y-%m-%dT%H:%M"
SAY = _("Say in a sentence what was done or why.")


def words_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A few sentences that are needed."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs=WORDS),
        error_messages={"required": SAY},
    )


def moment_field(label: Any) -> forms.DateTimeField:
    """A day and a time."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={
            "required": _("Choose a day and a time."),
            "invalid": _("Choose a day and a time."),
        },
    )


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its name in the reader's language."""

    def label_from_instance(self, obj: Unit) -> str:
        """The name."""
        return obj.name


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several units by their names in the reader's language."""

    def label_from_instance(self, obj: Unit) -> str:
        """The name."""
        return obj.name


class RaiseForm(forms.Form):
    """Which case, which units, what is wanted of them."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Which case"),
        choices=Whistle.Kind.choices,
        widget=forms.RadioSelect,
        initial=Whistle.Kind.RESIDENT_PROBLEM,
        error_messages={"required": _("Choose what it is.")},
    )
    unit = UnitField(queryset=Unit.objects.none(), label=_("Who whistles"), empty_label=None)
    units = UnitsField(
        queryset=Unit.objects.none(),
        label=_("Which units are needed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one unit."),
            "invalid_choice": _("This unit does not exist. Please choose again."),
        },
    )
    words = words_field(
        _("What you want of them"),
        _("What is the matter, what was tried, what should be there in the end."),
    )

    def __init__(
        self, *given: Any, own: list[Unit], callable_units: list[Unit], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        for name, units in (("unit", own), ("units", callable_units)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Unit.objects.filter(pk__in=[each.pk for each in units]).order_by(
                "-area__level", "name_zh"
            )
        self.fields["unit"].initial = own[0].pk if own else None

    def arguments(self, ticket: Ticket | None) -> dict[str, Any]:
        """Keyword arguments of the action."""
        cleaned = self.cleaned_data
        return {
            "kind": cleaned["kind"],
            "unit": cleaned["unit"],
            "units": list(cleaned["units"]),
            "words": cleaned["words"],
            "ticket": ticket,
            "command": cleaned["once"],
        }


class WhistleForm(forms.Form):
    """What every step of a whistle carries: a key that makes a repeated sending harmless."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, whistle: Whistle, **options: Any) -> None:
        super().__init__(*given, **options)
        self.whistle = whistle

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return given | {"command": self.cleaned_data["once"]}


class ApproveForm(WhistleForm):
    """Nothing to fill in."""


class AcknowledgeForm(WhistleForm):
    """Nothing to fill in."""


class ConfirmForm(WhistleForm):
    """Nothing to fill in."""


class RefuseForm(WhistleForm):
    """Why the units are not called."""

    words = words_field(_("Why not"), _("Whoever whistled reads this."))


class ReportForm(WhistleForm):
    """On site or online."""

    mode = forms.ChoiceField(
        label=_("How you report in"),
        choices=WhistleCall.Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are on site or online.")},
    )


class TaskForm(WhistleForm):
    """Which unit does what, until when."""

    unit = UnitField(
        queryset=Unit.objects.none(),
        label=_("Unit"),
        empty_label=None,
        error_messages={
            "required": _("Choose one of the called units."),
            "invalid_choice": _("Choose one of the called units."),
        },
    )
    words = words_field(_("What to do"))
    due_at = moment_field(_("Until when"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        called = [each.unit_id for each in calls_of(self.whistle)]
        field.queryset = Unit.objects.filter(pk__in=called).order_by("name_zh")


class FinishForm(WhistleForm):
    """What was done."""

    words = words_field(_("What was done"))


class JudgeForm(WhistleForm):
    """How it went."""

    outcome = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=[
            (Whistle.Outcome.SOLVED, Whistle.Outcome.SOLVED.label),
            (Whistle.Outcome.PARTLY, Whistle.Outcome.PARTLY.label),
            (Whistle.Outcome.UNSOLVED, _("Not solved: to a joint meeting")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is solved, partly solved or not.")},
    )
    words = words_field(_("In your words"), _("The called units read this."))


class MeetingForm(WhistleForm):
    """When it was held, what was said and decided, and whether that is the end."""

    held_at = moment_field(_("Held"))
    minutes = words_field(_("Minutes"))
    decisions = words_field(_("Decisions"))
    outcome = forms.ChoiceField(
        label=_("Does it end the whistle?"),
        required=False,
        choices=[
            ("", _("No, work goes on with new tasks")),
            (Whistle.Outcome.SOLVED, Whistle.Outcome.SOLVED.label),
            (Whistle.Outcome.PARTLY, Whistle.Outcome.PARTLY.label),
            (Whistle.Outcome.UNSOLVED, Whistle.Outcome.UNSOLVED.label),
            (Whistle.Outcome.GROUNDLESS, Whistle.Outcome.GROUNDLESS.label),
        ],
    )
