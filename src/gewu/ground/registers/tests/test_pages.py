"""Registers through the client: lists, records, history, what is due, files."""

import io
from datetime import date

import pytest
import time_machine
from openpyxl import load_workbook
from tests import cast

from gewu.ground.registers import actions
from gewu.ground.registers.models import Record, RecordChange, RegisterKind
from gewu.ground.registers.tests import kit
from gewu.kernel.acting import SYSTEM
from gewu.kernel.ids import uuid7
from gewu.kernel.models import ExportRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LIST = "/registers/kinds/hydrants/"


@pytest.fixture
def place(town):
    kit.filled(town)
    town.people["lena"] = cast.person("lena", "莱娜", town.town_office, "leader")
    return town


def url(record, tail=""):
    return f"/registers/{record.pk}/{tail}"


class TestLists:
    def test_the_registers_say_how_much_is_in_them_and_due(self, place, client):
        with time_machine.travel(date(2026, 1, 5)):
            kit.record(place.grid_1)
            kit.record(place.grid_3)
        client.force_login(place.ada)
        page = client.get("/registers/").text
        assert "Hydrants" in page and "Reservoirs and water works" in page
        assert f'{LIST}?due=on&amp;sort=due">1</a>' in page
        client.force_login(place.carl)
        assert client.get("/registers/").status_code == 403

    def test_a_county_without_registers_takes_over_the_usual_ones(self, town, client):
        client.force_login(town.root)
        assert "Take over" in client.get("/registers/").text
        assert client.post("/registers/usual/").status_code == 302
        assert RegisterKind.objects.count() == 15
        client.force_login(town.ada)
        assert client.post("/registers/usual/").status_code == 403

    def test_filters_and_order_choose(self, place, client):
        with time_machine.travel(date(2026, 1, 5)):
            old = kit.record(place.grid_1, name="东门消防栓", values={"keeper": "供水公司"})
        with time_machine.travel(date(2046, 1, 5)):
            kit.record(place.grid_2, name="西门消防栓", code="XF-9")
        gone = kit.record(place.grid_2, name="拆掉的")
        actions.retire(record=gone, reason="拆除", by=SYSTEM)
        client.force_login(place.ben)
        for asked, names in {
            "": ["东门", "西门"],
            "?q=供水公司": ["东门"],
            "?q=XF-9": ["西门"],
            f"?area={place.grid_2.code}": ["西门"],
            "?state=retired": ["拆掉"],
            "?state=all": ["东门", "西门", "拆掉"],
            "?due=on": ["东门"],
        }.items():
            page = client.get(LIST + asked).text
            assert [name for name in ("东门", "西门", "拆掉") if name in page] == names, asked
        for sort, first in {"": "东门", "code": "东门", "due": "东门", "changed": "西门"}.items():
            page = client.get(f"{LIST}?sort={sort}").text
            there = {name: page.index(name) for name in ("东门", "西门")}
            assert min(there, key=there.get) == first
        assert client.get(f"{LIST}?area=nowhere&sort=wild").status_code == 400
        assert "Nothing found" in client.get(f"{LIST}?q=火星").text
        part = client.get(f"{LIST}?q=XF-9", headers={"HX-Request": "true"}).text.strip()
        assert part.startswith('<div id="results"') and part in client.get(f"{LIST}?q=XF-9").text
        assert str(old.pk) in client.get(LIST).text

    def test_nobody_sees_what_lies_elsewhere(self, place, client):
        west = kit.record(place.grid_3, name="西镇消防栓")
        client.force_login(place.ada)
        assert "西镇消防栓" not in client.get(LIST).text
        for tail in ("", "history/", "change/", "retire/", "restore/", "undo/"):
            assert client.get(url(west, tail)).status_code == 404
            assert client.post(url(west, tail)).status_code in (404, 405)
        assert client.post(url(west, "confirm/")).status_code == 404
        client.force_login(place.hana)
        assert client.get(LIST).status_code == 404

    def test_long_lists_are_paged_with_few_queries(
        self, place, client, django_assert_max_num_queries
    ):
        for number in range(55):
            kit.record(place.grid_1, name=f"消防栓{number:03}")
        client.force_login(place.ada)
        with django_assert_max_num_queries(20):
            page = client.get(LIST).text
        assert page.count('class="row-link"') == 50
        assert client.get(f"{LIST}?page=2").text.count('class="row-link"') == 5


