"""Which areas a text names: a suggestion for whoever looks for the place of a report."""

from dataclasses import dataclass
from uuid import UUID

from gewu.ground.territory.models import Area, Building
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.aliases import other_names
from gewu.ground.territory.queries.tree import existing, visible_to
from gewu.ground.territory.rules.levels import Level
from gewu.kernel.stamps import kept
from gewu.methods.addresses import Gazetteer, Match, Place

MOST = 4
LONGEST_TEXT = 600
# A building is narrower than any area.
BELOW_ALL = Level.MICRO_GRID + 1


@dataclass(frozen=True)
class Named:
    """An area of the viewer's that a text names, with the words and a confidence of 0 to 1.

    Where the text names a building on record, that building too.
    """

    area: Area
    words: str
    confidence: float
    building: Building | None = None


def named_in(viewer: Viewer, text: str) -> list[Named]:
    """The areas that a text names, the surest first; only those under the viewer's posts."""
    matches = _gazetteer().find(text[:LONGEST_TEXT], most=4 * MOST)
    if not matches:
        return []
    keys = [each.key for each in matches]
    rows = Building.objects.filter(pk__in=keys, valid_to=None).order_by("pk")
    buildings = {each.pk: each for each in rows}
    wanted = {*keys, *(each.area_id for each in buildings.values())}
    seen = visible_to(viewer).select_related("parent").in_bulk(list(wanted))
    found: dict[UUID, Named] = {}
    for match in matches:
        building = buildings.get(match.key)
        area = seen.get(building.area_id if building else match.key)
        # the surest comes first; a second building of the same area says nothing new
        if area is not None and area.pk not in found:
            found[area.pk] = _named(area, match, building)
    return list(found.values())[:MOST]


def knows_name(name: str) -> bool:
    """Whether an area or a building is called so already, by whatever name."""
    return _gazetteer().knows(name)


def _named(area: Area, match: Match[UUID], building: Building | None) -> Named:
    return Named(area, match.words, match.confidence, building)


@kept
def _gazetteer() -> Gazetteer[UUID]:
    """All areas below the county and all buildings, by their names and what else they are called.

    Also by what they were called before, and areas by the names of those from which they came.
    """
    rows = existing().filter(level__gt=Level.COUNTY).order_by("path")
    others = other_names()
    places = [
        Place(pk, name, level, tuple(sorted(others.get(pk, set()) - {name})))
        for pk, name, level in rows.values_list("pk", "name_zh", "level")
    ]
    buildings = Building.objects.filter(valid_to=None).order_by("pk")
    places += [
        Place(pk, name, BELOW_ALL, tuple(sorted({*aliases, *others.get(pk, set())} - {name})))
        for pk, name, aliases in buildings.values_list("pk", "name_zh", "aliases")
    ]
    return Gazetteer(places)
