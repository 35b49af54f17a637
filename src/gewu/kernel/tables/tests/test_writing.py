"""What is written is read back, and nothing in it becomes a formula."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.kernel.tables import read_table, write_csv

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


def written(columns, rows):
    target = io.StringIO()
    write_csv(target, columns, rows)
    return target.getvalue()


class TestWriting:
    @pytest.mark.parametrize(
        "cell", ["=1+1", "+86 call me", "-x", "@SUM(A1)", "\t=1", "＝1", "-1+2"]
    )
    def test_a_formula_is_guarded(self, cell):
        assert f"\r\n'{cell}\r\n" in written(["a"], [[cell]])

    def test_a_column_name_is_guarded_too(self):
        assert written(["=a"], []) == "\ufeff'=a\r\n"

    @pytest.mark.parametrize("number", [-118.4, "+3", "-0.5", 7, "10638529"])
    def test_a_number_stays_a_number(self, number):
        assert f"\r\n{number}\r\n" in written(["a"], [[number]])

    def test_nothing_is_an_empty_cell_and_the_mark_leads(self):
        assert written(["a", "b"], [[None, "x"]]) == "\ufeffa,b\r\n,x\r\n"

    def test_the_rows_are_counted(self):
        assert write_csv(io.StringIO(), ["a"], [["1"], ["2"]]) == 2

    @given(st.lists(st.tuples(words, words), min_size=1, max_size=5))
    def test_it_is_read_back_without_the_guard(self, tmp_path_factory, rows):
        path = tmp_path_factory.mktemp("tables") / "table.csv"
        path.write_text(written(["a", "b"], rows), encoding="utf-8", newline="")
        kept = [
            [cell.removeprefix("'") for cell in row.cells.values()] for row in read_table(path).rows
        ]
        assert kept == [[cell.removeprefix("'") for cell in row] for row in rows if any(row)]
