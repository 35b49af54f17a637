"""Areas of a level as they were at a time, in a box."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

import shapely
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from gewu.doors.features.queries.paging import Found, page_of
from gewu.doors.features.rules import Asked, Period
from gewu.doors.features.rules.parameters import Box
from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.queries import boundary_of


def area_page(level: int, asked: Asked) -> Found:
    """A page of the areas of a level; one item for each area, as it was last in the period."""
    found = _in_boxes(_versions(level, asked.period), asked.boxes)
    windows = [shapely.box(*box) for box in asked.boxes]

    def touches(version: AreaVersion) -> bool:
        outline = boundary_of(version)
        return not windows or any(outline.intersects(window) for window in windows if outline)

    rows, after = page_of(found, "area_id", asked.after, asked.limit, touches)
    return Found(_features(rows), after)


def area_item(level: int, pk: UUID, period: Period | None = None) -> dict[str, Any] | None:
    """One area."""
    return next(iter(_features(_versions(level, period).filter(area_id=pk))), None)


def extent_of(level: int | None) -> dict[str, Any]:
    """Around all that is drawn, on a level or on any, and since when."""
    found = (
        AreaVersion.objects.all()
        if level is None
        else AreaVersion.objects.filter(area__level=level)
    )
    ends = found.aggregate(
        west=Min("west"),
        south=Min("south"),
        east=Max("east"),
        north=Max("north"),
        since=Min("valid__startswith"),
    )
    extent: dict[str, Any] = {}
    if ends["west"] is not None:
        box = [ends[name] for name in ("west", "south", "east", "north")]
        extent["spatial"] = {"bbox": [box]}
    if ends["since"]:
        extent["temporal"] = {"interval": [[f"{ends['since']}T00:00:00Z", None]]}
    return extent


def _versions(level: int, period: Period | None) -> QuerySet[AreaVersion]:
    """One version of each area: the last in the period, which without one is today."""
    now = timezone.now()
    period = period or Period(now, now)
    first, last = (
        timezone.localdate(moment) if moment else None for moment in (period.start, period.end)
    )
    found = AreaVersion.objects.filter(
        area__level=level, valid__overlap=DateRange(first, last, "[]")
    )
    if first:
        found = found.filter(Q(area__closed_on=None) | Q(area__closed_on__gt=first))
    return found.select_related("area").order_by("area_id", "-valid").distinct("area_id")


def _in_boxes(found: QuerySet[AreaVersion], boxes: Sequence[Box]) -> QuerySet[AreaVersion]:
    """By the stored boxes; what lies in the box of an area may still miss the area."""
    if not boxes:
        return found
    return found.filter(
        reduce(
            or_,
            (
                Q(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
                for west, south, east, north in boxes
            ),
        )
    )


def _features(versions: Iterable[AreaVersion]) -> list[dict[str, Any]]:
    versions = list(versions)
    above = {version.parent_path for version in versions} - {""}
    counties = {version.area.county_id for version in versions}
    known = Area.objects.filter(Q(path__in=above) | Q(pk__in=counties)).order_by("pk")
    parents, codes = {}, {}
    for pk, path, code in known.values_list("pk", "path", "code"):
        parents[path], codes[pk] = code, code
    return [
        _feature(
            version, parents.get(version.parent_path, ""), codes.get(version.area.county_id, "")
        )
        for version in versions
    ]


def _feature(version: AreaVersion, parent_code: str, county_code: str) -> dict[str, Any]:
    area, outline, ends = version.area, boundary_of(version), version.valid.upper
    # as it was called then, in the reader's language
    area.name_zh, area.name_en = version.name_zh, version.name_en
    return {
        "type": "Feature",
        "id": str(area.pk),
        "properties": {
            "code": version.code,
            "name": area.name,
            "name_zh": version.name_zh,
            "name_en": version.name_en,
            "level": area.level_name,
            "kind": area.kind,
            "parent_code": parent_code,
            "county_code": county_code,
            "valid_from": version.valid.lower.isoformat(),
            "valid_to": (ends - timedelta(days=1)).isoformat() if ends else None,
        },
        # counterclockwise, as RFC 7946 wants it
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(outline)) if outline else None,
    }
