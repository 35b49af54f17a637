"""Tables in every encoding and kind of file, and what is wrong with them in words."""

import gzip
from datetime import datetime

import openpyxl
import pytest
from django.utils.translation import override

from gewu.kernel.acting import Refusal
from gewu.kernel.tables import read_table
from gewu.kernel.tables import reading as reading_module
from gewu.kernel.tables import table as table_module

CHINESE = "编号,标题,内容\n1,路灯不亮,小区门口的路灯坏了三天，晚上出行不便\n2,井盖丢失,人民路与解放路交叉口东侧的井盖不见了\n"


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def write(rows, merged=(), title="Sheet1", second=None):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
        for row in second or []:
            (book["Second"] if "Second" in book.sheetnames else book.create_sheet("Second")).append(
                row
            )
        path = tmp_path / "table.xlsx"
        book.save(path)
        return path

    return write


def cells_of(path, **options):
    return [row.cells for row in read_table(path, **options).rows]


def refusal_of(path, **options):
    with pytest.raises(Refusal) as refused:
        list(read_table(path, **options).rows)
    return refused.value


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    def test_chinese_is_read_in_every_usual_encoding(self, file, encoding):
        table = read_table(file(CHINESE.encode(encoding)))
        assert table.columns == ("编号", "标题", "内容")
        assert [row["标题"] for row in table.rows] == ["路灯不亮", "井盖丢失"]

    def test_traditional_characters_in_big5_are_not_taken_for_gbk(self, file):
        text = "編號,標題\n" + "1,路燈不亮已經三天請派員處理並回覆市民的訊息\n" * 20
        assert cells_of(file(text.encode("big5")))[0]["標題"].startswith("路燈不亮已經三天")

    def test_western_letters_in_an_old_encoding_are_read(self, file):
        text = "name,town\n" + "Café Müller,Zürich déjà vu à la carte\n" * 20
        assert cells_of(file(text.encode("cp1252")))[0]["name"].startswith("Caf")

    def test_a_rare_character_of_gb18030_survives(self, file):
        assert cells_of(file(CHINESE.replace("人民路", "䶮𠮷路").encode("gb18030")))[1][
            "内容"
        ].startswith("䶮𠮷路")

    def test_bytes_of_no_encoding_name_their_line(self, file):
        broken = "\ufeffa,b\n1,2\n3,".encode() + b"\xff\xfe\n"
        refused = refusal_of(file(broken))
        assert (refused.code, "Line 3" in str(refused)) == ("unknown_encoding", True)

    def test_a_file_of_another_kind_is_refused(self, file):
        assert refusal_of(file(b"\x89PNG\r\n\x1a\n\x00\x00\x00")).code == "not_a_table"
        assert refusal_of(file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00")).code == "old_workbook"

    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    def test_the_delimiter_is_found(self, file, delimiter):
        lines = [["id", "words"], ["1", '"a, b; c|d"'], ["2", '"x, y"']]
        text = "\n".join(delimiter.join(line) for line in lines)
        assert cells_of(file(text))[0] == {"id": "1", "words": "a, b; c|d"}

    def test_one_column_needs_no_delimiter(self, file):
        assert cells_of(file("words\nhello\n")) == [{"words": "hello"}]

    def test_cells_are_trimmed_and_empty_lines_skipped(self, file):
        assert cells_of(file("\n a , b \n\n 1 , 2 \n,\n")) == [{"a": "1", "b": "2"}]

    def test_a_row_knows_the_line_it_begins_on(self, file):
        table = read_table(file('a,b\n1,"two\nlines"\n\n3,4\n'))
        assert [(row.line, row["b"]) for row in table.rows] == [(2, "two\nlines"), (5, "4")]

    def test_an_open_quotation_names_its_line(self, file):
        refused = refusal_of(file('a,b\n1,2\n3,"never closed\n4,5\n'))
        assert (refused.code, "line 3" in str(refused)) == ("unmatched_quotes", True)

    def test_ragged_rows_say_so_and_are_still_read(self, file):
        short, right, long = read_table(file("a,b\n1\n2,3\n4,5,6\n")).rows
        assert short.cells == {"a": "1", "b": ""}
        assert long.cells == {"a": "4", "b": "5"}
        assert ("1 cells" in short.ragged, right.ragged, "3 cells" in long.ragged) == (
            True,
            "",
            True,
        )


class TestHeader:
    def test_an_empty_file_is_refused(self, file):
        assert refusal_of(file("")).code == refusal_of(file(" \n\n,,\n")).code == "empty_table"

    def test_a_column_without_a_name_is_refused_with_its_place(self, file):
        refused = refusal_of(file("a,,c\n1,2,3\n"))
        assert (refused.code, "column 2" in str(refused)) == ("nameless_column", True)

    def test_a_name_that_stands_twice_is_refused(self, file):
        refused = refusal_of(file("a,b,a\n1,2,3\n"))
        assert (refused.code, str(refused).endswith(": a.")) == ("repeated_column", True)

    def test_a_missing_column_is_named_with_those_there_are(self, file):
        table = read_table(file("a,b\n1,2\n"))
        table.need("a")
        with pytest.raises(Refusal, match="no column lon. The columns are: a, b"):
            table.need("a", "lon")


class TestPackedFiles:
    def test_a_packed_file_is_read_whatever_its_name(self, file):
        packed = file(gzip.compress(CHINESE.encode("gbk")), "table.bin")
        assert cells_of(packed)[0]["标题"] == "路灯不亮"

    def test_a_damaged_one_is_refused(self, file):
        assert refusal_of(file(gzip.compress(b"a,b\n1,2\n" * 99)[:-12])).code == "broken_package"

    def test_a_bomb_is_refused(self, file, monkeypatch):
        monkeypatch.setattr(reading_module, "MAX_BYTES", 1_000)
        assert refusal_of(file(gzip.compress(b"a" * 5_000))).code == "too_large"
        assert refusal_of(file("a" * 5_000)).code == "too_large"

    def test_a_missing_file_is_refused(self, tmp_path):
        assert refusal_of(tmp_path / "none.csv").code == "unreadable"
        assert refusal_of(tmp_path).code == "unreadable"

    def test_too_many_rows_are_refused(self, file, monkeypatch):
        monkeypatch.setattr(table_module, "MAX_ROWS", 2)
        assert refusal_of(file("a\n1\n2\n3\n")).code == "too_many_rows"

    def test_too_many_columns_are_refused(self, file):
        assert refusal_of(file(",".join(map(str, range(501))))).code == "too_many_columns"


class TestWorkbooks:
    def test_cells_become_text(self, workbook):
        from_numbers = [
            ["编号", "标题", "经度", "有效"],
            [1.0, " 路灯 ", 116.5, True],
            [2, None, "x", False],
        ]
        assert cells_of(workbook(from_numbers)) == [
            {"编号": "1", "标题": "路灯", "经度": "116.5", "有效": "TRUE"},
            {"编号": "2", "标题": "", "经度": "x", "有效": "FALSE"},
        ]

    def test_the_first_sheet_is_read_unless_another_is_named(self, workbook):
        path = workbook([["a"], ["1"]], second=[["b"], ["2"]])
        assert cells_of(path) == [{"a": "1"}]
        assert cells_of(path, sheet="Second") == [{"b": "2"}]

    def test_a_missing_sheet_is_named_with_those_there_are(self, workbook):
        refused = refusal_of(workbook([["a"]], title="工单"), sheet="Tickets")
        assert (refused.code, "工单" in str(refused)) == ("missing_sheet", True)

    def test_merged_cells_in_the_header_are_refused_by_name(self, workbook):
        rows = [["编号", "地点", None], [None, "经度", "纬度"], [1, 116.5, 35.4]]
        refused = refusal_of(workbook(rows, merged=["A1:A2", "B1:C1"]))
        assert refused.code == "merged_header"
        assert "A1:A2" in str(refused) and "B1:C1" in str(refused)

    def test_merged_cells_among_the_rows_are_refused_by_name(self, workbook):
        rows = [["a", "b"], [1, 2], [None, 3]]
        refused = refusal_of(workbook(rows, merged=["A2:A3"]))
        assert (refused.code, "A2:A3" in str(refused)) == ("merged_cells", True)

    def test_empty_rows_are_skipped_and_lines_counted(self, workbook):
        table = read_table(workbook([[], ["a", "b"], [None, None], ["1"], ["2", "3", "4"]]))
        short, long = table.rows
        assert (short.line, short.cells, short.ragged) == (4, {"a": "1", "b": ""}, "")
        assert (long.line, "3 cells" in long.ragged) == (5, True)

    def test_an_empty_sheet_is_refused(self, workbook):
        assert refusal_of(workbook([])).code == "empty_table"

    def test_a_broken_workbook_is_refused(self, file):
        assert refusal_of(file(b"PK\x03\x04nothing of use", "table.xlsx")).code == "broken_workbook"

    def test_a_formula_without_a_value_is_empty(self, workbook):
        assert cells_of(workbook([["a", "b"], ["=1+1", "x"]])) == [{"a": "", "b": "x"}]

    def test_dates_are_written_the_one_way(self, workbook):
        assert cells_of(workbook([["at"], [datetime.fromisoformat("2022-09-19 11:07:12")]])) == [
            {"at": "2022-09-19 11:07:12"}
        ]

    def test_a_large_one_is_refused_before_it_is_unpacked(self, workbook, monkeypatch):
        monkeypatch.setattr(reading_module.spreadsheet, "MAX_UNPACKED", 100)
        assert refusal_of(workbook([["a"], ["1"]])).code == "too_large"
