"""Shapes of input: an area's names and code, an import, and a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.rules.systems import zone_choices
from gewu.ui.asking import not_too_large

ACCEPTED = ".geojson,.json,.gpkg,.zip,.kml,.kmz,.fgb,.csv,.xlsx"
SYSTEMS = [
    ("wgs84", _("CGCS2000 or WGS-84 (surveys, GPS)")),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
    (_("CGCS2000 in metres, if the file does not say so"), zone_choices()),
]
# How other files call what we look for; the first that is there is proposed.
USUAL: dict[str, tuple[str, ...]] = {
    "name_zh": ("name_zh", "名称", "name", "Name", "NAME", "网格名称"),
    "code": ("code", "编码", "代码", "Code", "CODE", "id", "FID", "OBJECTID"),
    "parent_code": ("parent_code", "上级编码", "parent", "pid", "streetCode", "areaCode"),
    "name_en": ("name_en", "英文名称"),
    "valid_from": ("valid_from", "生效日期"),
    "valid_to": ("valid_to", "失效日期"),
}


class AreaForm(forms.Form):
    """What an area is called."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    code = forms.CharField(label=_("Code"), max_length=40)


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("File with boundaries or codes"),
        help_text=_(
            "GeoJSON, GeoPackage, Shapefile (packed as ZIP), KML, KMZ, FlatGeobuf, or a table of codes (CSV, XLSX); at most 20 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> Any:
        """A file of a size that can be looked at in one go."""
        return not_too_large(self.cleaned_data["file"])


class ColumnsForm(forms.Form):
    """Which property of the file holds what."""

    name_zh = forms.ChoiceField(label=_("Name"))
    code = forms.ChoiceField(label=_("Code"))
    parent_code = forms.ChoiceField(label=_("Code of the area above it"), required=False)
    name_en = forms.ChoiceField(label=_("Name in English"), required=False)
    valid_from = forms.ChoiceField(label=_("Valid from"), required=False)
    valid_to = forms.ChoiceField(label=_("Last day it is valid"), required=False)
    fixed_parent = forms.CharField(
        label=_("Or all stand under the area with the code"), max_length=40, required=False
    )
    system = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS, initial="wgs84")

    def __init__(self, properties: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(name, name) for name in properties]
        for name in USUAL:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found if field.required else [("", "–"), *found]


def guessed(properties: list[str], county_code: str) -> Mapping[str, str]:
    """The columns that a file most likely means."""
    guess = {
        name: next((each for each in usual if each in properties), "")
        for name, usual in USUAL.items()
    }
    for name in ("name_zh", "code"):
        guess[name] = guess[name] or (properties[0] if properties else "")
    guess["fixed_parent"] = "" if guess["parent_code"] else county_code
    return guess | {"system": "wgs84"}


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Browsers want ISO days whatever the language."""
        return value.isoformat() if isinstance(value, date) else str(value or "")


class DayForm(forms.Form):
    """As of which day the areas are shown."""

    day = forms.DateField(label=_("As of"), required=False, widget=DayInput)
