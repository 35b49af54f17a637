"""Shapes of input: a plan of fair parts, another one beside it, a piece that is moved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gewu.ground.territory.forms.areas import ACCEPTED
from gewu.ground.territory.models import Area, Level
from gewu.ui.asking import not_too_large

SPLIT, BELOW = "split", "below"
PURPOSES = [
    (SPLIT, _("Parts in its place: the grid is split")),
    (BELOW, _("Micro-grids below it: the grid stays")),
]
MAP_SYSTEMS = [
    ("wgs84", _("CGCS2000 or WGS-84 (surveys, GPS)")),
    ("gcj02", _("GCJ-02 (Amap, Tencent)")),
    ("bd09", _("BD-09 (Baidu)")),
]


class WishForm(forms.Form):
    """How many households a part should have, and what is to be heeded."""

    target = forms.IntegerField(
        label=_("Households in each part"),
        min_value=5,
        max_value=5_000,
        help_text=_("A grid has 300 to 500, a micro-grid about 50."),
    )
    keeps_whole = forms.BooleanField(
        label=_("Keep the areas below whole"),
        required=False,
        initial=True,
        help_text=_("No border runs through a micro-grid that is there already."),
    )


class ProposeForm(WishForm):
    """Addresses with households, lines to heed, and the wish."""

    on_record = forms.BooleanField(label=_("Use the buildings on record"), required=False)
    file = forms.FileField(
        label=_("Table of addresses"),
        required=False,
        help_text=_(
            "CSV or XLSX with the columns lon, lat and households (or 经度, 纬度, 户数), a row for"
            " each building or entrance; perhaps building, unit and part (楼栋, 单元, 所属片) as well:"
            " a building stays together, and so does what is named as one part."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.xlsx,.gz"}),
    )
    purpose = forms.ChoiceField(
        label=_("What is proposed"), choices=PURPOSES, initial=SPLIT, required=False
    )
    barriers = forms.FileField(
        label=_("Main roads and rivers"),
        required=False,
        help_text=_("Lines that parts cross only where it cannot be helped; any kind of map file."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    paths = forms.FileField(
        label=_("Ways on foot"),
        required=False,
        help_text=_("Streets and paths as lines: ways are then measured along them."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    system = forms.ChoiceField(
        label=_("Coordinate system"), choices=MAP_SYSTEMS, initial="wgs84", required=False
    )
    field_order = (
        "on_record",
        "file",
        "target",
        "purpose",
        "keeps_whole",
        "barriers",
        "paths",
        "system",
    )

    def __init__(self, area: Area, on_record: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].initial = 50 if area.level > Level.GRID else 400
        if on_record:
            text = _("%(count)s buildings with a place are on record here.")
            self.fields["on_record"].help_text = text % {"count": on_record}
        else:
            del self.fields["on_record"]
        if area.level != Level.GRID:
            del self.fields["purpose"], self.fields["keeps_whole"]

    def clean(self) -> dict[str, Any]:
        """Files of a size that can be looked at in one go."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("on_record") and "file" not in self.errors:
            self.add_error("file", _("Choose a table of addresses."))
        for name in ("file", "barriers", "paths"):
            try:
                not_too_large(data.get(name))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return data


class AgainForm(WishForm):
    """Another plan from the same addresses."""

    heeds_lines = forms.BooleanField(
        label=_("Heed main roads and rivers"), required=False, initial=True
    )
    heeds_held = forms.BooleanField(
        label=_("What is held stays in its part"), required=False, initial=True
    )
    field_order = ("target", "keeps_whole", "heeds_lines", "heeds_held")

    def __init__(self, absent: frozenset[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in absent:
            del self.fields[name]


class MoveForm(forms.Form):
    """A piece, and the part where it goes."""

    piece = forms.IntegerField(min_value=0)
    to = forms.IntegerField(min_value=0, required=False)