class TestRecords:
    def test_a_worker_adds_one_and_the_leader_reads_it(self, place, client):
        client.force_login(place.ada)
        assert client.get(f"{LIST}add/").status_code == 200
        lon, lat = cast.IN_GRID_1
        sent = kit.sent(
            kit.kind(), once=str(uuid7()), name="北门消防栓", code="XF-2", lon=lon, lat=lat,
            f_diameter="100", f_sort="c1", f_inspected="2026-05-01", f_condition="完好",
        )  # fmt: skip
        sent["f_condition"] = "c1"
        for _twice in range(2):
            answer = client.post(f"{LIST}add/", sent)
            assert answer.status_code == 302
        found = Record.objects.get()
        assert found.area == place.grid_1
        client.force_login(place.lena)
        page = client.get(url(found)).text
        assert "北门消防栓" in page and "100 mm" in page and "Good" in page and "XF-2" in page
        assert url(found, "change/") not in page
        assert client.get(f"{LIST}add/").status_code == 403

    def test_with_a_code_instead_of_a_point(self, place, client):
        client.force_login(place.ada)
        sent = kit.sent(kit.kind(), name="甲", area=place.grid_1.code)
        assert client.post(f"{LIST}add/", sent).status_code == 302
        assert Record.objects.get().area == place.grid_1

    @pytest.mark.parametrize(
        ("others", "words"),
        [
            ({"name": ""}, "required"),
            ({"area": ""}, "Say in which grid"),
            ({"area": "nowhere"}, "There is no area with this code"),
            ({"area": "", "lon": "117.5", "lat": "36.5"}, "No grid is drawn"),
            ({"lon": "116.6"}, "longitude and latitude"),
            ({"f_diameter": "thick"}, "no whole number"),
            ({"f_condition": "c9"}, "Select a valid choice"),
            ({"f_phone": "ring"}, "no phone number"),
            ({"area": cast.GRID_3}, "not yours"),
        ],
    )
    def test_bad_input_is_said_at_its_field(self, place, client, others, words):
        client.force_login(place.ada)
        sent = kit.sent(kit.kind(), name="甲", area=place.grid_1.code)
        answer = client.post(f"{LIST}add/", sent | others)
        assert answer.status_code == 400 and words in answer.text
        assert not Record.objects.exists()

    def test_a_late_change_shows_what_is_other_and_may_be_sent_again(self, place, client):
        found = kit.record(place.grid_1)
        early = kit.sent(found, name="慢的人", f_diameter="150")
        actions.change_record(
            record=found, given=kit.given(place.grid_1, "快的人"), version=1, by=place.root
        )
        client.force_login(place.ada)
        answer = client.post(url(found, "change/"), early)
        assert answer.status_code == 409
        assert "南门消防栓 → 快的人" in answer.text and "慢的人" in answer.text
        assert Record.objects.get().name == "快的人"
        assert 'name="version" value="2"' in answer.text
        assert client.post(url(found, "change/"), early | {"version": "2"}).status_code == 302
        assert Record.objects.get().name == "慢的人"

    def test_a_word_that_is_no_longer_offered_stays_until_somebody_changes_it(self, place, client):
        found = kit.record(place.grid_1, values={"condition": "c2"})
        field = kit.field("hydrants", "condition")
        field.choices = [{**each, "gone": each["key"] == "c2"} for each in field.choices]
        field.save()
        client.force_login(place.ada)
        sent = kit.sent(found, name="改名")
        assert client.post(url(found, "change/"), sent).status_code == 302
        assert Record.objects.get().values == {"condition": "c2"}
        assert client.get(url(found, "change/")).text.count('value="c2" selected') == 1

    def test_a_taken_code_is_said_at_its_field(self, place, client):
        kit.record(place.grid_1, code="XF-1")
        found = kit.record(place.grid_1)
        client.force_login(place.ada)
        answer = client.post(url(found, "change/"), kit.sent(found, code="XF-1"))
        assert answer.status_code == 400 and "has this code" in answer.text

    def test_its_history_says_before_and_after(self, place, client):
        found = kit.record(place.grid_1, values={"sort": "c1"}, by=place.ada)
        given = kit.given(place.grid_2, "改名", values={"sort": "c2"})
        actions.change_record(record=found, given=given, version=1, by=place.root)
        client.force_login(place.ben)
        page = client.get(url(found, "history/")).text
        for words in ("南门消防栓", "改名", "Above ground", "Below ground", "Grid 1", "Grid 2"):
            assert words in page
        assert "Root" in page and "Ada" in page


