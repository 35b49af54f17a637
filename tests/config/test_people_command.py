"""`gewu import people`: a file comes in, or is refused with every fault."""

from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from gewu.config.cli import import_people
from gewu.ground.residents.models import Person
from gewu.ground.residents.tests.people import purpose
from tests.cast import GRID_1, Town

pytestmark = pytest.mark.django_db
HEAD = "household,area,purposes,consents,name,phone\n"


def run(*arguments: str):

    app = typer.Typer()
    app.command()(import_people.run)
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def file(town: Town, tmp_path):
    """One good row, and so many bad ones."""
    purpose()

    def written(bad: int) -> str:
        path = tmp_path / "people.csv"
        rows = [f"H0,{GRID_1},contact,contact paper 2026-01-02,王小明,13800000001"]
        rows += [f"H{n},{GRID_1},contact,,王小红,13800000002" for n in range(1, bad + 1)]
        path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
        return str(path)

    return written


def test_all_or_nothing_with_a_report(file, tmp_path):
    report = tmp_path / "bad.csv"
    done = run(file(25), "--report", str(report))
    assert done.exit_code == 1 and "… and 5 more." in done.output
    assert not Person.objects.exists()
    assert len(report.read_text(encoding="utf-8-sig").splitlines()) == 26
    done = run(file(2), "--skip-bad")
    assert done.exit_code == 0 and "1 people imported, 2 rows left out" in done.output


def test_a_good_file(file):
    done = run(file(0))
    assert "1 households with 1 people imported, 0 rows left out" in done.output


def test_the_sheet_that_is_named_is_the_one_that_lands(file, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["nothing"])
    sheet = book.create_sheet("居民")
    for line in Path(file(0)).read_text(encoding="utf-8").splitlines():
        sheet.append(line.split(","))
    book.save(tmp_path / "people.xlsx")
    done = run(str(tmp_path / "people.xlsx"), "--sheet", "居民")
    assert "1 people imported" in done.output
