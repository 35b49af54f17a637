"""What a plan of parts needs to know of the tree: codes that are free, areas that stay whole."""

from collections.abc import Iterator

from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.queries.tree import boundary_of, children_of, scheme_of
from gewu.ground.territory.rules.grounds import Below
from gewu.ground.territory.rules.levels import Level


def free_codes(area: Area, count: int) -> list[str]:
    """So many codes for parts in the place of an area, in order."""
    scheme = scheme_of(area)
    shared = scheme.shared.get(area.level - 1, 0)
    digits = len(area.code) - shared
    return _free(area, area.code[:shared] if shared else f"{area.code}-", shared and digits, count)


def free_codes_below(area: Area, count: int) -> list[str]:
    """So many codes for areas below one, in order."""
    scheme = scheme_of(area)
    shared, below = (scheme.shared.get(level, 0) for level in (area.level, area.level + 1))
    # a grid's code is followed by two digits, a community's by three
    digits = (below - shared if below else 2) if shared else 0
    return _free(area, area.code[:shared] if shared else f"{area.code}-", digits, count)


def below_of(area: Area) -> list[Below]:
    """The drawn areas directly below, which no new border should cut."""
    found = children_of(area).select_related("current")
    outlines = ((each, boundary_of(each.current)) for each in found)
    return [
        Below(each.code, each.name, outline) for each, outline in outlines if outline is not None
    ]


def may_add_below(area: Area) -> bool:
    """Whether nothing stands below yet, so that a plan may fill it."""
    return area.level in (Level.COMMUNITY, Level.GRID) and not children_of(area).exists()


def _free(area: Area, start: str, digits: int, count: int) -> list[str]:
    used = set(
        AreaVersion.objects.filter(area__county_id=area.county_id).values_list("code", flat=True)
    )
    used |= set(Area.objects.filter(county_id=area.county_id).values_list("code", flat=True))
    free = (code for code in _codes(start, digits) if code not in used)
    return [next(free) for _number in range(count)]


def _codes(start: str, digits: int) -> Iterator[str]:
    for number in range(1, 10**digits if digits else 10_000):
        yield f"{start}{number:0{digits}d}"
