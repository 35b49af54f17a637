"""What residents fill in."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.models import Unit
from gewu.kernel.acting import Refusal
from gewu.work.tickets.models import Item, Revisit
from gewu.work.tickets.queries import checked_words, typed_number
from gewu.work.tickets.queries.questions import MANNERS, AnswersForm, Choices

LOW = 2  # so low that it goes back to the unit
ANCHORS = {"item": "kinds", "lon": "report-place", "lat": "report-place"}


class ManyFiles(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what is in them is looked at when they are stored."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[Any]"]:
        """The files, each checked by itself."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class PlaceField(forms.DecimalField):
    """One coordinate, filled by the map; a broken one is said in words that help."""

    def __init__(self, lowest: int, highest: int) -> None:
        super().__init__(
            required=False,
            min_value=lowest,
            max_value=highest,
            widget=forms.HiddenInput,
        )

    def clean(self, value: Any) -> Any:
        """The coordinate, or a hint where to find it again."""
        try:
            return super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                _("This place could not be read. Please tap the map again, or write the address.")
            ) from None

    def to_python(self, value: Any) -> Any:
        """More decimals than a map needs are cut off, not refused."""
        return super().to_python(value[:14] if isinstance(value, str) else value)


class ReportForm(forms.Form):
    """A report: photos, place, words, kind, and how to reach the reporter."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    area = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    photos = FilesField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to nine. Faces and number plates need not be in them."),
    )
    lon = PlaceField(-180, 180)
    lat = PlaceField(-90, 90)
    address = forms.CharField(
        label=_("Place in words"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Please say the place in at most 200 characters.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": _("such as: Heping Road 12, by the gate")}
        ),
    )
    here = forms.BooleanField(label=_("It is in this grid"), required=False)
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "placeholder": _("such as: the street lamp by the gate has been dark for two days"),
            }
        ),
    )
    item = forms.CharField(required=False, max_length=4)
    name = forms.CharField(
        label=_("What shall we call you?"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
    )

    called = forms.BooleanField(required=False, widget=forms.HiddenInput)
    is_confidential = forms.BooleanField(
        label=_("Keep my name from whoever handles it"),
        required=False,
        help_text=_("Only the desk that may have to call you back can open name and phone."),
    )
    about = forms.ModelChoiceField(
        label=_("This is about a unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("No, about a thing or a place"),
        help_text=_("That unit does not get your report and never learns who you are."),
        error_messages={"invalid_choice": _("Please choose the unit again, or none.")},
    )

    def __init__(
        self,
        *args: Any,
        chosen: Item | None = None,
        units: QuerySet[Unit] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        about = self.fields["about"]
        assert isinstance(about, forms.ModelChoiceField)
        about.queryset = Unit.objects.none() if units is None else units

    def clean_item(self) -> str:
        """An item that residents may choose, or none."""
        code = str(self.cleaned_data["item"])
        if code and self.chosen is None:
            raise forms.ValidationError(_("Please choose the kind again, or leave it open."))
        return code

    def clean_words(self) -> str:
        """Words, unless the chosen item says it all."""
        words = str(self.cleaned_data["words"])
        if not words.strip() and self.chosen:
            return words
        try:
            return checked_words("", words)[1]
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        """A place has both coordinates or none."""
        data = super().clean() or self.cleaned_data
        if (data.get("lon") is None) != (data.get("lat") is None):
            data["lon"] = data["lat"] = None
        return data

    @property
    def faults(self) -> list[dict[str, str]]:
        """Everything that is wrong, with the place on the page where it can be mended."""
        return [
            {
                "text": str(text),
                "anchor": ANCHORS.get(name, f"id_{name}") if name in self.fields else "",
            }
            for name, texts in self.errors.items()
            for text in texts
        ]

    def refuse(self, refusal: Refusal) -> None:
        """Say a refusal beside the field that it is about."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class FollowForm(forms.Form):
    """The number on the slip and its code."""

    number = forms.CharField(
        label=_("Number"),
        error_messages={"required": _("Write the number that you were given.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": "370811 20260302 000123 4",
            }
        ),
    )
    code = forms.CharField(
        label=_("Follow code"),
        max_length=40,
        error_messages={"required": _("Write the follow code that stands below the number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_number(self) -> str:
        """The digits of the number, if its check digit fits."""
        try:
            return typed_number(str(self.cleaned_data["number"]))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal


class WordsForm(forms.Form):
    """Why it is not solved."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What is still wrong?"),
        error_messages={"required": _("Please say in a sentence what is still wrong.")},
        widget=forms.Textarea(attrs={"rows": 3, "hx-preserve": "true"}),
    )


class AnswerForm(forms.Form):
    """What the desk asked for: words, and photos if they help."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What you answer"),
        error_messages={"required": _("Please answer in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 4, "hx-preserve": "true"}),
    )
    photos = FilesField(label=_("Photos"), required=False)


class UrgeForm(forms.Form):
    """Why it hurries, if one likes."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        widget=forms.TextInput(attrs={"hx-preserve": "true", "autocomplete": "off"}),
    )


class RatingForm(forms.Form):
    """One to five stars and, if one likes, words."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    stars = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        coerce=int,
        choices=[(star, str(star)) for star in range(1, 6)],
        error_messages={"required": _("Please choose one to five stars.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "hx-preserve": "true"}),
    )


class RevisitForm(AnswersForm):
    """The four questions as a resident is asked them, and words."""

    asked: ClassVar[Mapping[str, Any]] = {
        "contacted": _("Did somebody get in touch in time?"),
        "outcome": _("Is it solved now?"),
        "satisfied": _("How satisfied are you with the result?"),
        "attitude": _("How were you treated?"),
    }
    unanswered: ClassVar[Mapping[str, Any]] = {
        "outcome": _("Please choose whether it is solved."),
        "satisfied": _("Please choose how satisfied you are."),
    }
    outcomes: ClassVar[Choices] = [
        each for each in Revisit.Outcome.choices if each[0] != Revisit.Outcome.UNREACHED
    ]
    marks: ClassVar[Choices] = MANNERS
    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What is still wrong, or what you want to add"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "hx-preserve": "true"}),
    )

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of the action: what is still wrong is for the unit, the rest is not."""
        read = self.cleaned_data
        goes_back = read["outcome"] == Revisit.Outcome.UNSOLVED or read["satisfied"] <= LOW
        return self.answers() | {"missing" if goes_back else "words": read["words"]}


class OnceForm(forms.Form):
    """A button that is obeyed once."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)


class DoneForm(forms.Form):
    """Which closed requests somebody wants to see."""

    area = forms.CharField(required=False, max_length=40)
    item = forms.CharField(required=False, max_length=4)
    after = forms.CharField(required=False, max_length=80)


class PointForm(forms.Form):
    """Where somebody stands."""

    lon = PlaceField(-180, 180)
    lat = PlaceField(-90, 90)


def once_of(form: forms.Form) -> UUID | None:
    """The key of a form that makes its repetition harmless."""
    return form.cleaned_data.get("once")
