"""A book comes in whole, twice the same, or not at all; every bad row is named with its reason."""

import pytest
from django.utils import timezone
from tests import cast

from gewu.doors.setup import actions
from gewu.doors.setup.actions import BookRefused, open_county, take_book
from gewu.doors.setup.queries.books import book_of
from gewu.doors.setup.queries.exporting import everything, rows_of
from gewu.doors.setup.rules.rows import day_of, read_book, read_sheet
from gewu.doors.setup.rules.sheets import SHEETS
from gewu.doors.setup.tests import files
from gewu.doors.setup.tests.files import COMMUNITY, COUNTY, GRID_1, GRID_2, TOWN
from gewu.ground.accounts.actions import add_user, change_password
from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import (
    add_post,
    appoint_somebody_new,
    dissolve_unit,
    grant_waiver,
)
from gewu.ground.staffing.models import Appointment, Post, Unit
from gewu.ground.staffing.queries import kind_by_code, unit_of_its_own, worker_of
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry
from gewu.work.tickets.models import LeadUnit, Terms
from gewu.work.tickets.queries.routing import unit_of_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def book(tmp_path):
    def read(**changed):
        path = tmp_path / "book.xlsx"
        path.write_bytes(files.xlsx(files.sheets(**changed)))
        return read_book(path)

    return read


@pytest.fixture
def faults(book, desk, chief):
    """What is said against a book, as sheet, line and words; nothing may have been written."""

    def said(**changed):
        before = counts()
        with pytest.raises(BookRefused) as refused:
            take_book(book=book(**changed), by=chief)
        assert counts() == before
        return [(each.sheet, each.line, each.message) for each in refused.value.faults]

    return said


def counts():
    models = (Area, Unit, Post, Appointment, User, LeadUnit, JournalEntry)
    return [model._base_manager.count() for model in models]


class TestOpenCounty:
    def test_it_comes_with_desk_promises_and_catalogue(self, chief):
        desk = open_county(code=COUNTY, name_zh="北区", zone="Asia/Urumqi", phone="12345", by=chief)
        assert desk.phone == "12345"
        assert Terms.objects.get().zone == "Asia/Urumqi"

    def test_a_zone_that_is_none_is_refused(self, chief):
        with pytest.raises(Refusal) as refused:
            open_county(code=COUNTY, name_zh="北区", zone="Moon/Crater", by=chief)
        assert refused.value.field == "zone"
        assert not Area.objects.exists()

    def test_not_by_just_anybody(self, db):
        stranger = cast.person("gus", "古斯")
        with pytest.raises(Refusal, match="administrator"):
            open_county(code=COUNTY, name_zh="北区", by=stranger)


