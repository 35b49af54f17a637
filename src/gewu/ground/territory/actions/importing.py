"""Many areas at once: all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory import events, policies
from gewu.ground.territory.actions.areas import VERSIONED, begin_version, next_nodes, touch
from gewu.ground.territory.actions.drawing import drawn
from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.queries.examining import Examined, examine
from gewu.ground.territory.queries.tree import boundary_of
from gewu.ground.territory.rules.levels import Level, path_of
from gewu.ground.territory.rules.outlines import Finding, is_same_outline
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce

BATCH = 1000


@dataclass(frozen=True)
class ImportDone:
    """What an import did."""

    added: int
    changed: int
    unchanged: int
    overlaps: int
    # Worth a look, such as two areas of one name.
    notes: tuple[Finding, ...] = ()


class ImportRefused(Refusal):
    """An import that would break something, with every single thing that was found."""

    def __init__(self, message: str, *, code: str, examined: Examined) -> None:
        super().__init__(message, code=code)
        self.examined = examined


@action
def import_areas(
    *,
    rows: Sequence[AreaRow],
    code_scheme: str | None = None,
    accept_overlaps: bool = False,
    day: date | None = None,
    divided: Area | None = None,
    by: Actor,
) -> ImportDone:
    """Add new areas and change known ones (found by code); repeated it changes nothing.

    `divided` is the area whose plan of fair parts these rows are.
    """
    if not rows:
        raise Refusal(_("There is nothing to import."), code="nothing")
    examined = examine(rows, code_scheme)
    _refuse(examined, accept_overlaps, by)
    day = day or timezone.localdate()
    added = _add([row for row in examined.rows if row.code not in examined.known], examined, day)
    changed = _change([row for row in examined.rows if row.code in examined.known], examined, day)
    unchanged = len(examined.rows) - len(added) - changed
    overlaps = len(examined.overlaps)
    done = ImportDone(len(added), changed, unchanged, overlaps, tuple(examined.notes))
    if added or changed:
        first = added[0] if added else examined.known[examined.rows[0].code]
        touch(first.county_id)
        event = events.AreasImported(
            added=len(added),
            changed=changed,
            unchanged=unchanged,
            overlaps=overlaps,
            divided_id=divided.pk if divided else None,
            day=day,
        )
        announce(event, by=by, path=divided.path if divided else _common_path(examined, added))
    return done


def _refuse(examined: Examined, accept_overlaps: bool, by: Actor) -> None:
    if examined.findings:
        text = _("%(count)s rows cannot be imported; nothing was changed.")
        count = len({finding.number for finding in examined.findings})
        raise ImportRefused(text % {"count": count}, code="bad_rows", examined=examined)
    if not all(policies.may_edit(by, path) for path in _paths_above(examined)):
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
    if examined.overlaps and not accept_overlaps:
        raise ImportRefused(
            _("Some areas overlap. Mend the file, or accept that the smaller area wins."),
            code="overlaps",
            examined=examined,
        )


def _paths_above(examined: Examined) -> set[str]:
    """Where the file touches the tree that exists."""
    new = {row.code for row in examined.rows if row.code not in examined.known}
    parents = [row.parent_code for row in examined.rows if row.parent_code not in new]
    known = [row.code for row in examined.rows if row.code in examined.known]
    return {examined.known[code].path if code else "" for code in (*parents, *known)}


def _common_path(examined: Examined, added: Sequence[Area]) -> str:
    county = next(
        area
        for area in (*added, *examined.known.values())
        if area.level == Level.COUNTY or area.path
    )
    return county.path.split(".")[0] + "."


def _add(rows: Sequence[AreaRow], examined: Examined, day: date) -> list[Area]:
    by_code = dict(examined.known)
    areas, versions = [], []
    for row, node in zip(rows, next_nodes(len(rows)), strict=True):
        parent = by_code.get(row.parent_code)
        area = _area_of(row, node, parent, examined)
        by_code[row.code] = area
        area.current = AreaVersion(
            area=area,
            valid=_validity(row, day),
            parent_path=parent.path if parent else "",
            **{name: getattr(area, name) for name in VERSIONED},
            **(drawn(row.boundary) if row.boundary is not None else {}),
        )
        areas.append(area)
        versions.append(area.current)
    # The two tables point at each other; the keys are checked when the transaction ends.
    Area.objects.bulk_create(areas, batch_size=BATCH)
    AreaVersion.objects.bulk_create(versions, batch_size=BATCH)
    return areas


def _validity(row: AreaRow, day: date) -> DateRange:
    """From the day that the file says, else of the import; the last day belongs to it."""
    return DateRange(row.valid_from or day, row.valid_to and row.valid_to + timedelta(days=1))


def _area_of(row: AreaRow, node: int, parent: Area | None, examined: Examined) -> Area:
    pk = uuid7()
    return Area(
        id=pk,
        county_id=parent.county_id if parent else pk,
        level=examined.levels[row.code],
        kind=row.kind,
        node=node,
        path=path_of(parent.path if parent else "", node),
        parent=parent,
        code=row.code,
        code_scheme=examined.scheme.name,
        name_zh=row.name_zh,
        name_en=row.name_en,
    )


def _change(rows: Sequence[AreaRow], examined: Examined, day: date) -> int:
    changed = 0
    for row in rows:
        area = examined.known[row.code]
        if _is_same(area, row):
            continue
        area.name_zh, area.name_en, area.kind = row.name_zh, row.name_en, row.kind
        area.save(update_fields=["name_zh", "name_en", "kind"])
        begin_version(area, row.boundary, _begin_of(area, row, day))
        changed += 1
    return changed


def _begin_of(area: Area, row: AreaRow, day: date) -> date:
    """A later day that the file says; the old one comes back with every export."""
    before = area.current
    is_new = row.valid_from and (before is None or row.valid_from > before.valid.lower)
    return row.valid_from if row.valid_from and is_new else day


def _is_same(area: Area, row: AreaRow) -> bool:
    names = (area.name_zh, area.name_en, area.kind) == (row.name_zh, row.name_en, row.kind)
    # A row without an outline leaves the one that is there.
    return names and (
        row.boundary is None or is_same_outline(row.boundary, boundary_of(area.current))
    )