class TestTurning:
    def test_it_is_retired_and_taken_back_with_a_reason(self, place, client):
        found = kit.record(place.grid_1)
        client.force_login(place.ada)
        assert client.post(url(found, "retire/"), {"reason": ""}).status_code == 400
        assert client.post(url(found, "retire/"), {"reason": "道路改造"}).status_code == 302
        page = client.get(url(found)).text
        assert "Retired" in page and "restore/" in page
        client.post(url(found, "confirm/"))
        assert RecordChange.objects.count() == 2
        assert client.get(url(found, "restore/")).status_code == 200
        client.post(url(found, "restore/"), {"reason": "误操作"})
        page = client.get(url(found, "history/")).text
        assert "道路改造" in page and "误操作" in page and "In use" in page

    def test_the_last_change_is_undone(self, place, client):
        found = kit.record(place.grid_1)
        given = kit.given(place.grid_1, "错的名")
        actions.change_record(record=found, given=given, version=1, by=place.ada)
        client.force_login(place.ada)
        page = client.get(url(found, "undo/")).text
        assert "错的名 → 南门消防栓" in page
        sent = {"version": "2", "reason": "看错了"}
        assert client.post(url(found, "undo/"), sent).status_code == 302
        assert Record.objects.get().name == "南门消防栓"
        client.force_login(place.lena)
        assert client.post(url(found, "undo/"), sent).status_code == 403


class TestDue:
    def test_one_click_confirms_and_the_list_is_shorter(self, place, client):
        with time_machine.travel(date(2026, 1, 31)):
            found = kit.record(place.grid_1)
            kit.record(place.grid_3, name="别处的")
        with time_machine.travel(date(2026, 4, 29)):
            client.force_login(place.ada)
            assert "All is looked at" in client.get("/registers/due/").text
            assert "南门消防栓" not in client.get("/desk/").text
        with time_machine.travel(date(2026, 4, 30)):
            client.force_login(place.ada)
            page = client.get("/registers/due/").text
            assert "南门消防栓" in page and "别处的" not in page
            assert "南门消防栓" in client.get("/desk/").text
            answer = client.post(url(found, "confirm/"), {"back": "due"}, follow=True)
            assert "Next time on" in answer.text and "All is looked at" in answer.text
            assert client.post(url(found, "confirm/")).headers["Location"] == url(found)
            assert Record.objects.get(pk=found.pk).due_on == date(2026, 7, 30)
        client.force_login(place.lena)
        assert client.get("/registers/due/").status_code == 403
        assert client.post(url(found, "confirm/")).status_code == 403


class TestFiles:
    def test_the_file_holds_what_one_may_read_and_is_on_record(self, place, client):
        kit.record(place.grid_1, "gas", name="=1+1", values={"sort": "c1", "contact_name": "张三"})
        kit.record(place.grid_3, "gas", name="别处的", values={"sort": "c1"})
        kit.only_for("gas", "alarm", "administrator")
        client.force_login(place.ben)
        at = "/registers/kinds/gas/export/"
        assert "One record" in client.get(at).text
        answer = client.post(at, {"kind": "csv", "purpose": "核对"})
        text = b"".join(answer).decode()
        assert "'=1+1" in text and "别处的" not in text and "张三" not in text
        assert "Has a leak alarm" not in text and "Pressure station" in text
        assert client.post(at, {"kind": "csv", "personal": "on", "purpose": " "}).status_code == 400
        sent = {"kind": "xlsx", "personal": "on", "purpose": "燃气入户安检联系"}
        book = load_workbook(io.BytesIO(client.post(at, sent).content))
        cells = [str(cell.value) for row in book.active for cell in row]
        assert "张三" in cells and any("燃气入户安检联系" in cell for cell in cells)
        said = ExportRecord.objects.order_by("number")
        assert [(each.is_personal, each.rows) for each in said] == [(False, 1), (True, 1)]
        client.force_login(place.ada)
        assert client.get(at).status_code == 403

    def test_too_long_a_list_is_filtered_first(self, place, client, monkeypatch):
        monkeypatch.setattr("gewu.ground.registers.views.exporting.MOST_ROWS", 1)
        monkeypatch.setattr("gewu.ground.registers.views.exporting.STEP", 1)
        kit.record(place.grid_1)
        client.force_login(place.root)
        assert client.post(f"{LIST}export/", {"kind": "csv", "purpose": "核对"}).status_code == 200
        kit.record(place.grid_1, name="二")
        answer = client.post(f"{LIST}export/", {"kind": "csv", "purpose": "核对"})
        assert answer.status_code == 400 and "Filter the list first" in answer.text
        client.force_login(place.root)
        assert (
            client.post(f"{LIST}export/?q=二", {"kind": "csv", "purpose": "核对"}).status_code
            == 200
        )

    def test_the_head_of_the_keeping_unit_takes_its_own_register(self, place, client):
        kit.record(place.grid_3, name="别处的")
        RegisterKind.objects.filter(code="hydrants").update(keeper_id=place.sanitation.pk)
        client.force_login(cast.person("hedy", "海蒂", place.sanitation, "head"))
        text = b"".join(client.post(f"{LIST}export/", {"kind": "csv", "purpose": "核对"})).decode()
        assert "别处的" in text


