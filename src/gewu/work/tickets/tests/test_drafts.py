"""Rows of a file as drafts: what is understood, and every reason why not."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from gewu.kernel.tables import Row
from gewu.methods.coordinates import gcj02_to_wgs84
from gewu.work.tickets.rules.drafts import drafts_of
from gewu.work.tickets.rules.mapping import read_mapping

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MAPPING = {
    "source_system": "old",
    "source_id": "id",
    "title": "title",
    "words": ["words", "more"],
    "address": "address",
    "lon": "x",
    "lat": "y",
    "item": {"column": "kind", "values": {"垃圾": "0101", "其他": ""}},
    "submitted_at": {"column": "at", "formats": ["%Y/%m/%d %H:%M"], "zone": "Asia/Shanghai"},
    "closed_at": {"column": "done", "formats": [], "zone": "Asia/Shanghai"},
    "state": {"column": "state", "values": {"办结": "closed", "处理中": "open"}},
}
CELLS = {
    "id": "7", "title": "垃圾桶满了", "words": "三号楼前", "more": "", "address": "人民路 1 号",
    "x": "116.605", "y": "35.405", "kind": "垃圾", "at": "2026/3/1 8:05", "done": "", "state": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def row(line=2, ragged="", **changed):
    return Row(line, CELLS | changed, ragged)


def read(*rows, **mapping):
    return drafts_of(rows, read_mapping(json.dumps(MAPPING | mapping)), {"0101"}, NOW)


def draft(mapping=None, **changed):
    drafts, bad = read(row(**changed), **(mapping or {}))
    assert bad == []
    return drafts[0]


def reasons(*rows):
    drafts, bad = read(*rows)
    assert drafts == []
    return [(each.column, each.reason) for each in bad]


class TestUnderstood:
    def test_a_full_row(self):
        made = draft()
        assert (made.title, made.words, made.address) == ("垃圾桶满了", "三号楼前", "人民路 1 号")
        assert (made.lon, made.lat) == (Decimal("116.6050000"), Decimal("35.4050000"))
        assert made.submitted_at == datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
        assert (made.item_code, made.is_closed) == ("0101", False)

    def test_no_place_is_no_fault(self):
        assert draft(x="", y="").lon is None

    def test_degrees_of_another_system_are_moved(self):
        made = draft({"coordinates": "gcj02"})
        assert (float(made.lon), float(made.lat)) == pytest.approx(
            gcj02_to_wgs84(116.605, 35.405), abs=1e-7
        )

    def test_iso_times_need_no_format_and_their_own_offset_wins(self):
        assert draft(at="2026-03-01T08:05:00").submitted_at.hour == 0
        assert draft(at="2026-03-01T08:05:00+00:00").submitted_at.hour == 8

    def test_a_missing_time_may_stand_for_the_import(self):
        moments = MAPPING["submitted_at"] | {"missing": "import"}
        assert draft({"submitted_at": moments}, at="").submitted_at == NOW

    def test_a_long_title_is_said_in_the_words(self):
        made = draft(title="长" * 130)
        assert made.title == "长" * 39 + "…"
        assert made.words == "长" * 130 + "\n三号楼前"

    def test_without_a_title_the_words_begin_it(self):
        assert draft(title="").title == "三号楼前"

    def test_a_value_may_mean_that_somebody_has_to_look(self):
        assert draft(kind="其他").item_code == draft(kind="").item_code == ""

    def test_without_a_table_values_are_codes(self):
        assert draft({"item": {"column": "kind"}}, kind="0101").item_code == "0101"

    def test_a_closing_time_closes_unless_the_state_says_otherwise(self):
        done = "2026-03-01 09:00:00"
        assert draft(done=done).closed_at == datetime(2026, 3, 1, 1, tzinfo=UTC)
        assert draft(done=done, state="处理中").closed_at is None
        closed = draft(state="办结")
        assert closed.closed_at == closed.submitted_at


class TestRefused:
    @pytest.mark.parametrize(
        ("column", "changed"),
        [
            ("id", {"id": ""}),
            ("id", {"id": "9" * 81}),
            ("title", {"title": "", "words": ""}),
            ("title", {"words": "字" * 20_001}),
            ("x", {"x": "east"}),
            ("x", {"x": "nan"}),
            ("x", {"x": "181"}),
            ("y", {"y": ""}),
            ("y", {"y": "-91"}),
            ("kind", {"kind": "灯"}),
            ("at", {"at": ""}),
            ("at", {"at": "yesterday"}),
            ("at", {"at": "2026/3/3 8:05"}),
            ("state", {"state": "?"}),
            ("done", {"done": "soon"}),
            ("done", {"done": "2026-02-01 09:00:00"}),
            ("kind", {"state": "办结", "kind": "其他"}),
        ],
    )
    def test_the_column_is_named(self, column, changed):
        assert [each[0] for each in reasons(row(**changed))] == [column]

    def test_an_item_that_the_catalogue_lacks(self):
        _, bad = read(row(kind="9999"), item={"column": "kind"})
        assert (bad[0].column, "9999" in bad[0].reason) == ("kind", True)

    def test_every_fault_of_a_row_is_told_at_once(self):
        assert [each[0] for each in reasons(row(x="?", y="?", at="?"))] == ["x", "y", "at"]

    def test_a_ragged_row_is_told(self):
        assert reasons(row(ragged="This row has 3 cells, the header has 11."))[0][0] == ""

    def test_the_same_id_twice_names_the_first_line(self):
        drafts, (bad,) = read(row(line=2), row(line=9))
        assert (len(drafts), bad.line, "line 2" in bad.reason) == (1, 9, True)