class TestTakeBook:
    def test_everything_arrives(self, book, desk, chief):
        taken = take_book(book=book(), by=chief)
        grid = area_by_code(GRID_1)
        worker = worker_of(grid)
        assert (worker.user.username, worker.post.phone) == ("0017", "13700000017")
        assert worker.from_day == timezone.localdate()
        works = Unit.objects.get(name_zh="市政中心")
        assert LeadUnit.objects.get().unit == works
        assert Unit.objects.get(area__code=TOWN).phone == "0537-1112224"
        assert Post.objects.filter(unit__area__code=GRID_2).count() == 1
        assert worker_of(area_by_code(GRID_2)) is None
        assert {name: tally.added for name, tally in taken.tallies.items()} == {
            "areas": 4, "units": 1, "staff": 3, "appointments": 4, "leads": 1,
        }  # fmt: skip
        assert len({each.password for each in taken.passwords}) == 3

    def test_the_same_book_again_changes_nothing(self, book, desk, chief):
        take_book(book=book(), by=chief)
        before = counts()
        taken = take_book(book=book(), by=chief)
        assert counts() == before
        assert not taken.passwords
        assert all(t.added == t.changed == 0 for t in taken.tallies.values())

    def test_a_changed_row_changes_what_it_names(self, book, desk, chief):
        take_book(book=book(), by=chief)
        taken = take_book(
            book=book(
                units=[("区县部门", "", "市政中心", "Works", "0537-9998887")],
                staff=[("0017", "王秀澜", "Wang Xiulan")],
                appointments=[("0017", GRID_1, "网格员", "", "是", "13700000099", "", "")],
                leads=[("市政", TOWN), ("园林", "市政中心"), ("城管", "")],
            ),
            by=chief,
        )
        assert {n: (t.added, t.changed) for n, t in taken.tallies.items()} == {
            "areas": (0, 0), "units": (0, 1), "staff": (0, 1), "appointments": (0, 1),
            "leads": (1, 1),
        }  # fmt: skip
        worker = worker_of(area_by_code(GRID_1))
        assert (worker.user.name_zh, worker.post.phone) == ("王秀澜", "13700000099")

    def test_a_vacant_post_is_filled_by_a_later_book(self, book, desk, chief):
        take_book(book=book(), by=chief)
        more = [("0020", "孙丽", "")]
        seats = [("0020", GRID_2, "网格员", "", "是", "13700000020", "2026-01-01", "2099-01-01")]
        take_book(book=book(staff=more, appointments=seats), by=chief)
        assert Post.objects.filter(unit__area__code=GRID_2).count() == 1
        assert worker_of(area_by_code(GRID_2)).user.username == "0020"

    def test_a_vacant_post_keeps_its_phone_where_the_row_has_none(self, book, desk, chief):
        take_book(
            book=book(appointments=[("", GRID_2, "网格员", "", "是", "13700000002", "", "")]),
            by=chief,
        )
        take_book(
            book=book(appointments=[("0018", GRID_2, "网格员", "", "是", "", "", "")]), by=chief
        )
        assert worker_of(area_by_code(GRID_2)).post.phone == "13700000002"

    def test_english_headings_and_choices_do_as_well(self, tmp_path, desk, chief):
        path = tmp_path / "book.xlsx"
        tables = {"areas": files.AREAS, "staff": files.STAFF}
        tables["appointments"] = [("0017", GRID_1, "Grid worker", "", "yes", "", "", "")]
        path.write_bytes(files.xlsx(tables, "en"))
        take_book(book=read_book(path), by=chief)
        assert worker_of(area_by_code(GRID_1)).user.username == "0017"

    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
    def test_a_csv_of_either_encoding(self, tmp_path, desk, chief, encoding):
        path = tmp_path / "areas.csv"
        path.write_bytes(files.csv("areas", files.AREAS, encoding))
        take_book(book={"areas": read_sheet(path, SHEETS["areas"])}, by=chief)
        assert area_by_code(GRID_1).name_zh == "第一网格"

    def test_what_is_there_comes_in_again_unchanged(self, tmp_path, book, desk, chief):
        take_book(book=book(), by=chief)
        path = tmp_path / "there.xlsx"
        path.write_bytes(book_of(everything(), language="zh-hans"))
        taken = take_book(book=read_book(path), by=chief)
        assert all(t.added == t.changed == 0 for t in taken.tallies.values())
        assert taken.tallies["areas"].unchanged == 5  # with the county itself

    def test_not_by_the_administrator_of_a_town_or_a_stranger(self, town, book):
        for who in (town.ben, town.dan, cast.person("gus", "古斯")):
            with pytest.raises(Refusal) as refused:
                take_book(book=book(), by=who)
            assert refused.value.code == "not_allowed"

    def test_new_sign_ins_are_left_to_whoever_lets_in(self, book, desk, chief):
        root = cast.person("root", "根", desk, "administrator")
        before = counts()
        with pytest.raises(Refusal, match="New sign-ins are added by a security administrator"):
            take_book(book=book(), by=root)
        assert counts() == before

    def test_broken_off_half_way_nothing_stays(self, book, desk, chief, monkeypatch):
        before = counts()

        def stopped(**given):
            raise KeyboardInterrupt

        monkeypatch.setattr(actions, "map_lead_kind", stopped)
        with pytest.raises(KeyboardInterrupt):
            take_book(book=book(), by=chief)
        assert counts() == before

    def test_what_only_the_action_knows_is_said_at_its_row(self, book, desk, chief):
        take_book(book=book(), by=chief)
        User.objects.filter(username="0018").update(is_active=False)
        with pytest.raises(BookRefused) as refused:
            take_book(
                book=book(appointments=[("0018", GRID_2, "网格员", "", "否", "", "", "")]), by=chief
            )
        assert [(each.sheet, each.line) for each in refused.value.faults] == [("appointments", 2)]


