"""The form of each verb; `arguments` are what its action is called with."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import visible_to
from gewu.kernel.acting import Actor
from gewu.work.tickets.forms.photos import PhotosField, WithPhotos
from gewu.work.tickets.models import Condition, Ticket
from gewu.work.tickets.queries.catalogue import current_conditions
from gewu.work.tickets.rules.evidence import NEEDS_PHOTO_AFTER, NEEDS_PHOTO_BEFORE


class MoveForm(forms.Form):
    """What every verb carries: a key that makes a repeat harmless, and the version that was seen."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    photo_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *given: Any, ticket: Ticket, viewer: User, **options: Any) -> None:
        super().__init__(*given, **options)
        self.ticket = ticket
        self.viewer = viewer
        self.keeper: Actor = viewer

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action."""
        return {"command": self.cleaned_data["once"]}

    def target(self) -> dict[str, Any]:
        """What the action is about."""
        return {"ticket": self.ticket}

    def beside(self) -> list[Ticket]:
        """Other tickets that the action locks."""
        return []

    def leads_to(self) -> Ticket:
        """Which ticket to look at once it is done."""
        return self.ticket

    def typed(self) -> list[tuple[Any, Any]]:
        """What was written or chosen, for whoever came too late and may need it elsewhere."""
        read = getattr(self, "cleaned_data", {}) if self.is_bound else {}
        wanted = [(field.label, read.get(field.name)) for field in self.visible_fields()]
        return [(label, said) for label, said in wanted if said and not isinstance(said, list)]

    def shown(self) -> list[tuple[forms.BoundField, Any]]:
        """The fields in their order, those for photos with what is kept of them already."""
        kept = getattr(self, "kept_lines", {})
        return [(field, kept.get(field.name)) for field in self.visible_fields()]


class PlaceForm(MoveForm):
    """A point, or an area when nobody knows more."""

    lon = forms.DecimalField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.DecimalField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    area = forms.ModelChoiceField(queryset=Area.objects.none(), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        choose_from(self, "area", visible_to(self.viewer))

    def arguments(self) -> dict[str, Any]:
        """Where it is."""
        names = ("lon", "lat", "area")
        return super().arguments() | {name: self.cleaned_data[name] for name in names}


class UnitForm(MoveForm):
    """A unit chosen by hand, or none for the routing rules."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        label=_("Unit"),
        error_messages={"invalid_choice": _("This unit does not exist. Please choose again.")},
    )
    words = forms.CharField(
        label=_("A word to the unit"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "hx-preserve": "true"}),
        help_text=_("Only staff read this."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        choose_from(self, "unit", Unit.objects.filter(county_id=self.ticket.county_id))

    def arguments(self) -> dict[str, Any]:
        """To whom, with which words."""
        cleaned = self.cleaned_data
        return super().arguments() | {"unit": cleaned["unit"], "words": cleaned["words"]}


class DispatchForm(UnitForm):
    """Give the ticket to a unit."""


class FileForm(UnitForm):
    """Condition, the agreed date where the condition asks for one, and the unit."""

    condition = forms.ModelChoiceField(
        queryset=Condition.objects.none(),
        error_messages={
            "required": _("Choose when it is filed."),
            "invalid_choice": _("This condition was changed in the meantime. Please choose again."),
        },
    )
    agreed = forms.DateTimeField(
        label=_("Date agreed with the resident"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("For work that is planned together, such as a new bench."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        choose_from(self, "condition", current_conditions())

    def arguments(self) -> dict[str, Any]:
        """Under what, until when, to whom."""
        cleaned = self.cleaned_data
        return super().arguments() | {
            "condition": cleaned["condition"],
            "agreed": cleaned["agreed"],
        }


class SignForm(MoveForm):
    """Nothing to fill in."""


class HandleForm(WithPhotos, MoveForm):
    """What was done, and the pictures that show it."""

    photo_fields = ("photos", "photos_before")

    words = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The resident reads this."),
        error_messages={"required": _("Say in a sentence what was done or why.")},
    )
    photos_before = PhotosField(label=_("Photos from before the work"))
    photos = PhotosField(label=_("Photos after the work"))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # Only the mark "optional" follows from this; the action asks for the evidence.
        wanted = set(self.ticket.condition.evidence) if self.ticket.condition else set()
        self.fields["photos"].required = bool(wanted & NEEDS_PHOTO_AFTER)
        self.fields["photos_before"].required = NEEDS_PHOTO_BEFORE in wanted

    def clean_photos(self) -> Any:
        """Kept at once."""
        return self.keep("photos")

    def clean_photos_before(self) -> Any:
        """Kept at once."""
        return self.keep("photos_before")

    def arguments(self) -> dict[str, Any]:
        """Words and evidence."""
        return super().arguments() | {
            "words": self.cleaned_data["words"],
            "photos": self.kept("photos"),
            "photos_before": self.kept("photos_before"),
        }


class ClosingForm(MoveForm):
    """The closing condition, ticked by a second person."""

    closing_met = forms.BooleanField(
        label=_("The closing condition is met"),
        error_messages={
            "required": _("Tick the closing condition, or send the ticket back for rework.")
        },
    )
    words = forms.CharField(
        label=_("A word to the resident"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def arguments(self) -> dict[str, Any]:
        """Met, and what to say."""
        cleaned = self.cleaned_data
        return super().arguments() | {
            "closing_met": cleaned["closing_met"],
            "words": cleaned["words"],
        }


class CheckForm(ClosingForm):
    """Look whether it is really done."""


class CloseForm(ClosingForm):
    """Close without waiting longer."""


class WordsForm(MoveForm):
    """A verb that needs its reason."""

    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what was done or why.")},
    )

    def arguments(self) -> dict[str, Any]:
        """Why."""
        return super().arguments() | {"words": self.cleaned_data["words"]}


class ReworkForm(WordsForm):
    """What is missing."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["words"].label = _("What is still missing")
        self.fields["words"].help_text = _("Only staff read this.")


class ReopenForm(WordsForm):
    """Why the resident asks again."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["words"].label = _("What the resident says")


def choose_from(form: forms.Form, name: str, choices: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = choices
