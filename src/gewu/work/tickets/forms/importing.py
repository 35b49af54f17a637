"""Bringing in a file: the upload, which column is what, and what the words in it mean."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.methods.coordinates import System
from gewu.work.tickets.models import Category, ImportRun, Item
from gewu.work.tickets.queries.import_runs import KnownMapping
from gewu.work.tickets.rules.mapping import AT_IMPORT, CLOSED, OPEN

FILES = ".csv,.tsv,.txt,.xlsx,.gz"
KEPT = "kept"
# How times are written; ISO 8601 (2026-03-02 08:30) is always understood.
TIMES: dict[str, tuple[str, ...]] = {
    "iso": (),
    "slashes": ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    "chinese": ("%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H:%M", "%Y年%m月%d日"),
    "day_first": ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"),
    "month_first": ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
    "dots": ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y"),
}
TIME_LABELS = [
    ("iso", "2026-03-12 08:30"),
    ("slashes", "2026/3/12 8:30"),
    ("chinese", "2026年3月12日 8:30"),
    ("day_first", _("12/03/2026 08:30 (day first)")),
    ("month_first", _("3/12/2026 8:30:00 AM (month first)")),
    ("dots", "12.03.2026 08:30"),
]
SYSTEMS: list[tuple[System, Any]] = [
    ("cgcs2000", _("CGCS2000 (China, official)")),
    ("wgs84", _("WGS 84 (GPS, most of the world)")),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
]
STATES = [(OPEN, _("Open")), (CLOSED, _("Closed"))]


class UploadForm(forms.Form):
    """A table with requests of another system."""

    file = forms.FileField(
        label=_("The file"),
        widget=forms.FileInput(attrs={"accept": FILES}),
        help_text=_("CSV, TSV or XLSX, gzipped or not, at most 50 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        max_length=100,
        required=False,
        help_text=_("Only for workbooks; left empty, it is the first one."),
    )


class TakeMappingForm(forms.Form):
    """Begin with something that is known instead of from nothing."""

    known = forms.ChoiceField(label=_("A mapping that is known"), required=False)
    json = forms.FileField(
        label=_("Or one from a JSON file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )

    def __init__(self, *given: Any, known: Sequence[KnownMapping], **options: Any) -> None:
        super().__init__(*given, **options)
        self.known_by_key = {each.key: each for each in known}
        _choices(self, "known", [("", "—"), *((each.key, each.name) for each in known)])

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean() or {}
        if not cleaned.get("known") and not cleaned.get("json") and not self.errors:
            self.add_error("known", _("Choose a mapping or a JSON file."))
        return cleaned


class ColumnsForm(forms.Form):
    """Which column is what, how times and places are to be understood."""

    source_system = forms.CharField(
        label=_("Short name of the source"),
        max_length=40,
        help_text=_("With the id it tells which requests were imported before."),
    )
    source_id = forms.ChoiceField(label=_("Id of a request"))
    title = forms.MultipleChoiceField(
        label=_("Headline"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.MultipleChoiceField(
        label=_("What was said"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the resident said; several columns are put below each other."),
    )
    item = forms.ChoiceField(
        label=_("Item"),
        required=False,
        help_text=_("In the next step you say what its texts mean."),
    )
    address = forms.ChoiceField(label=_("Place in words"), required=False)
    lon = forms.ChoiceField(label=_("Longitude"), required=False)
    lat = forms.ChoiceField(label=_("Latitude"), required=False)
    coordinates = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS)
    submitted_at = forms.ChoiceField(label=_("Reported"), required=False)
    missing = forms.BooleanField(
        label=_("Where no time stands, take the time of the import"), required=False
    )
    closed_at = forms.ChoiceField(
        label=_("Closing time"),
        required=False,
        help_text=_("A request with a closing time lands closed, unless its state says otherwise."),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    times = forms.ChoiceField(label=_("Times are written like"), choices=TIME_LABELS)
    zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(
        self,
        *given: Any,
        run: ImportRun,
        zone: str,
        **options: Any,
    ) -> None:
        self.mapping: dict[str, Any] = run.mapping
        super().__init__(*given, **{**options, "initial": _initial(run, zone)})
        first = run.sample[0] if run.sample else [""] * len(run.columns)
        pairs = list(zip(run.columns, first, strict=True))
        named = [(name, f"{name} · {cell[:20]}" if cell else name) for name, cell in pairs]
        for name in ("source_id", "item", "address", "lon", "lat"):
            _choices(self, name, [("", _("not in the file")), *named])
        for name in ("submitted_at", "closed_at", "state"):
            _choices(self, name, [("", _("not in the file")), *named])
        for name in ("title", "words"):
            _choices(self, name, [(column, column) for column in run.columns])
        _choices(self, "zone", [(each, each) for each in _zones(zone)])
        if self.initial["times"] == KEPT:
            _choices(self, "times", [(KEPT, _("As the mapping says")), *TIME_LABELS])

    def clean(self) -> dict[str, Any]:
        """What belongs together, said at the field where it is missing."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["title"] and not cleaned["words"]:
            self.add_error("title", _("Choose at least one column for title or words."))
        if bool(cleaned.get("lon")) != bool(cleaned.get("lat")):
            empty = "lat" if cleaned.get("lon") else "lon"
            self.add_error(empty, _("Longitude and latitude belong together."))
        return cleaned

    def data_of_mapping(self) -> dict[str, Any]:
        """The mapping as it is kept and given to other houses."""
        read = self.cleaned_data
        single = {name: read[name] for name in ("source_id", "address", "lon", "lat")}
        several = {
            name: _in_order(read[name], self.mapping.get(name)) for name in ("title", "words")
        }
        nested = {name: self._values(name, read[name]) for name in ("item", "state") if read[name]}
        times = {name: self._moments(name) for name in ("submitted_at", "closed_at") if read[name]}
        data = {"name": self.mapping.get("name", ""), "source_system": read["source_system"]}
        data |= single | several | nested | times
        if read["lon"]:
            data["coordinates"] = read["coordinates"]
        return {name: value for name, value in data.items() if value}

    def _values(self, name: str, column: str) -> dict[str, Any]:
        before = self.mapping.get(name) or {}
        same = before.get("column") == column
        return {"column": column, "values": before.get("values", {}) if same else {}}

    def _moments(self, name: str) -> dict[str, Any]:
        read = self.cleaned_data
        kept = (self.mapping.get(name) or {}).get("formats", [])
        formats = kept if read["times"] == KEPT else TIMES[read["times"]]
        part: dict[str, Any] = {"column": read[name], "zone": read["zone"]}
        if formats:
            part["formats"] = [formats] if isinstance(formats, str) else list(formats)
        if name == "submitted_at" and read["missing"]:
            part["missing"] = AT_IMPORT
        return part