class TestShaping:
    def test_a_register_of_ones_own_with_groups_and_fields(self, place, client):
        client.force_login(place.root)
        sent = {"name_zh": "凉亭", "name_en": "Pavilions", "group": "special", "about": "公园里的",
                "keeper_id": str(place.sanitation.pk), "code_rule": "component", "months": "6",
                "in_use": "on"}  # fmt: skip
        answer = client.post("/registers/add/", sent)
        kind = RegisterKind.objects.get(name_zh="凉亭")
        at = f"/registers/kinds/{kind.code}/"
        assert answer.headers["Location"] == f"{at}shape/"
        group = {"name_zh": "造价", "name_en": "Costs", "see_roles": ["leader", "administrator"],
                 "edit_roles": ["administrator"], "order": "30"}  # fmt: skip
        assert client.post(f"{at}groups/add/", group).status_code == 302
        field = {"name_zh": "形状", "name_en": "Shape", "type": "choice", "choices": "圆 | Round\n方",
                 "required": "on", "unit": "座", "hint": "看屋顶", "privacy": "public",
                 "purpose": "公示", "order": "5",
                 "group": str(kind_groups(kind)["造价"].pk)}  # fmt: skip
        assert client.post(f"{at}fields/add/", field).status_code == 302
        page = client.get(f"{at}shape/").text
        for words in ("Costs", "Leader", "Public: may be printed", "Sanitation Centre", "always"):
            assert words in page
        client.force_login(place.lena)
        assert client.get(f"{at}shape/").status_code == 403

    def test_changes_reach_whoever_writes_things_down(self, place, client):
        client.force_login(place.root)
        field, group = kit.field("hydrants", "diameter"), kit.field("hydrants", "keeper").group
        sent = {"name_zh": "接口", "type": "whole", "unit": "寸", "hint": "量外圈", "required": "on",
                "privacy": "internal", "order": "1", "group": str(group.pk)}  # fmt: skip
        assert client.get(f"{LIST}fields/{field.pk}/").status_code == 200
        assert client.post(f"{LIST}fields/{field.pk}/", sent).status_code == 302
        changed = {"name_zh": "联系", "edit_roles": ["administrator"], "order": "5"}
        assert client.post(f"{LIST}groups/{group.pk}/", changed).status_code == 302
        rules = {"name_zh": "消火栓", "group": "basic", "months": "0", "in_use": "on"}
        assert client.get(f"{LIST}change/").status_code == 200
        assert client.post(f"{LIST}change/", rules).status_code == 302
        client.force_login(place.ada)
        page = client.get(f"{LIST}add/").text
        assert "接口" not in page and "口径" not in page  # only administrators change it now
        client.force_login(place.root)
        page = client.get(f"{LIST}add/").text
        assert "接口 (寸)" in page and "量外圈" in page

    @pytest.mark.parametrize("words", ["是否重点人员", "维稳等级"])
    def test_what_is_about_persons_is_refused_at_its_field(self, place, client, words, settings):
        settings.LANGUAGE_CODE = "zh-hans"
        client.force_login(place.root)
        group = kit.field("hydrants", "diameter").group
        sent = {"name_zh": words, "type": "text", "privacy": "internal", "order": "1",
                "group": str(group.pk)}  # fmt: skip
        answer = client.post(f"{LIST}fields/add/", sent)
        assert answer.status_code == 400
        assert "台账只登记场所和设施" in answer.text and 'id="id_name_zh_error"' in answer.text

    def test_a_field_is_retired_and_comes_back(self, place, client):
        client.force_login(place.root)
        field = kit.field("hydrants", "diameter")
        client.post(f"{LIST}fields/{field.pk}/retire/")
        assert "Diameter" not in client.get(f"{LIST}add/").text
        client.post(f"{LIST}fields/{field.pk}/restore/")
        assert "Diameter" in client.get(f"{LIST}add/").text
        client.post(f"{LIST}fields/{field.pk}/retire/")
        beside = {"name_zh": field.name_zh, "type": "whole", "privacy": "internal", "order": "1",
                  "group": str(field.group_id)}  # fmt: skip
        client.post(f"{LIST}fields/add/", beside)
        answer = client.post(f"{LIST}fields/{field.pk}/restore/", follow=True)
        assert "There is a field of this name already" in answer.text
        assert client.post(f"{LIST}fields/{uuid7()}/retire/").status_code == 404


def kind_groups(kind):
    from_db = kind._meta.apps.get_model("registers", "FieldGroup").objects.filter(kind=kind)
    return {each.name_zh: each for each in from_db}
