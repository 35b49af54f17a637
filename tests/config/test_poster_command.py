"""`gewu export posters` through the command line, read again as a phone reads paper."""

import pytest
from typer.testing import CliRunner

from gewu.config.cli import export
from gewu.kernel.acting import Refusal
from tests import cast

pytestmark = pytest.mark.django_db
SITE = "https://gewu.example.gov.cn"


def run(*words):
    return CliRunner().invoke(export.app, ["posters", *map(str, words)])


def test_the_sheets_are_as_the_options_say(town, tmp_path):
    four, one, english = tmp_path / "four.pdf", tmp_path / "one.pdf", tmp_path / "en.pdf"
    said = run(four, "--under", cast.COUNTY, "--layout", "four", "--site", SITE)
    assert said.exit_code == 0 and "3 grids" in said.stdout
    assert b"/Type/Pages/Count 1/" in four.read_bytes()
    assert run(one, "--under", cast.COMMUNITY, "--site", SITE).exit_code == 0
    assert b"/Type/Pages/Count 2/" in one.read_bytes()
    assert run(english, "--under", cast.COMMUNITY, "--english", "--site", SITE).exit_code == 0
    assert english.read_bytes() != one.read_bytes()


def test_without_an_option_the_address_is_that_of_the_installation(town, tmp_path, settings):
    settings.PUBLIC_URL = SITE
    assert run(tmp_path / "a.pdf", "--under", cast.GRID_1).exit_code == 0
    settings.PUBLIC_URL = ""
    answer = run(tmp_path / "b.pdf", "--under", cast.GRID_1)
    assert isinstance(answer.exception, Refusal) and answer.exception.code == "site"


@pytest.mark.parametrize(("code", "why"), [("999", "area"), (cast.COUNTY + "1", "area")])
def test_an_unknown_area_is_refused(town, tmp_path, code, why):
    answer = run(tmp_path / "a.pdf", "--under", code, "--site", SITE)
    assert isinstance(answer.exception, Refusal) and answer.exception.code == why


def test_where_nothing_can_be_printed_or_written_it_says_so(town, tmp_path):
    missing = run(tmp_path / "no" / "a.pdf", "--under", cast.GRID_1, "--site", SITE)
    assert isinstance(missing.exception, Refusal) and missing.exception.code == "unwritable"
