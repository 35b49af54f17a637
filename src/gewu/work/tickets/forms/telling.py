"""Verbs that take words, and little else."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.kernel import clock
from gewu.work.tickets.forms.choosing import Explained, ExplainedField
from gewu.work.tickets.forms.moving import MoveForm
from gewu.work.tickets.forms.photos import PhotosField, WithPhotos
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.rules.declining import REASONS

READ_BY_STAFF = _("Only staff read this.")
READ_BY_RESIDENT = _("The resident reads this.")
MORNING = time(8)


class TellingForm(MoveForm):
    """Words under a label that says what belongs there."""

    label: ClassVar[Any] = _("Why")
    help: ClassVar[Any] = READ_BY_STAFF
    needed: ClassVar[bool] = True

    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what was done or why.")},
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        words = self.fields["words"]
        words.label, words.help_text, words.required = self.label, self.help, self.needed

    def arguments(self) -> dict[str, Any]:
        """What was said."""
        return super().arguments() | {"words": self.cleaned_data["words"]}


class AskForm(TellingForm):
    """What the reporter should still tell."""

    label = _("What do you need to know")
    help = READ_BY_RESIDENT


class DeclineForm(TellingForm):
    """Why it is not accepted, and the way that is open instead."""

    reason = ExplainedField(
        label=_("Why it is not accepted"),
        explained=[Explained(key, title, route) for key, (title, route) in REASONS.items()],
        error_messages={"required": _("Choose why it is not accepted.")},
    )
    label = _("A word to the reporter")
    help = _("The resident reads this, with the reason and the way that is open.")
    field_order = ("reason", "words")

    def arguments(self) -> dict[str, Any]:
        """Why, and in which words."""
        return super().arguments() | {"reason": self.cleaned_data["reason"]}


class ReturnForm(WithPhotos, TellingForm):
    """Why it is not the unit's duty."""

    photo_fields = ("photos",)
    label = _("Why it is not your unit's duty")
    photos = PhotosField(label=_("Photos that show it"))

    def clean_photos(self) -> Any:
        """Kept at once."""
        return self.keep("photos")

    def arguments(self) -> dict[str, Any]:
        """Words and evidence."""
        return super().arguments() | {"photos": tuple(self.kept("photos"))}


class RefuseReturnForm(TellingForm):
    """Why the unit keeps it."""

    label = _("Why your decision is so")


class RefileForm(TellingForm):
    """What was filed wrongly."""

    label = _("What was filed wrongly")


class EscalateForm(TellingForm):
    """What was tried."""

    label = _("What was tried, and what is needed")


class RecuseForm(TellingForm):
    """What brings the unit too close to the matter."""

    label = _("Why your unit should not do it")


class ExtensionForm(TellingForm):
    """Why more time is needed."""

    label = _("Why more time is needed")
    help = _("The resident reads this when it is granted.")


class SuspensionForm(TellingForm):
    """Why it has to wait, and until when."""

    label = _("What it waits for")
    help = _("The resident reads this when it is granted.")
    until = forms.DateField(
        label=_("Taken up again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Within a year. On that morning it goes on by itself."),
        error_messages={"required": _("Say until when.")},
    )
    field_order = ("until", "words")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
        self.fields["until"].widget.attrs["min"] = tomorrow.isoformat()

    def arguments(self) -> dict[str, Any]:
        """Until when, and why."""
        morning = datetime.combine(self.cleaned_data["until"], MORNING)
        return super().arguments() | {"until": timezone.make_aware(morning)}


class CancelForm(TellingForm):
    """Why it should never have been a ticket."""

    label = _("Why it should not be a ticket")
    help = _("The resident reads this when it is granted.")


class AskReopenForm(TellingForm):
    """What the resident says, for a leader to decide."""

    label = _("What the resident says")


class AppealForm(TellingForm):
    """Why being late should not count."""

    label = _("Why it should not count")


class EndorseForm(TellingForm):
    """A word of whoever supports it."""

    label = _("A word to whoever decides")
    needed = False


class GrantForm(TellingForm):
    """A word to the resident instead of what was applied with."""

    label = _("A word to the resident")
    help = _("Leave it empty to pass on the reason that was given.")
    needed = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if (
            self.ticket.pending_kind == "doubt"
        ):  # words of one resident, which another does not read
            self.fields["words"].label = _("What is still missing")


class RefuseForm(TellingForm):
    """Why not."""

    label = _("Why not")

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if self.ticket.pending_kind in ("reopen", "doubt"):
            self.fields["words"].help_text = READ_BY_RESIDENT


class ResumeForm(TellingForm):
    """Why it goes on now."""

    label = _("A word to the resident")
    help = READ_BY_RESIDENT
    needed = False


class UrgeForm(TellingForm):
    """What the caller says."""

    label = _("What the caller says")
    help = _("The unit and the resident read this.")
    needed = False


class SuperviseForm(TellingForm):
    """How closely, and what is expected."""

    level = ExplainedField(
        label=_("Supervision level"),
        explained=[
            Explained("blue", Ticket.Supervision.BLUE.label, "", "flag", "level-blue"),
            Explained("yellow", Ticket.Supervision.YELLOW.label, "", "flag", "level-yellow"),
            Explained("red", Ticket.Supervision.RED.label, "", "flag", "level-red"),
        ],
        error_messages={"required": _("Choose a level.")},
    )
    label = _("What you expect")
    field_order = ("level", "words")

    def arguments(self) -> dict[str, Any]:
        """The level and the words."""
        return super().arguments() | {"level": self.cleaned_data["level"]}


class LiftForm(TellingForm):
    """Why it goes its ordinary way again."""

    needed = False


class RemarkForm(TellingForm):
    """A word among staff."""

    label = _("Remark")


class UnmergeForm(TellingForm):
    """What makes it another matter."""

    needed = False


class ShredForm(TellingForm):
    """Why it has to go, and that whoever presses means it."""

    label = _("Why it has to be removed")
    help = _("Only staff read this. It stays: name nobody here.")
    sure = forms.BooleanField(
        label=_("I have read what is removed; it cannot be brought back"),
        error_messages={"required": _("Tick that you mean it.")},
    )


class ConfideForm(MoveForm):
    """Whether the reporter is hidden from whoever handles it."""

    is_confidential = forms.BooleanField(
        label=_("Only the desk may see who reported it"),
        required=False,
        help_text=_("Whoever handles it then sees neither name nor phone."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.initial["is_confidential"] = self.ticket.is_confidential

    def arguments(self) -> dict[str, Any]:
        """Hidden or not."""
        hidden = self.cleaned_data["is_confidential"]
        return super().arguments() | {"is_confidential": hidden}
