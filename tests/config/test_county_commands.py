"""`gewu administrator`, `gewu import county` and its sheets, `gewu export county`."""

import csv
import os
import stat
import subprocess
from datetime import date
from importlib import import_module

import pytest
from typer.testing import CliRunner

from gewu.config.cli import administrator, export
from gewu.config.env import CHECKOUT, EnvError
from gewu.doors.setup.actions import BookRefused, open_county
from gewu.doors.setup.tests import files
from gewu.doors.setup.tests.files import COUNTY, GRID_1
from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions as staffing
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import worker_of
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.work.tickets.models import LeadUnit, Terms

pytestmark = pytest.mark.django_db


def run(app, *words):
    return CliRunner().invoke(app, [str(word) for word in words])


def load(*words):
    return run(import_module("gewu.config.cli.import").app, *words)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(files.xlsx(files.sheets()))
    return path


def test_the_first_administrator_signs_in_and_may_everything(db, client):
    said = run(administrator.app, "chief", "--name", "管理员").stdout.split()
    chief = User.objects.get()
    assert (chief.name_zh, chief.is_superuser, said[0]) == ("管理员", True, "chief")
    assert (
        client.post("/accounts/login/", {"login": "chief", "password": said[1]}).status_code == 302
    )
    assert client.get("/setup/").url == "/accounts/password/change/"


def test_where_three_people_hold_the_roles_no_one_gets_everything_by_the_way(town):
    refused = CliRunner().invoke(administrator.app, ["chief"])
    assert isinstance(refused.exception, EnvError) and "--although-separated" in str(
        refused.exception
    )
    assert not User.objects.filter(username="chief").exists()
    run(administrator.app, "chief", "--although-separated")
    assert User.objects.get(username="chief").is_superuser


def test_a_county_with_its_options_and_passwords(book, tmp_path):
    kept = tmp_path / "first.csv"
    words = ["county", book, "--name", "北区", "--code", COUNTY, "--zone", "Asia/Urumqi"]
    words += ["--phone", "12345", "--passwords", kept]
    checked = load(*words, "--preview")
    assert checked.exit_code == 0 and not User.objects.exists()
    assert load(*words).exit_code == 0
    assert Terms.objects.get().zone == "Asia/Urumqi"
    assert Unit.objects.get(kind="county_desk").phone == "12345"
    assert worker_of(area_by_code(GRID_1)).user.username == "0017"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    rows = list(csv.reader(kept.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["0017", "0018", "0019"]
    again = load(*words[:-1], tmp_path / "second.csv")
    assert "areas: 0 new, 0 changed, 4 as before" in again.stdout


def test_without_a_county_or_a_file_for_passwords_nothing_happens(book, tmp_path):
    assert load("county", book).exception.code == "county"
    there = tmp_path / "there.csv"
    there.touch()
    words = ["county", book, "--name", "北区", "--code", COUNTY]
    assert load(*words).exception.code == "file"
    assert load(*words, "--passwords", there).exception.code == "file"
    assert not User.objects.exists()


def test_sheet_by_sheet(db, tmp_path):
    open_county(code=COUNTY, name_zh="北区", by=SYSTEM)
    paths = {}
    for name, rows in files.sheets().items():
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_bytes(files.csv(name, rows))
    assert load("areas", paths["areas"], "--code-property", "编码").exit_code != 2
    book = tmp_path / "areas.xlsx"
    book.write_bytes(files.xlsx({"areas": files.AREAS}))
    load("county", book)
    assert load("units", paths["units"], "--preview").exit_code == 0
    assert not Unit.objects.filter(kind="department").exists()
    assert load("units", paths["units"]).exit_code == 0
    assert load("staff", paths["staff"], "--preview").exit_code == 0
    assert load("staff", paths["staff"], "--passwords", tmp_path / "p.csv").exit_code == 0
    assert load("appointments", paths["appointments"], "--preview").exit_code == 0
    assert load("appointments", paths["appointments"]).exit_code == 0
    assert load("leads", paths["leads"], "--preview").exit_code == 0
    assert load("leads", paths["leads"]).exit_code == 0
    assert LeadUnit.objects.count() == 1


def test_bad_rows_are_told_line_by_line(db, tmp_path):
    open_county(code=COUNTY, name_zh="北区", by=SYSTEM)
    path = tmp_path / "units.csv"
    path.write_bytes(files.csv("units", [("区县部门", "999", f"局{n}", "", "") for n in range(60)]))
    for words in ([], ["--preview"]):
        answer = load("units", path, *words)
        assert isinstance(answer.exception, BookRefused)
        assert "units 2:" in answer.stderr and "… and 10 more." in answer.stderr


def test_what_goes_out_comes_in_again(book, tmp_path):
    load("county", book, "--name", "北区", "--code", COUNTY, "--passwords", tmp_path / "a.csv")
    works, user = Unit.objects.get(name_zh="市政中心"), User.objects.get(username="0019")
    second = staffing.add_post(unit=works, role="handler", full_time=False, by=SYSTEM)
    staffing.appoint(post=second, user=user, from_day=date(2026, 1, 1), by=SYSTEM)
    out, english, empty = tmp_path / "out.xlsx", tmp_path / "en.xlsx", tmp_path / "empty.xlsx"
    assert run(export.app, "county", out).exit_code == 0
    assert run(export.app, "county", english, "--english").exit_code == 0
    assert files.opened(english.read_bytes()).sheetnames[0] == "Areas"
    assert run(export.app, "county", empty, "--template").exit_code == 0
    assert files.opened(empty.read_bytes()).worksheets[0].max_row == 1
    before = Area.objects.count()
    again = load("county", english, "--passwords", tmp_path / "b.csv")
    assert "appointments: 0 new, 0 changed, 5 as before" in again.stdout
    assert Area.objects.count() == before
    missing = run(export.app, "county", tmp_path / "no" / "x.xlsx")
    assert isinstance(missing.exception, Refusal)


def test_without_a_database_a_sentence_says_what_to_do():
    there = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    words = [str(CHECKOUT / "bin" / "gewu"), "administrator", "chief"]
    said = subprocess.run(words, env=there, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 1 and "gewu database start" in said.stderr
    assert "Traceback" not in said.stdout + said.stderr
