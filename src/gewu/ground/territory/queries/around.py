"""What lies about the outlines of an import: siblings that stay as they are, and parents."""

from collections.abc import Sequence

from gewu.ground.territory.queries.tree import boundary_of, existing
from gewu.ground.territory.rules.mending import Around
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.rows import AreaRow


def around_of(rows: Sequence[AreaRow]) -> dict[str, Around]:
    """For each code of an area above: its outline, and those below it that the file leaves."""
    in_file = {row.code: row for row in rows}
    codes = {row.parent_code for row in rows if row.parent_code}
    parents = {code: in_file[code].boundary for code in codes if code in in_file}
    known = existing().filter(code__in=codes - parents.keys()).select_related("current")
    parents |= {area.code: boundary_of(area.current) for area in known}
    fixed: dict[str, list[Outline]] = {code: [] for code in codes}
    below = existing().filter(parent__code__in=codes).select_related("current", "parent")
    for area in below.exclude(code__in=in_file):
        outline = boundary_of(area.current)
        if outline is not None and area.parent:
            fixed[area.parent.code].append(outline)
    return {code: Around(tuple(fixed[code]), parents.get(code)) for code in codes}
