"""The pages of the set-up, through the client: steps, sheets, reasons, what is missing."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests import cast

from gewu.doors.setup.actions import take_book
from gewu.doors.setup.queries import lacking
from gewu.doors.setup.rules.rows import read_book
from gewu.doors.setup.rules.sheets import SHEETS
from gewu.doors.setup.tests import files
from gewu.doors.setup.tests.files import COUNTY, GRID_1
from gewu.ground.staffing.actions import add_post, appoint
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import worker_of
from gewu.ground.territory.actions.areas import touch
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code, examine
from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import ExportRecord
from gewu.work.tickets.models import Terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SHEET_NAMES = [*SHEETS, "county"]


@pytest.fixture
def signed_in(client, chief):
    client.force_login(chief)
    return client


def post(client, name, content, filename="book.xlsx", **more):
    said = {"file": files.upload(content, filename)} | more
    return client.post(f"/setup/sheets/{name}/", said)


class TestSteps:
    def test_an_empty_house_begins_with_the_county(self, signed_in):
        page = signed_in.get("/setup/").text
        assert "/setup/county/" in page and "/setup/sheets/areas/" not in page

    def test_the_county_as_it_was_filled_in(self, signed_in):
        said = {
            "name_zh": "北区", "name_en": "North", "code": COUNTY, "code_scheme": "own",
            "zone": "Asia/Urumqi", "phone": "0537-12345",
        }  # fmt: skip
        assert signed_in.post("/setup/county/", said).url == "/setup/"
        desk = Unit.objects.get()
        assert (desk.phone, desk.area.name_en, desk.area.code) == ("0537-12345", "North", COUNTY)
        assert desk.area.code_scheme == "own" and Terms.objects.get().zone == "Asia/Urumqi"
        assert signed_in.get("/setup/county/").url == "/setup/"
        assert "North" in signed_in.get("/setup/").text

    def test_a_wrong_code_is_said_at_the_form(self, signed_in):
        said = {"name_zh": "北区", "code": "12", "code_scheme": "national", "zone": "Asia/Shanghai"}
        assert signed_in.post("/setup/county/", said).status_code == 422
        assert not Area.objects.exists()

    def test_each_step_tells_how_far_it_is(self, signed_in, desk):
        assert signed_in.get("/setup/").text.count("To do") >= 5
        post(signed_in, "county", files.xlsx(files.sheets()))
        page = signed_in.get("/setup/").text
        assert "0 of 2 grids are drawn" in page and "3 of 4 posts are held" in page

    def test_whoever_administers_a_town_sees_what_it_lacks_and_no_more(self, town, client):
        post_ = add_post(unit=town.town_office, role="administrator", by=SYSTEM)
        tia = cast.person("tia", "蒂亚")
        appoint(post=post_, user=tia, from_day=date(2026, 1, 1), by=SYSTEM)
        client.force_login(tia)
        assert client.get("/setup/").url == "/setup/check/"
        page = client.get("/setup/check/").text
        assert "Grid 2" in page and "Grid 3" not in page
        for name in SHEET_NAMES:
            assert client.get(f"/setup/sheets/{name}/").status_code == 403
        assert client.get("/setup/county/").status_code == 403

    def test_others_are_denied(self, town, client):
        for who in (town.ada, town.ben, town.dan, town.eve, cast.person("gus", "古斯")):
            client.force_login(who)
            for path in ("", "check/", "county/", "sheets/staff/", "sheets/staff/there.xlsx",
                         "sheets/staff/template.xlsx", "reasons/abc.xlsx"):  # fmt: skip
                assert client.get(f"/setup/{path}").status_code == 403
            assert post(client, "areas", files.xlsx(files.sheets())).status_code == 403
        client.logout()
        assert client.get("/setup/").status_code == 302


class TestSheets:
    def test_before_there_is_a_county_the_first_step_comes_first(self, signed_in):
        assert signed_in.get("/setup/sheets/areas/").url == "/setup/county/"
        assert signed_in.get("/setup/sheets/areas/there.xlsx").status_code == 404
        assert signed_in.get("/setup/sheets/county/template.xlsx").status_code == 200

    def test_a_sheet_that_nobody_knows(self, signed_in, desk):
        assert signed_in.get("/setup/sheets/secrets/").status_code == 404

    def test_a_book_through_the_page(self, signed_in, desk):
        answer = post(signed_in, "county", files.xlsx(files.sheets()))
        assert answer["Cache-Control"] == "no-store"
        assert len(re.findall(r"<code>\w{4}-\w{4}-\w{4}</code>", answer.text)) == 3
        assert worker_of(area_by_code(GRID_1)).user.username == "0017"
        again = post(signed_in, "county", files.xlsx(files.sheets()))
        assert again.url == "/setup/"
        assert "Areas: 0 new, 0 changed, 4 as before." in signed_in.get("/setup/").text

    def test_one_sheet_after_the_other(self, signed_in, desk):
        tables = files.sheets()
        for name in SHEETS:
            answer = post(signed_in, name, files.csv(name, tables[name], "gbk"), f"{name}.csv")
            assert answer.status_code in (200, 302)
        assert worker_of(area_by_code(GRID_1)).user.username == "0017"

    def test_only_looked_through_nothing_changes(self, signed_in, desk):
        good, bad = files.xlsx(files.sheets()), files.xlsx(files.sheets(areas=files.AREAS[1:]))
        assert post(signed_in, "county", good, only_check="on").url == "/setup/sheets/county/"
        assert "in order" in signed_in.get("/setup/sheets/county/").text
        assert post(signed_in, "county", bad, only_check="on").status_code == 422
        assert Area.objects.count() == 1

    def test_bad_rows_come_back_with_their_reasons(self, signed_in, desk):
        bad = [*files.STAFF, ("0017", "重复", "")]
        answer = post(signed_in, "county", files.xlsx(files.sheets(staff=bad)))
        assert answer.status_code == 422 and "stands in row 2 as well" in answer.text
        assert Area.objects.count() == 1
        link = re.search(r"/setup/reasons/\w+\.xlsx", answer.text)[0]
        page = load_workbook(BytesIO(signed_in.get(link).content))["Staff"]
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        assert rows[0][-1] == "Problem" and rows[1][-1] is None
        assert rows[4][:2] == ["0017", "重复"] and "row 2" in rows[4][-1]

    def test_reasons_are_for_whoever_sent_the_file_and_for_an_hour(self, signed_in, desk):
        assert signed_in.get("/setup/reasons/0123abcd.xlsx").url == "/setup/"

    def test_more_rows_than_a_page_shows(self, signed_in, desk, monkeypatch):
        monkeypatch.setattr("gewu.doors.setup.views.sheets.MOST_SHOWN", 1)
        bad = [("0017", "甲", ""), ("0017", "乙", ""), ("0017", "丙", "")]
        assert "And 1 more" in post(signed_in, "staff", files.csv("staff", bad)).text

    @pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"", "姓名\n王\n".encode()])
    def test_a_file_that_is_no_such_sheet(self, signed_in, desk, content):
        assert post(signed_in, "staff", content).status_code == 422

    def test_a_file_that_is_too_large(self, signed_in, desk, monkeypatch):
        monkeypatch.setattr("gewu.ui.asking.LARGEST_MB", 0)
        assert post(signed_in, "staff", files.csv("staff", files.STAFF)).status_code == 422


class TestFiles:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_a_template_keeps_zeros_lists_choices_and_explains(
        self, signed_in, desk, settings, language
    ):
        settings.LANGUAGE_CODE = language
        book = files.opened(signed_in.get("/setup/sheets/county/template.xlsx").content)
        titles = [files.title(name, language) for name in SHEETS]
        assert book.sheetnames[:5] == titles
        units = book[titles[1]]
        assert units.column_dimensions["B"].number_format == "@"
        assert [rule.type for rule in units.data_validations.dataValidation] == ["list"]
        assert book.worksheets[-1].sheet_state == "hidden"
        notes = [cell.value for row in book.worksheets[5].iter_rows() for cell in row]
        assert "370899100001001" in notes and files.headings("staff", language)[0] in notes
        led = [row[0].value for row in book[titles[4]].iter_rows(min_row=2)]
        assert "市政" in led

    def test_a_template_that_is_filled_in_is_taken(self, signed_in, desk):
        book = files.opened(signed_in.get("/setup/sheets/areas/template.xlsx").content)
        for row in files.AREAS:
            book.worksheets[0].append(list(row))
        content = BytesIO()
        book.save(content)
        assert post(signed_in, "areas", content.getvalue()).url == "/setup/"
        assert Area.objects.count() == 5

    def test_what_is_there_is_what_comes_in(self, signed_in, desk, chief, tmp_path):
        path = tmp_path / "book.xlsx"
        path.write_bytes(files.xlsx(files.sheets()))
        take_book(book=read_book(path), by=chief)
        assert signed_in.get("/setup/sheets/county/there.xlsx").status_code == 200
        assert signed_in.post("/setup/sheets/county/there.xlsx", {}).status_code == 422
        said = {"purpose": "核对名册"}
        there = signed_in.post("/setup/sheets/county/there.xlsx", said).content
        assert "核对名册" in load_workbook(BytesIO(there)).properties.description
        assert ExportRecord.objects.get().purpose == "核对名册"
        answer = post(signed_in, "county", there)
        assert answer.url == "/setup/"
        assert "Appointments: 0 new, 0 changed, 4 as before." in signed_in.get("/setup/").text


class TestCheck:
    def test_it_names_everything_that_is_missing(self, signed_in, desk, chief):
        Unit.objects.update(phone="")
        page = signed_in.get("/setup/check/").text
        for words in ("There are no grids yet", "no unit leads", "no dispatcher", "Nobody checks",
                      "phone for supervision"):  # fmt: skip
            assert words in page
        post(signed_in, "areas", files.xlsx({"areas": files.AREAS}))
        post(signed_in, "units", files.xlsx({"units": files.UNITS}))
        post(signed_in, "leads", files.xlsx({"leads": files.LEADS}))
        Unit.objects.filter(area__code=GRID_1).delete()
        page = signed_in.get("/setup/check/").text
        for words in ("without a boundary", "Grid One", "Grids without a full-time worker",
                      "Towns without a dispatcher", "北镇人民政府", "nobody who signs", "Works",
                      "Areas without a unit"):  # fmt: skip
            assert words in page

    def test_areas_that_overlap(self, town, client):
        client.force_login(town.root)
        assert "overlap" not in client.get("/setup/check/").text
        shared = town.grid_1.current
        version = town.grid_2.current
        version.boundary = shared.boundary
        version.save(update_fields=["boundary"])
        touch(town.county.pk)
        assert "Areas that overlap" in client.get("/setup/check/").text

    def test_overlaps_are_looked_for_once_a_state_and_never_to_count(
        self, town, client, monkeypatch
    ):
        looked = []
        monkeypatch.setattr(lacking, "examine", lambda rows: looked.append(rows) or examine(rows))
        client.force_login(town.root)
        client.get("/setup/")
        assert len(looked) == 0
        client.get("/setup/check/")
        client.get("/setup/check/")
        assert len(looked) == 1
        touch(town.county.pk)
        client.get("/setup/check/")
        assert len(looked) == 2

    def test_without_a_county_there_is_nothing_to_say(self, signed_in):
        assert "Nothing is missing" in signed_in.get("/setup/check/").text
