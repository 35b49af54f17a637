"""Adding an area and giving it a new version."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory import events, policies
from gewu.ground.territory.actions.drawing import drawn
from gewu.ground.territory.models import Area, AreaVersion, Revision
from gewu.ground.territory.queries.redraws import codes_ever_borne
from gewu.ground.territory.queries.tree import existing, has_county, scheme_of
from gewu.ground.territory.rules.codes import SCHEMES, code_fault
from gewu.ground.territory.rules.levels import Level, path_of
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce

VERSIONED = ("code", "name_zh", "name_en")


@action
def add_area(
    *,
    code: str,
    name_zh: str,
    name_en: str = "",
    parent: Area | None = None,
    kind: str = "general",
    boundary: Outline | None = None,
    code_scheme: str = "national",
    day: date | None = None,
    by: Actor,
) -> Area:
    """Add an area one level below its parent; without a parent it is the county."""
    _need(policies.may_edit(by, parent.path if parent else ""))
    level = parent.level + 1 if parent else Level.COUNTY
    _refuse_place(level)
    scheme = scheme_of(parent) if parent else SCHEMES[code_scheme]
    refuse_code(code_fault(scheme, level, code, parent.code if parent else ""))
    refuse_taken(code)
    row = AreaRow(
        number=1,
        code=code,
        parent_code="",
        name_zh=name_zh,
        name_en=name_en,
        kind=kind,
        boundary=boundary,
    )
    area = born(parent, row, scheme.name, day or timezone.localdate(), by)
    touch(area.county_id)
    return area


def born(
    parent: Area | None,
    row: AreaRow,
    scheme: str,
    day: date,
    by: Actor,
    *,
    redraw_id: UUID | None = None,
) -> Area:
    """A new area with its first version, announced; what speaks against it was looked at before."""
    node, pk = next_nodes(1)[0], uuid7()
    area = Area.objects.create(
        id=pk,
        county_id=parent.county_id if parent else pk,
        level=parent.level + 1 if parent else Level.COUNTY,
        kind=row.kind,
        node=node,
        path=path_of(parent.path if parent else "", node),
        parent=parent,
        code=row.code,
        code_scheme=scheme,
        name_zh=row.name_zh,
        name_en=row.name_en,
    )
    version = begin_version(area, row.boundary, day)
    event = events.AreaAdded(
        area_id=area.pk, version_id=version.pk, level=area.level, redraw_id=redraw_id
    )
    announce(event, by=by, path=area.path)
    return area


@action
def change_area(
    *,
    area: Area,
    code: str | None = None,
    name_zh: str | None = None,
    name_en: str | None = None,
    boundary: Outline | None = None,
    day: date | None = None,
    by: Actor,
) -> Area:
    """Give an area other names, another code or boundary from a day on; what is None stays."""
    _need(policies.may_edit(by, area.path))
    area = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    given = {"code": code, "name_zh": name_zh, "name_en": name_en}
    changes = {
        name: value
        for name, value in given.items()
        if value is not None and value != getattr(area, name)
    }
    if not changes and not _redrawn(area, boundary):
        return area
    _refuse_changes(area, changes)
    for name, value in changes.items():
        setattr(area, name, value)
    area.save(update_fields=list(changes))
    version = begin_version(area, boundary, day or timezone.localdate())
    touch(area.county_id)
    event = events.AreaChanged(area_id=area.pk, version_id=version.pk, level=area.level)
    announce(event, by=by, path=area.path)
    return area


def begin_version(area: Area, boundary: Outline | None, day: date) -> AreaVersion:
    """End the version that is valid and begin the next; within one day it is simply corrected."""
    before = area.current
    shape = drawn(boundary) if boundary is not None else _drawn_before(before)
    if before is not None and before.valid.lower >= day:
        return _corrected(before, area, shape)
    if before is not None:
        before.valid = DateRange(before.valid.lower, day)
        before.save(update_fields=["valid"])
    version = AreaVersion.objects.create(
        area=area,
        valid=DateRange(day, None),
        parent_path=area.path[: -len(f"{area.node}.")],
        **{name: getattr(area, name) for name in VERSIONED},
        **shape,
    )
    area.current = version
    area.save(update_fields=["current"])
    return version


def next_nodes(count: int) -> list[int]:
    """Numbers for paths that nobody had before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('territory_area_nodes') FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def touch(county_id: UUID) -> None:
    """Tell every cache of the tree to look again."""
    Revision.objects.get_or_create(county_id=county_id)
    revision = Revision.objects.select_for_update(of=("self",)).get(county_id=county_id)
    revision.number += 1
    revision.stamp = uuid7()
    revision.save(update_fields=["number", "stamp"])


def refuse_code(fault: str) -> None:
    """Refuse a code that the scheme does not know."""
    if fault:
        raise Refusal(fault, code="bad_code", field="code")


def refuse_taken(code: str, own: UUID | None = None) -> None:
    """Refuse a code that another area bears, bore once, or will bear by a plan."""
    if existing().filter(code=code).exists():
        raise Refusal(_("Another area bears this code."), code="code_taken", field="code")
    if codes_ever_borne([code], but_by_area=own):
        text = _("The code %(code)s was given to an area once; codes are never used again.")
        raise Refusal(text % {"code": code}, code="code_taken", field="code")


def _refuse_place(level: int) -> None:
    if level > Level.MICRO_GRID:
        raise Refusal(_("Nothing stands below a micro-grid."), code="too_deep", field="parent")
    if level == Level.COUNTY and has_county():
        raise Refusal(
            _("Say under which area it stands: the county exists already."),
            code="second_county",
            field="parent",
        )


def _refuse_changes(area: Area, changes: dict[str, str]) -> None:
    if changes.get("name_zh") == "":
        raise Refusal(_("The name is missing."), code="name_missing", field="name_zh")
    if code := changes.get("code"):
        parent_code = area.parent.code if area.parent else ""
        refuse_code(code_fault(scheme_of(area), area.level, code, parent_code))
        refuse_taken(code, area.pk)


def _redrawn(area: Area, boundary: Outline | None) -> bool:
    if boundary is None:
        return False
    before = area.current
    return before is None or drawn(boundary)["boundary"] != _drawn_before(before).get("boundary")


def _corrected(version: AreaVersion, area: Area, shape: dict[str, object]) -> AreaVersion:
    for name in VERSIONED:
        setattr(version, name, getattr(area, name))
    for name, value in shape.items():
        setattr(version, name, value)
    version.save(update_fields=[*VERSIONED, *shape])
    area.current = version
    return version


def _drawn_before(version: AreaVersion | None) -> dict[str, object]:
    if version is None or version.boundary is None:
        return {}
    columns = ("lon", "lat", "west", "south", "east", "north")
    return {"boundary": bytes(version.boundary)} | {
        name: getattr(version, name) for name in columns
    }


def _need(allowed: bool) -> None:
    if not allowed:
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
