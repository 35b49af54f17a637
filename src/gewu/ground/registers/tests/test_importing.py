"""Tables into registers: what columns mean, what is wrong with rows, all of it or nothing."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests import cast

from gewu.ground.registers import actions, jobs, policies
from gewu.ground.registers.actions import arranging, importing
from gewu.ground.registers.models import (
    Record,
    RecordChange,
    RegisterImport,
    RegisterKind,
    RegisterMapping,
)
from gewu.ground.registers.rules.fields import FieldType, Spec
from gewu.ground.registers.rules.importing import (
    Named,
    checked_code,
    guessed,
    mapping_fault,
    read_row,
)
from gewu.ground.registers.tests import kit
from gewu.ground.registers.tests.test_arranging import rules_of
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = "/registers/kinds/hydrants/import/"
HEAD = "名称,编码,网格编码,经度,纬度,口径 (mm),备注列\n"
GOOD = (
    HEAD
    + f"一号,XF-1,{cast.GRID_1},,,100,x\n"
    + f"二号,,,{cast.IN_GRID_2[0]},{cast.IN_GRID_2[1]},,\n"
)
BAD = (
    HEAD
    + f"一号,XF-1,{cast.GRID_1},,,粗,x\n"
    + f",XF-2,{cast.GRID_1},,,,\n"
    + "三号,XF-3,,,,,\n四号,XF-4,,117.5,36.5,,\n五号,XF-5,,east,36.5,,\n"
    + f"六号,XF-6,{cast.GRID_1},,,100,\n六号,XF-6,{cast.GRID_1},,,100,\n七号,短\n"
)


@pytest.fixture
def place(town):
    return kit.filled(town)


@contextmanager
def at_work(monkeypatch):
    """As if another connection held the lock; a connection does not keep itself out."""
    with monkeypatch.context() as patched:
        patched.setattr("gewu.kernel.arriving.is_worked_on", lambda _words: True)
        yield


@pytest.fixture
def path(tmp_path):
    def written(text):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return written


MAPPING = {
    "名称": "name",
    "编码": "code",
    "网格编码": "area",
    "经度": "lon",
    "纬度": "lat",
    "口径 (mm)": "f_diameter",
}


def bring(place, file, by=SYSTEM, **others):
    given = {"kind": kit.kind(), "path": file, "mapping": MAPPING} | others
    return importing.bring_in(**given, by=by)


class TestRules:
    def test_columns_are_known_by_name_or_as_the_last_time(self):
        fields = [Named("size", ("口径", "Diameter")), Named("kept", ("", "Kept by"))]
        columns = ["名称", "口径 (mm)", "Kept by", "X", "Y", "name"]
        assert guessed(columns, fields, {"X": "code", "Y": "f_gone"}) == {
            "名称": "name",
            "口径 (mm)": "f_size",
            "Kept by": "f_kept",
            "X": "code",
        }

    @pytest.mark.parametrize(
        ("mapping", "words"),
        [
            ({"a": "name", "b": "name"}, "mean the same"),
            ({"a": "area"}, "the name"),
            ({"a": "name", "b": "lon"}, "both"),
            ({"a": "name"}, "where things lie"),
            ({"a": "name", "b": "area"}, "required: Sort"),
            ({"a": "name", "b": "area", "c": "f_sort"}, ""),
        ],
    )
    def test_a_table_names_its_things_and_says_where_they_are(self, mapping, words):
        said = mapping_fault(mapping, {"sort": "Sort"})
        assert words in said if words else said == ""

    def test_a_row_tells_all_that_is_wrong_with_it(self):
        specs = {"f_n": Spec("n", FieldType.WHOLE)}
        mapping = {"a": "name", "b": "lon", "c": "lat", "d": "f_n"}
        cells = {"a": "x" * 121, "b": "1", "c": "north", "d": "many"}
        _row, bad = read_row(2, cells, mapping, specs, {}.get)
        assert [each.column for each in bad] == ["a", "b", "d"]
        moved, _bad = read_row(
            3, {"a": "甲", "b": "116.6", "c": "35.4", "d": ""}, mapping, specs, {}.get, "gcj02"
        )
        assert moved.lon != 116.6 and moved.values == {"n": None}
        named, bad = read_row(
            4, {"a": "甲", "b": "x", "d": "x"}, {"a": "name", "b": "area"}, {}, {}.get
        )
        assert named.area_code == "x" and bad == []
        assert checked_code(named, mapping, "component", "370899") == []
        named.code = "12"
        assert "16 digits" in checked_code(named, {"k": "code"}, "component", "370899")[0].reason


class TestBringingIn:
    def test_all_rows_land_with_their_history_or_none(self, place, path):
        with pytest.raises(importing.BadRows) as no:
            bring(place, path(BAD))
        assert {each.line for each in no.value.bad} == {2, 3, 4, 5, 6, 8, 9}
        assert not Record.objects.exists() and not RecordChange.objects.exists()
        done = bring(place, path(GOOD))
        assert (done.added, done.changed, done.known) == (2, 0, 0)
        first = Record.objects.get(code="XF-1")
        assert first.values == {"diameter": 100} and first.area_id == place.grid_1.pk
        assert Record.objects.get(name="二号").area_id == place.grid_2.pk
        assert set(RecordChange.objects.values_list("what", flat=True)) == {"import"}
        said = JournalEntry.objects.get(name="registers.records_imported").payload
        assert (said["added"], said["known"]) == (2, 0)

    def test_it_is_what_the_single_action_writes(self, place, path):
        bring(place, path(GOOD))
        brought = Record.objects.get(code="XF-1")
        given = kit.given(place.grid_1, "一号", code="XF-1b", values={"diameter": 100})
        single = actions.add_record(kind=kit.kind(), given=given, by=SYSTEM)
        same = ("values", "area_id", "path", "lon", "due_on", "confirmed_on", "state", "version")
        assert [getattr(brought, n) for n in same] == [getattr(single, n) for n in same]
        assert set(brought.terms) ^ set(single.terms) == {"1", "1b"} or brought.terms

    def test_the_good_rows_alone_where_one_says_so(self, place, path):
        done = bring(place, path(BAD), skip_bad=True)
        assert (done.added, done.bad) == (1, 7)

    def test_a_second_time_changes_only_what_is_other(self, place, path):
        bring(place, path(GOOD))
        done = bring(place, path(GOOD))
        assert (done.added, done.changed, done.known) == (0, 0, 2)
        done = bring(place, path(GOOD.replace(",100,", ",150,")))
        assert (done.added, done.changed, done.known) == (0, 1, 1)
        first = Record.objects.get(code="XF-1")
        assert first.values == {"diameter": 150} and first.version == 2
        moved = GOOD.replace(cast.GRID_1, cast.GRID_2).replace("一号", "甲")
        assert bring(place, path(moved)).changed == 1
        assert Record.objects.get(code="XF-1").area_id == place.grid_2.pk

    def test_what_it_says_nothing_about_stays(self, place, path):
        given = kit.given(
            place.grid_1, "旧名", code="XF-1", lon=1.0, lat=2.0, values={"keeper": "甲"}
        )
        actions.add_record(kind=kit.kind(), given=given, by=SYSTEM)
        bring(place, path(GOOD))
        first = Record.objects.get(code="XF-1")
        assert (first.name, first.lon) == ("一号", 1.0)
        assert first.values == {"keeper": "甲", "diameter": 100}

    def test_rows_beyond_ones_reach_are_bad(self, place, path):
        tom = cast.person("tom", "汤姆", place.town_office, "administrator")
        text = GOOD + f"三号,XF-3,{cast.GRID_3},,,,\n"
        with pytest.raises(importing.BadRows) as no:
            bring(place, path(text), by=tom)
        assert [each.line for each in no.value.bad] == [4]
        given = kit.given(place.grid_3, "三号", code="XF-1")
        actions.add_record(kind=kit.kind(), given=given, by=SYSTEM)
        with pytest.raises(Refusal, match="Line 2"):
            bring(place, path(GOOD), by=tom)
        assert Record.objects.count() == 1

    def test_somebody_was_faster(self, place, path, monkeypatch):
        publish = importing.STAGING.publish

        def late():
            given = kit.given(place.grid_1, "快", code="XF-1")
            actions.add_record(kind=kit.kind(), given=given, by=SYSTEM)
            return publish()

        monkeypatch.setattr(importing.STAGING, "publish", late)
        with pytest.raises(Refusal, match="Somebody else"):
            bring(place, path(GOOD))
        assert not Record.objects.exists()

    def test_without_a_needed_column_nothing_begins(self, place, path):
        with pytest.raises(Refusal, match="the name"):
            bring(place, path(GOOD), mapping={})


def upload(text, name="消防栓.csv"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def meaning(run, **others):
    data = {f"c_{n}": run.mapping.get(column, "") for n, column in enumerate(run.columns)}
    return data | {"system": "wgs84"} | others


class TestPages:
    def test_from_the_file_to_the_register(self, place, client):
        client.force_login(place.ben)
        assert client.get(AT).status_code == 200
        answer = client.post(AT, {"file": upload(GOOD)})
        run = RegisterImport.objects.get()
        assert answer.headers["Location"] == f"/registers/imports/{run.pk}/columns/"
        assert run.mapping["口径 (mm)"] == "f_diameter" and run.path.exists()
        at = f"/registers/imports/{run.pk}/"
        assert client.get(at).status_code == 302
        assert "一号" in client.get(f"{at}columns/").text
        wrong = client.post(f"{at}columns/", meaning(run, c_0=""))
        assert wrong.status_code == 400 and "the name" in wrong.text
        assert client.post(f"{at}columns/", meaning(run)).status_code == 302
        assert "Being looked through" in client.get(at).text
        assert RegisterMapping.objects.get().data["编码"] == "code"
        for _twice in range(2):
            jobs.check_import(str(run.pk))
        assert "nothing new" not in client.get(at).text and not Record.objects.exists()
        assert client.get(f"{at}bad/").status_code == 200
        client.post(f"{at}land/")
        for _twice in range(2):
            jobs.land_import(str(run.pk))
        assert Record.objects.count() == 2 and not run.path.exists()
        assert "The uploaded file is erased" in client.get(at).text
        assert client.get(f"{at}bad/").status_code == 404
        assert RecordChange.objects.first().by == place.ben
        assert "消防栓.csv" in client.get(AT).text

    def test_a_field_renamed_meanwhile_is_known_by_either_name(self, place, client):
        client.force_login(place.ben)
        client.post(AT, {"file": upload(GOOD)})
        run = RegisterImport.objects.get()
        field = kit.field("hydrants", "diameter")
        given = rules_of(field, name_zh="接口", name_en="Bore")
        arranging.change_field(field=field, group=field.group, given=given, by=place.root)
        at = f"/registers/imports/{run.pk}/"
        assert "Bore" in client.get(f"{at}columns/").text
        client.post(f"{at}columns/", meaning(run))
        jobs.check_import(str(run.pk))
        client.post(f"{at}land/")
        jobs.land_import(str(run.pk))
        assert Record.objects.get(code="XF-1").values["diameter"] == 100
        # An old table with the old name, by what it meant the last time; a new one by the new name.
        for head in (GOOD, GOOD.replace("口径", "接口")):
            client.post(AT, {"file": upload(head)})
            assert "f_diameter" in RegisterImport.objects.first().mapping.values()
        held = client.get("/registers/kinds/hydrants/?q=XF-1&sort=code")
        assert "一号" in held.text and "Bore" in held.text

    def test_bad_rows_are_listed_and_left_out_on_demand(self, place, client):
        client.force_login(place.ben)
        client.post(AT, {"file": upload(BAD)})
        run = RegisterImport.objects.get()
        at = f"/registers/imports/{run.pk}/"
        client.post(f"{at}columns/", meaning(run))
        jobs.check_import(str(run.pk))
        page = client.get(at).text
        assert "no whole number" in page and "stands in the table twice" in page
        assert "8," in client.get(f"{at}bad/").text
        refused = client.post(f"{at}land/", follow=True)
        assert "Mend them" in refused.text
        client.post(f"{at}land/", {"skip_bad": "on"})
        jobs.land_import(str(run.pk))
        assert Record.objects.count() == 1

    def test_a_map_of_others_is_moved(self, place, client):
        client.force_login(place.ben)
        client.post(AT, {"file": upload(GOOD)})
        run = RegisterImport.objects.get()
        client.post(f"/registers/imports/{run.pk}/columns/", meaning(run, system="gcj02"))
        run.refresh_from_db()
        assert run.system == "gcj02"

    def test_what_is_no_table_is_refused_at_its_field(self, place, client):
        client.force_login(place.ben)
        for file in (upload("名称\n"), upload("PK\x03\x04x", "a.xlsx")):
            answer = client.post(AT, {"file": file})
            assert answer.status_code == 400 and "id_file_error" in answer.text
        assert not RegisterImport.objects.exists()

    def test_a_file_is_forgotten(self, place, client, monkeypatch):
        client.force_login(place.ben)
        client.post(AT, {"file": upload(GOOD)})
        run = RegisterImport.objects.get()
        at = f"/registers/imports/{run.pk}/"
        RegisterImport.objects.update(state="landing", began_at=timezone.now())
        with at_work(monkeypatch):
            assert "being worked on" in client.post(f"{at}forget/", follow=True).text
            assert jobs.forget_old_imports(0) == 0
        assert RegisterImport.objects.exists() and run.path.exists()
        assert client.post(f"{at}forget/").status_code == 302
        assert not RegisterImport.objects.exists()

    def test_only_who_may_and_only_their_own(self, place, client):
        client.force_login(place.ada)
        assert client.get(AT).status_code == 403
        with pytest.raises(Refusal, match="not yours"):
            importing.receive_table(kind=kit.kind(), upload=upload(GOOD), by=place.ada)
        run = importing.receive_table(kind=kit.kind(), upload=upload(GOOD), by=place.ben)
        client.force_login(place.root)
        for tail in ("", "columns/", "bad/"):
            assert client.get(f"/registers/imports/{run.pk}/{tail}").status_code == 404
        for tail in ("land/", "again/", "forget/"):
            assert client.post(f"/registers/imports/{run.pk}/{tail}").status_code == 404
        RegisterKind.objects.update(keeper_id=place.sanitation.pk)
        hedy = cast.person("hedy", "海蒂", place.sanitation, "head")
        client.force_login(hedy)
        assert client.get(AT).status_code == 200
        with pytest.raises(importing.BadRows):
            bring(place, run.path, by=place.ada)
        assert not policies.may_import(RESIDENT, kit.kind())


class TestAtWork:
    def test_work_that_broke_off_is_begun_again(self, place, client, monkeypatch):
        run = importing.receive_table(kind=kit.kind(), upload=upload(GOOD), by=place.ben)
        client.force_login(place.ben)
        at = f"/registers/imports/{run.pk}/"
        assert "moved on" in client.post(f"{at}again/", follow=True).text
        importing.start_check(run=run, mapping=MAPPING, system="wgs84", by=place.ben)
        assert "broke off" not in client.get(at).text  # it waits for its turn
        for state in ("checking", "landing"):
            RegisterImport.objects.update(state=state, began_at=timezone.now())
            with at_work(monkeypatch):
                assert "broke off" not in client.get(at).text
                assert "being worked on" in client.post(f"{at}again/", follow=True).text
            assert "The work broke off" in client.get(at).text
            assert client.post(f"{at}again/").status_code == 302
            run.refresh_from_db()
            assert (run.state, run.began_at) == ("checking", None)
        for _twice in range(2):  # the job of the one who died may come back as well
            jobs.check_import(str(run.pk))
        run.refresh_from_db()
        importing.start_landing(run=run, skip_bad=False, by=place.ben)
        jobs.land_import(str(run.pk))
        assert Record.objects.count() == 2

    def test_a_refusal_stops_it_with_its_words(self, place):
        run = importing.receive_table(kind=kit.kind(), upload=upload(GOOD), by=place.ben)
        importing.start_check(run=run, mapping=MAPPING, system="wgs84", by=place.ben)
        jobs.check_import(str(run.pk))
        run.refresh_from_db()
        importing.start_landing(run=run, skip_bad=False, by=place.ben)
        run.path.write_text(BAD, encoding="utf-8")
        jobs.land_import(str(run.pk))
        run.refresh_from_db()
        assert run.state == "stopped" and run.message and not Record.objects.exists()

    def test_nothing_new_is_not_landed(self, place, path):
        bring(place, path(GOOD.replace("XF-1", "")))
        run = importing.receive_table(
            kind=kit.kind(), upload=upload(GOOD.replace("XF-1", "")), by=place.ben
        )
        importing.start_check(run=run, mapping=MAPPING, system="wgs84", by=place.ben)
        jobs.check_import(str(run.pk))
        run.refresh_from_db()
        with pytest.raises(Refusal, match="nothing new"):
            importing.start_landing(run=run, skip_bad=False, by=place.ben)

    def test_what_lies_for_a_day_is_erased(self, place):
        run = importing.receive_table(kind=kit.kind(), upload=upload(GOOD), by=place.ben)
        assert jobs.forget_old_imports(0) == 0
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            assert jobs.forget_old_imports(0) == 1
        assert not RegisterImport.objects.filter(pk=run.pk).exists()
