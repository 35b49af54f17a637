"""Many areas at once: all or none, every fault named."""

import json

import pytest
from shapely import box
from tests import cast

from gewu.ground.territory import queries
from gewu.ground.territory.actions import ImportRefused, add_area, import_areas
from gewu.ground.territory.models import Area, AreaVersion
from gewu.ground.territory.queries.examining import examine
from gewu.ground.territory.rules.rows import AreaRow, Columns, read_areas
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db
G = cast.COMMUNITY


def row(code, parent=G, boundary=None, number=1, name="新网格", **given):
    return AreaRow(
        number=number, code=code, parent_code=parent, name_zh=name, boundary=boundary, **given
    )


def refused(rows, **given):
    with pytest.raises(ImportRefused) as error:
        import_areas(rows=rows, **given, by=SYSTEM)
    return error.value.examined


def test_a_whole_county_comes_from_one_file(db):
    done = import_areas(
        rows=[
            row(G + "001", boundary=box(116, 35, 117, 36)),
            row(G, cast.TOWN),
            row(cast.TOWN, cast.COUNTY),
            row(cast.COUNTY, ""),
        ],
        by=SYSTEM,
    )
    assert (done.added, done.changed, done.unchanged) == (4, 0, 0)
    grid = queries.locate(116.5, 35.5)
    assert [area.level for area in queries.chain_of(grid)] == [1, 2, 3, 4]
    entry = JournalEntry.objects.get(name="territory.areas_imported")
    assert (entry.payload["added"], entry.path) == (4, queries.county().path)


def test_repeated_it_changes_nothing(town):
    rows = [
        row(cast.GRID_1, name="第一网格", name_en="Grid 1", boundary=cast.square(116.60, 35.40))
    ]
    before = AreaVersion.objects.count()
    assert import_areas(rows=rows, by=SYSTEM).unchanged == 1
    assert AreaVersion.objects.count() == before
    assert JournalEntry.objects.filter(name="territory.areas_imported").count() == 1


def test_known_codes_are_changed_and_a_missing_outline_stays(town):
    assert (
        import_areas(rows=[row(cast.GRID_1, name="一号", kind="special")], by=SYSTEM).changed == 1
    )
    area = Area.objects.get(pk=town.grid_1.pk)
    assert (area.name_zh, area.kind) == ("一号", "special")
    assert queries.locate(*cast.IN_GRID_1) == area


def test_what_an_import_writes_is_what_the_action_writes(town):
    outline = cast.square(116.60, 35.45)
    import_areas(rows=[row(G + "003", boundary=outline)], accept_overlaps=True, by=SYSTEM)
    add_area(code=G + "004", name_zh="新网格", parent=town.community, boundary=outline, by=SYSTEM)
    one, two = (queries.area_by_code(G + tail) for tail in ("003", "004"))
    own = ("_state", "id", "node", "path", "code", "current_id")
    assert {k: v for k, v in vars(one).items() if k not in own} == {
        k: v for k, v in vars(two).items() if k not in own
    }
    own = ("_state", "id", "area_id", "code")
    first, second = (AreaVersion.objects.get(area=area) for area in (one, two))
    assert {k: v for k, v in vars(first).items() if k not in own} == {
        k: v for k, v in vars(second).items() if k not in own
    }


def test_nothing_is_written_when_one_row_is_bad(town):
    before = Area.objects.count()
    examined = refused([row(G + "003", number=1), row("12", number=2)])
    assert [finding.number for finding in examined.findings] == [2]
    assert Area.objects.count() == before


@pytest.mark.parametrize(
    "bad",
    [
        row(""),
        row("12"),
        row(G + "003", parent="999"),
        row(cast.GRID_1 + "0101", parent=cast.GRID_1 + "01"),
        row("370898", parent=""),
        row(cast.GRID_1, parent=cast.OTHER_COMMUNITY),
        row(cast.GRID_1, parent=""),
    ],
)
def test_each_fault_of_a_row_is_found(town, bad):
    add_area(code=cast.GRID_1 + "01", name_zh="微", parent=town.grid_1, by=SYSTEM)
    assert len(refused([bad]).findings) == 1


def test_doubles_are_found(town):
    examined = refused([row(G + "003", number=1), row(G + "003", number=2)])
    assert "1" in examined.findings[0].message


def test_overlaps_with_new_and_known_siblings_need_acceptance(town):
    rows = [
        row(G + "003", boundary=box(116.60, 35.400, 116.61, 35.405), number=1),
        row(G + "004", boundary=box(116.61, 35.400, 116.62, 35.405), number=2, name="乙"),
    ]
    examined = refused(rows)
    assert len(examined.overlaps) == 2
    assert examined.new == 2
    done = import_areas(rows=rows, accept_overlaps=True, by=SYSTEM)
    assert done.overlaps == 2
    assert queries.locate(116.605, 35.402).code == G + "003"


def test_neighbours_that_nobody_has_drawn_overlap_with_nothing(town):
    add_area(code=G + "005", name_zh="未画", parent=town.community, by=SYSTEM)
    assert not examine([row(cast.GRID_2, boundary=cast.square(116.61, 35.40))]).overlaps


def test_known_overlaps_that_the_file_does_not_touch_are_not_asked_again(town):
    add_area(
        code=G + "005", name_zh="重叠", parent=town.community,
        boundary=cast.square(116.60, 35.40), by=SYSTEM,
    )  # fmt: skip
    assert examine([row(G + "006", boundary=box(116.6, 35.3, 116.61, 35.31))]).overlaps
    assert not examine([row(G + "006")]).overlaps


def test_an_area_outside_the_one_above_it_needs_acceptance(town):
    assert len(refused([row(G + "003", boundary=cast.square(116.60, 35.5))]).overlaps) == 1


def test_a_slit_between_neighbours_is_nothing_to_ask_about(town):
    tiny = box(116.61 - 0.000004, 35.41 - 0.01, 116.62, 35.41)
    assert not examine([row(cast.GRID_2, boundary=tiny)]).overlaps


def test_only_administrators_of_the_place_import(town):
    with pytest.raises(Refusal):
        import_areas(rows=[row(G + "003")], by=town.ben)
    with pytest.raises(Refusal):
        import_areas(rows=[row(cast.GRID_1, name="某")], by=town.eve)
    assert import_areas(rows=[row(G + "003")], by=town.root).added == 1


def test_nothing_to_import_is_said(town):
    with pytest.raises(Refusal):
        import_areas(rows=[], by=SYSTEM)


def test_a_parent_of_the_file_may_lack_an_outline(town):
    rows = [
        row("370899102", cast.COUNTY),
        row("370899102001", "370899102", boundary=cast.square(116.7, 35.4)),
    ]
    assert import_areas(rows=rows, by=SYSTEM).added == 2


def test_an_export_comes_back_as_it_was(town):
    exported = queries.as_geojson(queries.areas_under(town.county.path))
    assert len(exported["features"]) == 7
    content = json.dumps(exported).encode()
    rows, wrong = read_areas(content, Columns())
    assert not wrong
    assert import_areas(rows=rows, by=SYSTEM).unchanged == 7
