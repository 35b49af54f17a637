"""A table looked through row by row, in bounded memory: what is new, known, changed, wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import allowed
from gewu.ground.registers.models import (
    Record,
    RegisterField,
    RegisterImport,
    RegisterKind,
    RegisterMapping,
)
from gewu.ground.registers.queries.records import writable_fields
from gewu.ground.registers.rules.changes import PREFIX
from gewu.ground.registers.rules.fields import Spec
from gewu.ground.registers.rules.importing import (
    BadRow,
    Named,
    ReadRow,
    checked_code,
    guessed,
    read_row,
)
from gewu.ground.registers.states import USED
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, areas_under, county, locate_many
from gewu.kernel import arriving
from gewu.kernel.acting import Actor
from gewu.kernel.tables import Row

STEP = 2_000


@dataclass(frozen=True)
class Place:
    """As much of an area as a row needs."""

    pk: UUID
    path: str
    level: int


@dataclass
class Ready:
    """A row that can be taken, and the record that it is already, if there is one."""

    row: ReadRow
    place: Place
    known: UUID | None = None
    # The same in every way: nothing is written.
    is_same: bool = False


@dataclass
class Looked:
    """Some rows, looked through."""

    ready: list[Ready] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


class Examiner:
    """Looks through the rows of a table of one kind, for somebody, by what its columns mean."""

    def __init__(
        self, kind: RegisterKind, mapping: Mapping[str, str], system: str, by: Actor
    ) -> None:
        top = county()
        self.kind, self.mapping, self.system, self.by = kind, mapping, system, by
        self.county_code = top.code
        self.specs: dict[str, Spec] = {
            f"{PREFIX}{each.key}": each.spec for each in writable_fields(by, kind, None)
        }
        self.areas = {
            code: Place(pk, path, level)
            for code, pk, path, level in areas_under(top.path).values_list(
                "code", "pk", "path", "level"
            )
        }
        held = Record.objects.filter(kind=kind, state=USED).order_by()
        self.codes = dict(held.exclude(code="").values_list("code", "pk"))
        # What has no code is known where it is the same in name and place.
        self.keys = {
            hash(row) for row in held.filter(code="").values_list("name", "area", "lon", "lat")
        }
        self.seen: set[int] = set()

    def look(self, rows: Iterable[Row]) -> Iterator[Looked]:
        """The rows, some thousands at a time."""
        rows = iter(rows)
        while batch := list(islice(rows, STEP)):
            yield self._some(batch)

    def _some(self, batch: list[Row]) -> Looked:
        looked = Looked()
        good: list[ReadRow] = []
        for row in batch:
            if row.ragged:
                looked.bad.append(BadRow(row.line, "", row.ragged))
                continue
            read, bad = read_row(
                row.line, row.cells, self.mapping, self.specs, self._area_id, self.system
            )
            bad += checked_code(read, self.mapping, self.kind.code_rule, self.county_code)
            looked.bad += bad
            if not bad:
                good.append(read)
        places = self._places(good)
        for read in good:
            ready = self._ready(read, places.get(read.line))
            if isinstance(ready, BadRow):
                looked.bad.append(ready)
            else:
                looked.ready.append(ready)
        return looked

    def _area_id(self, code: str) -> str | None:
        found = self.areas.get(code)
        return str(found.pk) if found else None

    def _places(self, rows: list[ReadRow]) -> dict[int, Place]:
        found = {row.line: self.areas[row.area_code] for row in rows if row.area_code in self.areas}
        open_rows = [row for row in rows if not row.area_code and row.lon is not None]
        lons, lats = [row.lon or 0.0 for row in open_rows], [row.lat or 0.0 for row in open_rows]
        areas: list[Area | None] = locate_many(lons, lats) if open_rows else []
        for row, area in zip(open_rows, areas, strict=True):
            if area is not None:
                found[row.line] = Place(area.pk, area.path, area.level)
        return found

    def _ready(self, row: ReadRow, place: Place | None) -> Ready | BadRow:
        if place is None or place.level < Level.COMMUNITY:
            text = _("Its code or its place is in no community, grid or micro-grid of the county.")
            return BadRow(row.line, "", text)
        if not allowed(self.by, "registers.import", place.path, self.kind.keeper_id):
            return BadRow(row.line, "", _("This place is not yours to write about."))
        key = hash(row.code) if row.code else hash((row.name, place.pk, row.lon, row.lat))
        if key in self.seen:
            return BadRow(row.line, "", _("It stands in the table twice."))
        self.seen.add(key)
        if row.code:
            return Ready(row, place, self.codes.get(row.code))
        return Ready(row, place, is_same=key in self.keys)


def names_of_fields(fields: Iterable[RegisterField]) -> list[Named]:
    """Fields as columns may be called."""
    return [Named(each.key, (each.name_zh, each.name_en, each.key)) for each in fields]


def proposed(kind: RegisterKind, columns: list[str], by: Actor) -> dict[str, str]:
    """What the columns of a table mean, as far as one can see."""
    last = RegisterMapping.objects.filter(kind=kind).first()
    fields = names_of_fields(writable_fields(by, kind, None))
    return guessed(columns, fields, last.data if last else {})


def required_of(kind: RegisterKind, by: Actor) -> dict[str, str]:
    """The fields that a table has to fill, with their names."""
    return {each.key: each.name for each in writable_fields(by, kind, None) if each.required}


def import_for(viewer: User, pk: UUID) -> RegisterImport:
    """A table on its way in: only whoever brought it has it; 404 for everyone else."""
    found = RegisterImport.objects.select_related("kind").filter(user=viewer)
    return get_object_or_404(found, pk=pk)


def lock_words(pk: UUID) -> str:
    """The name of the lock that is held as long as somebody works on a table."""
    return f"registers.import:{pk}"


def is_worked_on(run: RegisterImport) -> bool:
    """Whether a worker is at it; the database lets go of the lock when the worker dies."""
    return arriving.is_worked_on(lock_words(run.pk))


def imports_of(viewer: User, kind: RegisterKind) -> list[RegisterImport]:
    """What somebody brought in lately."""
    return list(RegisterImport.objects.filter(user=viewer, kind=kind)[:10])
