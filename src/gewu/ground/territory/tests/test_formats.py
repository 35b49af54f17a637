"""Every format out and in again: codes, names, days and outlines stay as they are."""

import io
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import shapely
from django.utils import timezone
from shapely import MultiPolygon, Polygon, box
from tests import cast

from gewu.ground.territory import queries
from gewu.ground.territory.actions import add_area, change_area, import_areas
from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.rules.rows import Columns, read_areas
from gewu.kernel.acting import SYSTEM

pytestmark = pytest.mark.django_db
KINDS = list(queries.FILE_KINDS)
HOLED = Polygon(
    box(116.62, 35.40, 116.63, 35.41).exterior.coords,
    [box(116.6234567, 35.4034567, 116.6254321, 35.4054321).exterior.coords[::-1]],
)
PARTS = MultiPolygon([box(116.60, 35.40, 116.603, 35.41), box(116.604, 35.40, 116.61, 35.41)])


def columns_of(kind):
    return Columns(parent_code="parent") if kind == "shp" else Columns()


def written(county, kind):
    return queries.as_file(queries.areas_under(county.path), queries.FILE_KINDS[kind])


def held():
    """What must come back, by code."""
    versions = AreaVersion.objects.select_related("area__parent").order_by("pk")
    return {
        each.code: (
            each.name_zh, each.name_en, each.area.kind, each.area.level, each.valid.lower,
            each.valid.upper, each.area.parent.code if each.area.parent else "",
        )
        for each in versions
    }  # fmt: skip


def outlines():
    return {
        each.code: queries.boundary_of(each)
        for each in AreaVersion.objects.order_by("pk")
        if each.boundary
    }


@pytest.fixture
def county(db):
    """A county with a hole, parts, an area that nobody drew, and one that has an end."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    top = add_area(code=cast.COUNTY, name_zh="测试区", name_en="Test", day=cast.DAY_ONE, by=SYSTEM)
    where = {"day": cast.DAY_ONE, "by": SYSTEM}
    town = add_area(
        parent=top,
        code=cast.TOWN,
        name_zh="东镇",
        boundary=box(116.6, 35.4, 116.63, 35.41),
        **where,
    )
    village = add_area(
        parent=town, code=cast.COMMUNITY, name_zh="东一社区（北）", name_en="East & North", **where
    )
    add_area(
        parent=village,
        code=cast.GRID_1,
        name_zh="第一网格",
        boundary=PARTS,
        kind="special",
        **where,
    )
    grid = add_area(parent=village, code=cast.GRID_2, name_zh="第二网格", boundary=HOLED, **where)
    change_area(area=grid, name_en="Second", day=date(2026, 3, 1), by=SYSTEM)
    AreaVersion.objects.filter(area=grid, valid__endswith=date(2026, 3, 1)).delete()
    AreaVersion.objects.filter(code=cast.GRID_1).update(valid=(cast.DAY_ONE, tomorrow))
    return top


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_in_as_it_was(county, kind):
    content = written(county, kind)
    before, drawn = held(), outlines()
    Area.objects.update(current=None)
    AreaVersion.objects.all().delete()
    for level in range(5, 0, -1):
        Area.objects.filter(level=level).delete()
    rows, wrong = read_areas(content, columns_of(kind))
    assert wrong == []
    import_areas(rows=rows, accept_overlaps=True, by=SYSTEM)
    assert held() == before
    if kind == "csv":
        assert outlines() == {}
        return
    assert set(outlines()) == set(drawn)
    for code, outline in outlines().items():
        assert shapely.normalize(outline).equals_exact(shapely.normalize(drawn[code]), 1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_imported_over_itself_it_changes_nothing(county, kind):
    rows, wrong = read_areas(written(county, kind), columns_of(kind))
    done = import_areas(rows=rows, accept_overlaps=True, by=SYSTEM)
    assert (wrong, done.added, done.changed, done.unchanged) == ([], 0, 0, 5)


def test_a_shapefile_brings_the_style_of_each_level(county):
    with zipfile.ZipFile(io.BytesIO(written(county, "shp"))) as archive:
        assert archive.read("areas.cpg") == b"UTF-8"
        style = ElementTree.fromstring(archive.read("areas.qml"))
    levels = [each.get("value") for each in style.iter("category")]
    assert levels == [level.name.lower() for level in queries.Level]
