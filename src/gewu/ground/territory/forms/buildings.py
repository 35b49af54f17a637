"""Shapes of input: a building, and a table of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.forms.proposing import MAP_SYSTEMS
from gewu.ground.territory.models import Building
from gewu.ground.territory.rules.buildings import LARGEST, BuildingRow, names_in
from gewu.ui.asking import not_too_large


class BuildingForm(forms.Form):
    """What a building is called, where it stands, and how many live there."""

    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    aliases = forms.CharField(
        label=_("Also called"),
        max_length=600,
        required=False,
        help_text=_("Several names with commas between them."),
    )
    households = forms.IntegerField(
        label=_("Households"), min_value=0, max_value=LARGEST, required=False
    )
    units = forms.IntegerField(label=_("Entrances"), min_value=0, max_value=LARGEST, required=False)
    floors = forms.IntegerField(label=_("Floors"), min_value=0, max_value=LARGEST, required=False)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)

    def clean(self) -> dict[str, Any]:
        """Both coordinates or none."""
        data = super().clean() or {}
        if (data.get("lon") is None) != (data.get("lat") is None):
            self.add_error("lat", _("A place has both, longitude and latitude."))
        return data

    def row(self) -> BuildingRow:
        """What was filled in."""
        data = self.cleaned_data
        return BuildingRow(
            line=0,
            name_zh=data["name_zh"],
            name_en=data["name_en"],
            aliases=names_in(data["aliases"]),
            lon=data["lon"],
            lat=data["lat"],
            households=data["households"] or 0,
            units=data["units"] or 0,
            floors=data["floors"] or 0,
        )


def initial_of(building: Building) -> dict[str, Any]:
    """A building as its form begins."""
    names = ("name_zh", "name_en", "households", "units", "floors", "lon", "lat")
    aliases = "、".join(building.aliases)
    return {name: getattr(building, name) for name in names} | {"aliases": aliases}


class BuildingsFileForm(forms.Form):
    """A table of buildings."""

    file = forms.FileField(
        label=_("Table of buildings"),
        help_text=_(
            "CSV or XLSX with the columns name, aliases, area_code, lon, lat, households, units,"
            " floors (or 名称, 别名, 网格编码, 经度, 纬度, 户数, 单元数, 层数). Without a code the"
            " place says in which grid it stands."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx,.gz"}),
    )
    system = forms.ChoiceField(
        label=_("Coordinate system"), choices=MAP_SYSTEMS, initial="wgs84", required=False
    )

    def clean_file(self) -> Any:
        """A file of a size that can be looked at in one go."""
        return not_too_large(self.cleaned_data["file"])
