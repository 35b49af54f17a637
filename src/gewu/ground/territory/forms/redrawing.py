"""Shapes of input: a change of areas with a date."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.forms.areas import ACCEPTED, SYSTEMS, DayInput, guessed
from gewu.ground.territory.models import Area
from gewu.ground.territory.rules.formats import Unreadable, read_drawing
from gewu.ground.territory.rules.outlines import Finding
from gewu.ground.territory.rules.rows import AreaRow, Columns, as_collection, rows_of
from gewu.ui.asking import not_too_large


class DatedForm(forms.Form):
    """From which day, and why."""

    day = forms.DateField(
        label=_("In force from"),
        initial=timezone.localdate,
        widget=DayInput,
        help_text=_("Today it is in force at once. Until a later day it can be undone."),
    )
    words = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands with the plan and in the history of what goes over."),
    )


class RenameForm(DatedForm):
    """What the area will be called."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    field_order = ("name_zh", "name_en", "day", "words")


class OutlinesForm(DatedForm):
    """New outlines as a file or as text; what is wrong with them stands at the field."""

    outlines = forms.CharField(
        label=_("GeoJSON as text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("File with outlines"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    system = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS, initial="wgs84")

    def __init__(self, area: Area, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.rows: list[AreaRow] = []
        self.findings: list[Finding] = []

    def clean(self) -> dict[str, Any]:
        """The rows of the file or the text, and what cannot be read in it."""
        data = super().clean() or {}
        content = self._content(data)
        if content is None:
            return data
        content = as_collection(content, {"code": self.area.code, "name_zh": self.area.name_zh})
        try:
            drawing = read_drawing(content)
        except Unreadable as unreadable:
            self.add_error("outlines", str(unreadable))
            return data
        guess: dict[str, Any] = dict(guessed(list(drawing.columns), ""))
        guess["system"] = data.get("system") or "wgs84"
        self.rows, self.findings = rows_of(drawing, Columns(**guess))
        if self.findings:
            self.add_error("outlines", self.findings[0].message)
        return data

    def _content(self, data: Mapping[str, Any]) -> bytes | None:
        file, text = data.get("file"), (data.get("outlines") or "").strip()
        try:
            not_too_large(file)
        except forms.ValidationError as error:
            self.add_error("file", error)
            return None
        if not file and not text:
            self.add_error("outlines", _("Paste the outlines here, or choose a file."))
            return None
        if not file and not text.startswith(("{", "[")):  # a file may be of another kind
            unreadable = _("This is not a GeoJSON file: line %(line)s cannot be read.")
            self.add_error("outlines", forms.ValidationError(unreadable, params={"line": 1}))
            return None
        return bytes(file.read()) if file else text.encode()


class SplitForm(OutlinesForm):
    """The parts of an area, and which of them keeps the staff."""

    keeps = forms.CharField(
        label=_("Code of the part that keeps the staff"),
        required=False,
        max_length=40,
        help_text=_("Empty: the largest part."),
    )
    field_order = ("file", "outlines", "system", "keeps", "day", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlines"].help_text = _(
            "A FeatureCollection with a feature for each part; each has a code and a name."
        )

    def keeping(self) -> str:
        """The code that was typed, else that of the largest part."""
        typed = str(self.cleaned_data.get("keeps") or "").strip()
        drawn = [row for row in self.rows if row.boundary is not None]
        if typed or not drawn:
            return typed
        return max(drawn, key=lambda row: row.boundary.area if row.boundary else 0.0).code


class RedrawForm(OutlinesForm):
    """The new outline of an area, perhaps with those of its neighbours."""

    leaves_outline = forms.BooleanField(
        label=_("It is meant that they leave the ground they had together"), required=False
    )
    field_order = ("file", "outlines", "system", "leaves_outline", "day", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outlines"].help_text = _(
            "The new outline alone, or a FeatureCollection in which each feature has the code of"
            " an area. Whoever gives ground away stands in the file too."
        )


class MergeForm(DatedForm):
    """What is merged with the area, and what becomes of them."""

    others = forms.MultipleChoiceField(
        label=_("Merge with"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one area that touches it.")},
    )
    code = forms.CharField(label=_("New code"), max_length=40)
    name_zh = forms.CharField(label=_("New name"), max_length=120)
    name_en = forms.CharField(label=_("New name in English"), max_length=160, required=False)
    keeps = forms.ChoiceField(
        label=_("Whose worker stays full time"),
        help_text=_("A grid has one full-time worker; the others stay in its team beside them."),
    )
    field_order = ("others", "code", "name_zh", "name_en", "keeps", "day", "words")

    def __init__(self, area: Area, near: Sequence[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others, keeps = self.fields["others"], self.fields["keeps"]
        assert isinstance(others, forms.ChoiceField) and isinstance(keeps, forms.ChoiceField)
        named = [(str(each.pk), f"{each.name} · {each.code}") for each in (area, *near)]
        keeps.choices, others.choices = named, named[1:]