class TestPostsThatOpenNothing:
    seats = [
        ("", GRID_1, "", "", "", "", "", "", "家庭医生"),
        ("郑医生", GRID_1, "", "", "", "13700000031", "2026-01-01", "", "family_doctor"),
        ("郑医生", GRID_2, "", "", "", "", "", "", "Family doctor"),
        ("王秀兰", GRID_2, "", "", "", "", "", "", "网格长"),
    ]

    def test_they_come_in_with_people_who_do_not_sign_in(self, book, desk, chief):
        take_book(book=book(appointments=self.seats), by=chief)
        doctor = User.objects.get(name_zh="郑医生")
        assert not doctor.has_usable_password()
        held = Appointment.objects.order_by("post__unit__area__code", "post__kind__order")
        assert [(each.post.kind.code, each.user.name_zh) for each in held] == [
            ("family_doctor", "郑医生"), ("chief", "王秀兰"), ("family_doctor", "郑医生"),
        ]  # fmt: skip
        assert held[0].post.phone == "13700000031"
        assert held[1].user.has_usable_password()
        assert Post.objects.filter(unit__area__code=GRID_1).count() == 2

    def test_what_is_there_comes_in_again_unchanged(self, tmp_path, book, desk, chief):
        take_book(book=book(appointments=self.seats), by=chief)
        # Another doctor of the same name somewhere else: whoever sits there is meant.
        other = area_by_code(COMMUNITY)
        post = add_post(
            unit=unit_of_its_own(other), kind=kind_by_code(desk.county_id, "lawyer"), by=SYSTEM
        )
        appoint_somebody_new(post=post, name_zh="郑医生", by=SYSTEM)
        before = counts()
        path = tmp_path / "there.xlsx"
        path.write_bytes(book_of(everything(), language="zh-hans"))
        taken = take_book(book=read_book(path), by=chief)
        assert counts() == before
        assert taken.tallies["appointments"].unchanged == 5

    def test_a_vacant_one_is_filled_and_an_exception_is_no_row(self, tmp_path, book, desk, chief):
        take_book(book=book(appointments=self.seats[:1]), by=chief)
        take_book(book=book(appointments=[("吴医生", *self.seats[0][1:])]), by=chief)
        held = Appointment.objects.select_related("post").get()
        assert Post.objects.count() == 1 and held.user.name_zh == "吴医生"
        waiver = grant_waiver(
            kind=held.post.kind,
            unit=held.post.unit,
            user=held.user,
            reason="x",
            from_day=held.from_day,
            until=held.from_day,
            by=chief,
        )
        Appointment.objects.update(waiver=waiver)
        (row,) = list(rows_of(SHEETS["appointments"]))
        assert row[0] == "" and row[-1] == "家庭医生"

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (("", GRID_1, "", "", "", "", "", "", ""), "Say its role, or the kind"),
            (("", GRID_1, "", "", "", "", "", "", "侍卫"), "Say its role, or the kind"),
            (("", TOWN, "", "", "", "", "", "", "网格长"), "no such posts"),
            (("郑" * 81, GRID_1, "", "", "", "", "", "", "网格长"), "too long"),
            (("郑医生", GRID_1, "", "", "", "x", "", "", "网格长"), "digits"),
            (("郑医生", GRID_1, "", "", "", "", "soon", "", "网格长"), "2026-01-31"),
            (("郑医生", GRID_1, "", "", "", "", "2026-02-01", "2026-01-01", "网格长"), "before"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_row(self, faults, row, said):
        ((sheet, line, message),) = faults(appointments=[row])
        assert (sheet, line) == ("appointments", 2) and said in message

    def test_a_name_that_several_bear_needs_the_sign_in_name(self, faults):
        people = [("0020", "孙丽", ""), ("0021", "孙丽", "")]
        row = ("孙丽", GRID_1, "", "", "", "", "", "", "网格长")
        ((_sheet, _line, message),) = faults(staff=people, appointments=[row])
        assert "Several people" in message


class TestFirstPasswords:
    def test_it_signs_in_once_and_then_wants_another(self, book, desk, chief, client):
        first = take_book(book=book(), by=chief).passwords[0]
        said = {"login": first.user.username, "password": first.password}
        assert client.post("/accounts/login/", said).status_code == 302
        assert client.get("/desk/").url == "/accounts/password/change/"
        assert client.get("/accounts/password/change/").status_code == 200
        own = "a-very-own-word-42"
        said = {"oldpassword": first.password, "password1": own, "password2": own}
        assert client.post("/accounts/password/change/", said).status_code == 302
        assert client.get("/desk/").status_code == 200

    def test_one_that_an_administrator_sets_does_not_end_it(self, book, desk, chief):
        first = take_book(book=book(), by=chief).passwords[0]
        changed = change_password(user=first.user, password="another-long-word-7", by=chief)
        assert changed.must_change_password


class TestBadRows:
    def test_zeros_that_a_spreadsheet_ate(self, faults):
        bad = [*files.AREAS, (3.70898e14, COMMUNITY, "丢了零", "", "")]
        assert [(sheet, line) for sheet, line, _said in faults(areas=bad)] == [("areas", 6)]

    def test_a_grid_in_two_communities(self, faults):
        bad = [*files.AREAS, (COMMUNITY[:-1] + "2", TOWN, "北二社区", "", "")]
        bad.append((GRID_1, COMMUNITY[:-1] + "2", "第一网格", "", ""))
        said = faults(areas=bad)
        assert {(s, n) for s, n, _w in said} == {("areas", 7)}
        assert "row 4" in said[0][2]

    def test_areas_that_lie_in_each_other(self, faults):
        a, b = f"{COMMUNITY}008", f"{COMMUNITY}009"
        said = faults(areas=[*files.AREAS, (a, b, "甲", "", ""), (b, a, "乙", "", "")])
        assert [(s, n) for s, n, _w in said] == [("areas", 6), ("areas", 7)]
        assert f"{a} → {b} → {a}" in said[0][2]

    def test_an_area_without_a_parent_that_is_known(self, faults):
        said = faults(areas=[*files.AREAS, ("370898200001", "370898200", "无主社区", "", "")])
        assert said[0][:2] == ("areas", 6)

    def test_one_sign_in_name_twice(self, faults):
        said = faults(staff=[*files.STAFF, ("0017", "王秀芳", "")])
        assert said == [("staff", 5, "The sign-in name 0017 stands in row 2 as well.")]

    def test_a_sign_in_name_with_a_blank(self, faults):
        assert faults(staff=[*files.STAFF, ("wang xiulan", "王", "")])[0][:2] == ("staff", 5)

    def test_two_people_of_one_name_are_told_apart_by_their_sign_in_names(self, faults):
        staff = [*files.STAFF, ("0021", "李明", "")]
        said = faults(staff=staff)
        assert said[0][:2] == ("appointments", 3)
        assert "0018 (row 3)" in said[0][2] and "0021 (row 5)" in said[0][2]

    def test_one_of_them_was_there_before(self, faults, chief):
        add_user(username="old", password=cast.PASSWORD, name_zh="李明", by=SYSTEM)
        assert "0018 (row 3), old" in faults()[0][2] or "old, 0018 (row 3)" in faults()[0][2]

    def test_somebody_nobody_knows(self, faults):
        said = faults(appointments=[("没人", GRID_1, "网格员", "", "", "", "", "")])
        assert said[0][:2] == ("appointments", 2)

    def test_a_grid_that_has_ended(self, faults, book, chief):
        take_book(book=book(), by=chief)
        Area.objects.filter(code=GRID_2).update(closed_on="2026-02-01")
        seats = [("0018", GRID_2, "网格员", "", "", "", "", "")]
        said = faults(areas=files.AREAS[:3], appointments=seats)
        assert said == [
            ("appointments", 2, "第二网格 ended on 2026-02-01; its code is never used again.")
        ]
        units = [("网格小组", GRID_2, "第二网格", "", "")]
        assert faults(areas=files.AREAS[:3], units=units, appointments=[])[0][:2] == ("units", 2)

    def test_a_unit_that_was_dissolved(self, faults, book, chief):
        take_book(book=book(leads=[]), by=chief)
        works = Unit.objects.get(name_zh="市政中心")
        dissolve_unit(unit=works, by=chief)
        said = faults(
            units=[], appointments=[("0019", "市政中心", "部门工作人员", "", "", "", "", "")]
        )
        assert "was dissolved on" in said[0][2]

    def test_an_unknown_unit_area_or_kind_of_work(self, faults):
        said = faults(
            units=[*files.UNITS, ("镇街", "370898777", "无", "", ""), ("社区", TOWN, "错层", "", ""),
                   ("社区", "", "无处", "", "")],
            appointments=[("0017", "火星局", "网格员", "", "", "", "", "")],
            leads=[("不存在的事", "市政中心"), ("市政", "火星局")],
        )  # fmt: skip
        assert [(s, n) for s, n, _w in said] == [
            ("units", 4), ("units", 5), ("units", 6), ("appointments", 2), ("leads", 2), ("leads", 3),
        ]  # fmt: skip

    def test_a_name_that_several_units_bear(self, faults):
        areas = [*files.AREAS, ("370898101", COUNTY, "北镇", "", "")]
        said = faults(
            areas=areas, units=[], appointments=[("0018", "北镇", "派遣员", "", "", "", "", "")]
        )
        assert "370898100" in said[0][2] and "370898101" in said[0][2]

    def test_two_rows_about_one_thing(self, faults):
        said = faults(
            units=[*files.UNITS, files.UNITS[0]],
            appointments=[*files.APPOINTMENTS, files.APPOINTMENTS[1]],
            leads=[*files.LEADS, ("市政", TOWN)],
        )
        assert [(s, n) for s, n, _w in said] == [("units", 4), ("appointments", 6), ("leads", 3)]

    def test_one_person_full_time_in_two_grids(self, faults):
        seats = [
            ("0017", GRID_1, "网格员", "", "是", "", "", ""),
            ("王秀兰", GRID_2, "网格员", "", "是", "", "", ""),
        ]
        said = faults(appointments=seats)
        assert said[0][:2] == ("appointments", 3) and "row 2" in said[0][2]

    def test_two_full_time_workers_in_one_grid(self, faults):
        seats = [(who, GRID_1, "网格员", "", "是", "", "", "") for who in ("0017", "0018")]
        said = faults(appointments=seats)
        assert said[0][:2] == ("appointments", 3) and "row 2" in said[0][2]

    def test_whoever_sits_there_today_counts_too(self, faults, book, chief):
        take_book(book=book(), by=chief)
        moved = faults(appointments=[("0017", GRID_2, "网格员", "", "是", "", "", "")])
        assert GRID_1 in moved[0][2]
        second = faults(appointments=[("0018", GRID_1, "网格员", "", "是", "", "", "")])
        assert "0017" in second[0][2]

    def test_cells_that_are_missing_or_mean_nothing(self, faults):
        seats = [
            ("0017", GRID_1, "皇帝", "", "", "", "", ""),
            ("0017", GRID_1, "派遣员", "", "", "", "", ""),
            ("0017", GRID_1, "网格员", "", "", "abc", "", ""),
            ("0017", GRID_1, "网格员", "", "", "", "明天", ""),
            ("0017", GRID_1, "网格员", "", "", "", "2026-02-01", "2026-01-01"),
            ("0017", "", "网格员", "", "", "", "", ""),
        ]
        said = faults(
            appointments=seats, units=[("区县部门", "", "甲", "", "not a phone")], leads=[]
        )
        assert [(s, n) for s, n, _w in said] == [
            ("units", 2), *(("appointments", line) for line in (2, 7, 3, 4, 5, 6)),
        ]  # fmt: skip


class TestReading:
    def test_a_day_as_people_write_it(self):
        days = {str(day_of(text)) for text in ("2026-03-01", "2026/3/1", "2026.3.1", "20260301")}
        assert days == {"2026-03-01"}
        assert day_of("2026-03-01 00:00:00") == day_of("2026-03-01")
        assert day_of("") is None

    def test_a_column_that_is_missing(self, tmp_path):
        path = tmp_path / "staff.csv"
        path.write_text("姓名\n王\n", encoding="utf-8")
        with pytest.raises(Refusal, match="Sign-in name"):
            read_sheet(path, SHEETS["staff"])

    def test_a_book_without_any_known_sheet(self, tmp_path):
        path = tmp_path / "areas.csv"
        path.write_bytes(files.csv("areas", files.AREAS))
        with pytest.raises(Refusal, match="Appointments"):
            read_book(path)

    def test_a_row_with_cells_too_many(self, tmp_path):
        path = tmp_path / "staff.csv"
        path.write_bytes(files.csv("staff", [("1", "王", "", "x"), ("", "", "")]))
        sheet = read_sheet(path, SHEETS["staff"])
        assert [fault.line for fault in sheet.faults] == [2] and len(sheet.rows) == 1
        assert sheet.faults[0].sheet_label == "Staff"

    def test_a_row_of_which_only_a_strange_column_is_filled_is_none(self, tmp_path):
        path = tmp_path / "staff.csv"
        path.write_text("登录名,姓名,序号\n0017,王,1\n,,2\n", encoding="utf-8")
        assert len(read_sheet(path, SHEETS["staff"]).rows) == 1

    def test_of_a_whole_book_one_sheet_is_found_by_its_name(self, tmp_path):
        path = tmp_path / "book.xlsx"
        path.write_bytes(files.xlsx(files.sheets()))
        assert len(read_sheet(path, SHEETS["staff"]).rows) == 3


def test_the_unit_of_a_kind_is_who_routing_finds(book, desk, chief):
    take_book(book=book(), by=chief)
    led = LeadUnit.objects.get()
    assert unit_of_kind(led.lead_kind_id) == led.unit_id
