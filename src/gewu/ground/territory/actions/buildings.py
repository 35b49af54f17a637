"""Adding, changing and ending buildings, one by one or from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely import contains_xy

from gewu.ground.territory import events, policies
from gewu.ground.territory.models import Area, Building, Level
from gewu.ground.territory.queries.locating import locate_many
from gewu.ground.territory.queries.tree import boundary_of, existing
from gewu.ground.territory.rules.buildings import BadRow, BuildingRow
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce

FIELDS = ("name_zh", "name_en", "aliases", "lon", "lat", "households", "units", "floors")


@dataclass(frozen=True)
class BuildingsDone:
    """What an import of buildings did."""

    added: int
    changed: int
    unchanged: int


@dataclass
class _Compared:
    """A table beside what is on record."""

    added: list[Building] = field(default_factory=list)
    changed: list[Building] = field(default_factory=list)
    unchanged: int = 0


class BuildingsRefused(Refusal):
    """A table with rows that cannot be taken, each with its reason; nothing of it was written."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        self.bad = tuple(sorted(bad, key=lambda row: row.line))
        text = ngettext(
            "One row cannot be taken, so nothing was written.",
            "%(count)s rows cannot be taken, so nothing was written.",
            len(self.bad),
        )
        super().__init__(text % {"count": len(self.bad)}, code="bad_rows", field="file")


@action
def add_building(*, area: Area, row: BuildingRow, by: Actor) -> Building:
    """A building that stands from today on."""
    _need(policies.may_edit(by, area.path))
    _refuse_name(area, row.name_zh)
    building = Building.objects.create(
        county_id=area.county_id, area=area, valid_from=timezone.localdate(), **_held(row)
    )
    _say(area, 1, 0, by)
    return building


@action
def change_building(*, building: Building, row: BuildingRow, by: Actor) -> Building:
    """Other names, numbers or another place."""
    building = _locked(building)
    _need(policies.may_edit(by, building.area.path))
    if row.name_zh != building.name_zh:
        _refuse_name(building.area, row.name_zh)
    held = _held(row)
    if held == {name: getattr(building, name) for name in FIELDS}:
        return building
    for name, value in held.items():
        setattr(building, name, value)
    building.save(update_fields=[*FIELDS])
    _say(building.area, 0, 1, by)
    return building


@action
def end_building(*, building: Building, by: Actor) -> Building:
    """It is no more; twice is once."""
    building = _locked(building)
    _need(policies.may_edit(by, building.area.path))
    if building.valid_to is None:
        building.valid_to = timezone.localdate()
        building.save(update_fields=["valid_to"])
        _say(building.area, 0, 1, by)
    return building


@action
def import_buildings(
    *, within: Area, rows: Sequence[BuildingRow], bad: Sequence[BadRow] = (), by: Actor
) -> BuildingsDone:
    """Add and change buildings by their name in an area: the whole table, or nothing of it.

    `bad` are rows that could not be read; they are told together with those found here.
    """
    _need(policies.may_edit(by, within.path))
    left = list(bad)
    areas = _areas_of(within, rows, left)
    table = _compared(rows, areas, left)
    if left:
        raise BuildingsRefused(left)
    Building.objects.bulk_create(table.added, batch_size=1000)
    Building.objects.bulk_update(table.changed, FIELDS, batch_size=1000)
    if table.added or table.changed:
        _say(within, len(table.added), len(table.changed), by)
    return BuildingsDone(len(table.added), len(table.changed), table.unchanged)


def follow(keepers: Mapping[UUID, Area], heirs: Sequence[Area]) -> None:
    """Buildings of areas that ended go where they stand, without a place to the part that keeps."""
    going = list(Building.objects.filter(area__in=list(keepers), valid_to=None))
    outlines = [(heir, boundary_of(heir.current)) for heir in heirs]
    mine = {heir.pk for heir in heirs}
    for each in going:
        keeper = keepers[each.area_id]
        each.area = keeper
        if keeper.pk in mine and each.lon is not None and each.lat is not None:
            inside = (
                heir
                for heir, outline in outlines
                if outline is not None and contains_xy(outline, each.lon, each.lat)
            )
            each.area = next(inside, keeper)
    Building.objects.bulk_update(going, ["area"], batch_size=1000)


def _areas_of(within: Area, rows: Sequence[BuildingRow], left: list[BadRow]) -> dict[int, Area]:
    """The area of each line: by its code, else by its place, always under the area of the import."""
    codes = {row.area_code for row in rows if row.area_code}
    by_code = {area.code: area for area in existing().filter(code__in=codes)}
    placed = [row for row in rows if not row.area_code and row.lon is not None]
    points = (
        locate_many([row.lon or 0.0 for row in placed], [row.lat or 0.0 for row in placed])
        if placed
        else []
    )
    at = {row.line: area for row, area in zip(placed, points, strict=True)}
    found = {}
    for row in rows:
        area = by_code.get(row.area_code) if row.area_code else at.get(row.line)
        if area is None or not area.path.startswith(within.path) or area.level < Level.COMMUNITY:
            text = _("Its code or its place is in no community, grid or micro-grid of this area.")
            left.append(BadRow(row.line, row.name_zh, text))
        else:
            found[row.line] = area
    return found


def _compared(
    rows: Sequence[BuildingRow], areas: Mapping[int, Area], left: list[BadRow]
) -> _Compared:
    """What of a table is new and what is other than on record; a name twice goes to `left`."""
    on_record = Building.objects.select_for_update(of=("self",)).filter(
        area__in=set(areas.values()), valid_to=None
    )
    known = {(each.area_id, each.name_zh): each for each in on_record.order_by("pk")}
    found, seen, today = _Compared(), set(), timezone.localdate()
    for row in rows:
        area = areas.get(row.line)
        if area is None:
            continue
        key = (area.pk, row.name_zh)
        if key in seen:
            left.append(BadRow(row.line, row.name_zh, _("It stands in the table twice.")))
            continue
        seen.add(key)
        old, held = known.get(key), _held(row)
        if old is None:
            new = Building(county_id=area.county_id, area=area, valid_from=today, **held)
            found.added.append(new)
        elif held == {name: getattr(old, name) for name in FIELDS}:
            found.unchanged += 1
        else:
            for name, value in held.items():
                setattr(old, name, value)
            found.changed.append(old)
    return found


def _held(row: BuildingRow) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value := getattr(row, name), tuple) else value
        for name in FIELDS
    }


def _locked(building: Building) -> Building:
    rows = Building.objects.select_for_update(of=("self",)).select_related("area")
    return rows.get(pk=building.pk)


def _refuse_name(area: Area, name: str) -> None:
    if Building.objects.filter(area=area, name_zh=name, valid_to=None).exists():
        text = _("Another building of this area bears this name.")
        raise Refusal(text, code="taken", field="name_zh")


def _say(area: Area, added: int, changed: int, by: Actor) -> None:
    event = events.BuildingsChanged(area_id=area.pk, added=added, changed=changed)
    announce(event, by=by, path=area.path)


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
