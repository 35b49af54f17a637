"""How the posters of grids are laid out on paper, and their codes to scan."""

from dataclasses import dataclass

import segno
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A town or a county of this size is one file; the command line prints any number.
MOST_AT_ONCE = 3_000
# With the mask left open segno tries all eight, which takes six times as long and reads no better.
MASK = 2


@dataclass(frozen=True)
class Layout:
    """One way to fill a sheet of A4."""

    name: str
    label: str | Promise
    per_page: int


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("sheet", _("Poster, one on a sheet of A4"), 1),
        Layout("four", _("Small poster, four A6 on a sheet"), 4),
        Layout("board", _("Card for a noticeboard, two A5 on a sheet"), 2),
        Layout("labels", _("Label, ten on a sheet (105 × 57 mm)"), 10),
    )
}


def code_to_scan(address: str) -> segno.QRCode:
    """The QR code of an address, readable when a seventh of it is damaged."""
    return segno.make(address, error="m", micro=False, mask=MASK)


def as_drawing(address: str) -> str:
    """It as SVG, with the quiet zone around it that scanners want."""
    drawing: str = code_to_scan(address).svg_inline(border=4)
    return drawing