class ValuesForm(forms.Form):
    """What each text of the item's and the state's column means here."""

    def __init__(
        self,
        *given: Any,
        values: Mapping[str, Sequence[tuple[str, int]]],
        mapping: Mapping[str, Any],
        groups: Sequence[tuple[Category, Sequence[Item]]],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.mapping = mapping
        self.keys: dict[str, tuple[str, str]] = {}
        items = [
            ("", _("A person decides")),
            *(
                (category.name, [(item.code, f"{item.code} {item.name}") for item in leaves])
                for category, leaves in groups
            ),
        ]
        for key, found in values.items():
            known = (mapping.get(key) or {}).get("values") or {}
            for place, (text, count) in enumerate(found):
                name = f"{key}_{place}"
                self.keys[name] = (key, text)
                self.fields[name] = forms.ChoiceField(
                    label=f"{text} × {count}",
                    choices=items if key == "item" else STATES,
                    required=False,
                    initial=known.get(text, text if key == "item" else OPEN),
                )

    def of(self, key: str) -> list[forms.BoundField]:
        """The fields of one column."""
        return [self[name] for name, (of_key, _text) in self.keys.items() if of_key == key]

    def data_of_mapping(self) -> dict[str, Any]:
        """The mapping with the meanings; those of texts that are not in this file stay."""
        data = dict(self.mapping)
        for name, (key, text) in self.keys.items():
            part = dict(data[key])
            fallback = "" if key == "item" else OPEN
            part["values"] = {
                **part.get("values", {}),
                text: self.cleaned_data.get(name) or fallback,
            }
            data[key] = part
        return data


class KeepMappingForm(forms.Form):
    """A name under which a mapping is found again."""

    name = forms.CharField(label=_("Name"), max_length=60)


def _initial(run: ImportRun, zone: str) -> dict[str, Any]:
    mapping: dict[str, Any] = run.mapping
    first = {name: mapping.get(name, "") for name in ("source_system", "source_id", "address")} | {
        name: mapping.get(name, "") for name in ("lon", "lat")
    }
    for name in ("title", "words"):
        value = mapping.get(name, [])
        first[name] = [value] if isinstance(value, str) else value
    for name in ("item", "state", "submitted_at", "closed_at"):
        first[name] = (mapping.get(name) or {}).get("column", "")
    moments = mapping.get("submitted_at") or mapping.get("closed_at") or {}
    return first | {
        "coordinates": mapping.get("coordinates", "wgs84"),
        "missing": moments.get("missing") == AT_IMPORT,
        "zone": moments.get("zone", zone),
        "times": _times_of(moments["formats"]) if "formats" in moments else _times_in(run),
    }


def _times_in(run: ImportRun) -> str:
    """How the times in the first rows are written; of several ways that fit, the first."""
    moments = run.mapping.get("submitted_at") or run.mapping.get("closed_at") or {}
    if moments.get("column") not in run.columns:
        return "iso"
    place = run.columns.index(moments["column"])
    texts = [row[place] for row in run.sample if row[place]]
    fitting = (key for key, forms in TIMES.items() if all(_reads(text, forms) for text in texts))
    return next(fitting, "iso") if texts else "iso"


def _reads(text: str, forms: Sequence[str]) -> bool:
    for form in forms:
        with suppress(ValueError):
            datetime.strptime(text, form)  # noqa: DTZ007
            return True
    return False


def _times_of(formats: Any) -> str:
    wanted = {formats} if isinstance(formats, str) else set(formats)
    return next((key for key, known in TIMES.items() if wanted <= set(known)), KEPT)


def _zones(first: str) -> list[str]:
    return [first, *sorted(available_timezones() - {first})]


def _in_order(chosen: list[str], before: Any) -> list[str]:
    kept = [before] if isinstance(before, str) else list(before or [])
    return kept if set(kept) == set(chosen) else chosen


def _choices(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
