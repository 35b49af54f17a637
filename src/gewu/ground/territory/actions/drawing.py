"""A boundary as it is stored."""

import shapely
from django.utils.translation import gettext as _

from gewu.ground.territory.rules.outlines import Outline, outline_findings, rounded
from gewu.kernel.acting import Refusal


def drawn(boundary: Outline) -> dict[str, object]:
    """Boundary, centre and box of a version; a boundary with a serious fault is refused."""
    for finding in outline_findings(0, "", boundary):
        where = f" ({finding.lon}, {finding.lat})" if finding.lon is not None else ""
        raise Refusal(
            _("The boundary cannot be used: %(fault)s") % {"fault": finding.message + where},
            code="bad_boundary",
            field="boundary",
        )
    outline = rounded(boundary)
    # A point that lies inside, however the area bends.
    centre = outline.representative_point()
    west, south, east, north = outline.bounds
    return {
        "boundary": shapely.to_wkb(outline),
        "lon": round(centre.x, 7),
        "lat": round(centre.y, 7),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
