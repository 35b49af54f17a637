"""A change of areas as its pages show it: old and new outlines, and what follows."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.ground.territory import hooks, queries
from gewu.ground.territory.hooks import Ahead, Consequence
from gewu.ground.territory.models import Area, Redraw, RedrawPart
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.redraws import outline_of
from gewu.ground.territory.queries.succeeding import moved_below, reaching_out
from gewu.ground.territory.views import pictures

Role = RedrawPart.Role


def of_parts(
    viewer: Viewer, kind: str, day: date, parts: Sequence[RedrawPart], *, ahead: bool = True
) -> dict[str, Any]:
    """Lists, maps and, while it lies ahead, what follows."""
    old = [part.area for part in parts if part.role != Role.COMES and part.area is not None]
    before, after = _old_map(old), _new_map(parts)
    return {
        "parts": list(parts),
        "before": before if before["features"] else None,
        "after": after if after["features"] else None,
        "before_map": {"areas": before},
        "after_map": {"areas": after},
        "follows": _follows(viewer, kind, day, parts) if ahead else [],
    }


def done_words(redraw: Redraw) -> str:
    """What is said once it is planned."""
    if redraw.is_planned:
        return _("Planned for %(day)s. Until then it can be undone.") % {"day": redraw.day}
    return _("It is in force.")


def around(area: Area, viewer: Viewer) -> dict[str, Any] | None:
    """An area among its neighbours."""
    beside = queries.visible_to(viewer).filter(parent=area.parent_id)
    picture = {"areas": queries.as_geojson(beside), "selected": str(area.pk)}
    return picture if pictures.is_drawn(picture) else None


def _follows(
    viewer: Viewer, kind: str, day: date, parts: Sequence[RedrawPart]
) -> list[Consequence]:
    def of(role: str) -> tuple[Area, ...]:
        return tuple(part.area for part in parts if part.role == role and part.area)

    comes = [part for part in parts if part.role == Role.COMES]
    keeper = next((part for part in comes if part.keeps), comes[0] if comes else None)
    grounds = {
        part.name or (part.area.name if part.area else ""): outline
        for part in parts
        if part.role != Role.ENDS and (outline := outline_of(part)) is not None
    }
    ahead = Ahead(
        kind=kind,
        day=day,
        ends=of(Role.ENDS),
        changes=of(Role.CHANGES),
        comes=tuple(part.name for part in comes),
        keeps=keeper.name if keeper else "",
        grounds=grounds,
    )
    own = _below(of(Role.ENDS), comes) + _outside(parts)
    found = own + [one for ask in hooks.consequences for one in ask(viewer, ahead)]
    return [one for one in found if one.count]


def _below(ends: Sequence[Area], comes: Sequence[RedrawPart]) -> list[Consequence]:
    found = moved_below(ends, comes) if ends else []
    if not found:
        return []
    text = _(", ").join(f"{one.area.name} → {one.code}" for one in found)
    said = [Consequence(_("Micro-grids that go on under a new code"), len(found), text)]
    if cut := [one for one in found if one.is_cut]:
        text = _("The new border runs through %(names)s. Each goes whole to where most of it lies.")
        names = _(", ").join(one.area.name for one in cut)
        label = _("Micro-grids that are cut")
        said.append(Consequence(label, len(cut), text % {"names": names}, by_hand=True))
    return said


def _outside(parts: Iterable[RedrawPart]) -> list[Consequence]:
    """Areas below one that is redrawn and that reach outside it then."""
    found = [each for part in parts if part.role == Role.CHANGES for each in reaching_out(part)]
    if not found:
        return []
    text = ngettext(
        "%(names)s reaches outside then. Redraw it too.",
        "%(names)s reach outside then. Redraw them too.",
        len(found),
    ) % {"names": _(", ").join(each.name for each in found)}
    return [Consequence(_("Areas below that reach outside"), len(found), text, by_hand=True)]


def _old_map(areas: Sequence[Area]) -> dict[str, Any]:
    return queries.as_geojson(Area.objects.filter(pk__in=[area.pk for area in areas]))


def _new_map(parts: Iterable[RedrawPart]) -> dict[str, Any]:
    features = []
    for part in parts:
        outline = outline_of(part)
        if outline is None or part.role == Role.ENDS:
            continue
        named = part if part.name_zh else part.area
        assert named is not None
        properties = {"id": part.code, "name_zh": named.name_zh, "name_en": named.name_en}
        geometry = shapely.geometry.mapping(outline)
        feature = {"type": "Feature", "id": part.code, "properties": properties}
        features.append(feature | {"geometry": geometry})
    return {"type": "FeatureCollection", "features": features}
