"""A file's way in through the desk: for the right eyes, whole or not at all, safe to begin again."""

import gzip
import json
import time
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from tests.cast import IN_GRID_1

from gewu.kernel.acting import Refusal
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import ImportRun, SavedMapping, Ticket
from gewu.work.tickets.queries import import_runs
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db
WHERE = f"{IN_GRID_1[0]},{IN_GRID_1[1]}"
HEADER = "编号,标题,内容,经度,纬度,类别,时间"
ROWS = [
    f"1,垃圾没人清,三号楼前,{WHERE},垃圾,2026/3/2 8:00",
    "2,路灯不亮,,,,路灯,2026/3/2 9:30",
    f"3,想问问社保,,{WHERE},其他,2026/3/3 10:00",
]
COLUMNS = {
    "source_system": "old",
    "source_id": "编号",
    "title": ["标题"],
    "words": ["内容"],
    "item": "类别",
    "lon": "经度",
    "lat": "纬度",
    "coordinates": "wgs84",
    "submitted_at": "时间",
    "times": "slashes",
    "zone": "Asia/Shanghai",
}
MEANINGS = {"垃圾": "0101", "路灯": "0203", "其他": ""}


@pytest.fixture
def place():
    return make.equipped_town()


def at(who):
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def url(name, *args):
    return reverse(f"tickets:{name}", args=args)


def upload(text, name="old.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


class Journey:
    """One person with one file."""

    def __init__(self, who):
        self.client = at(who)

    def send(self, content, sheet="", name="old.csv"):
        return self.client.post(url("import"), {"file": upload(content, name), "sheet": sheet})

    @property
    def run(self):
        return ImportRun.objects.order_by("-created_at", "-id").first()

    def columns(self, **changed):
        return self.client.post(url("import_columns", self.run.pk), COLUMNS | changed)

    def values(self, meanings=MEANINGS):
        page = self.client.get(url("import_values", self.run.pk)).context["form"]
        sent = {name: meanings.get(text, "") for name, (_key, text) in page.keys.items()}
        return self.client.post(url("import_values", self.run.pk), sent)

    def work(self):
        run = self.run
        if run.state == "checking":
            jobs.check_import(run=str(run.pk))
        elif run.state == "landing":
            jobs.land_import(run=str(run.pk))

    def checked(self, *rows):
        self.send("\n".join([HEADER, *(rows or ROWS)]))
        if self.columns()["Location"] == url("import_values", self.run.pk):
            self.values()
        self.work()
        return self.page()

    def page(self):
        return self.client.get(url("import_run", self.run.pk)).content.decode()

    def land(self):
        answer = self.client.post(url("import_land", self.run.pk))
        self.work()
        return answer


@pytest.fixture
def ben(place):
    return Journey(place.ben)


class TestWhoMay:
    PAGES = (
        ("get", "import_run"),
        ("get", "import_columns"),
        ("post", "import_columns"),
        ("post", "import_take_mapping"),
        ("post", "import_keep_mapping"),
        ("get", "import_values"),
        ("post", "import_check"),
        ("post", "import_land"),
        ("post", "import_forget"),
        ("get", "import_bad_rows"),
    )

    def test_strangers_sign_in_first(self, ben):
        ben.send("id,title\n1,a\n")
        pages = [("get", url("import")), ("post", url("import_forget_mapping", ben.run.pk))]
        pages += [(verb, url(name, ben.run.pk)) for verb, name in self.PAGES]
        for verb, address in pages:
            answer = getattr(Client(), verb)(address)
            assert answer.status_code == 302 and "login" in answer["Location"], address

    def test_other_roles_are_refused(self, place, ben):
        ben.send("id,title\n1,a\n")
        for who in (place.ada, place.carl, place.eve, place.hana):
            assert at(who).get(url("import")).status_code == 403
            assert at(who).post(url("import"), {}).status_code == 403
            mapping = url("import_forget_mapping", ben.run.pk)
            assert at(who).post(mapping).status_code == 403
            for verb, name in self.PAGES:
                answer = getattr(at(who), verb)(url(name, ben.run.pk))
                assert answer.status_code in (403, 404), (who, name)
        assert ImportRun.objects.get().state == "columns"

    def test_nobody_sees_the_file_of_another_importer(self, place, ben):
        ben.send("id,title\n1,a\n")
        for verb, name in self.PAGES:
            answer = getattr(at(place.root), verb)(url(name, ben.run.pk))
            assert answer.status_code == 404, name
        assert "old.csv" not in at(place.root).get(url("import")).content.decode()

    def test_the_menu_has_it_for_importers_only(self, place):
        assert url("import") in at(place.ben).get(url("queue")).content.decode()
        assert url("import") not in at(place.ada).get(url("queue")).content.decode()


class TestUpload:
    def error(self, answer, field="file"):
        assert answer.status_code == 200
        assert not ImportRun.objects.exists()
        return " ".join(answer.context["form"].errors[field])

    def test_what_is_no_table_is_said_at_the_field(self, ben, tmp_path):
        assert "not a table" in self.error(ben.send(b"\x00\x01\x02" * 40))
        assert "empty" in self.error(ben.send(b""))
        assert "has no rows" in self.error(ben.send(HEADER))
        assert "Choose a file" in self.error(ben.client.post(url("import"), {}))
        assert not list(tmp_path.glob("media/imports/*"))

    def test_an_encoding_that_cannot_be_told_is_said_at_the_field(self, ben):
        text = "id,title\n1,café crème brûlée\n2,x\n".encode() + b"3,\xff\xfe\xfa\x81\x8d\n"
        assert "UTF-8" in self.error(ben.send(text))

    def test_merged_headers_are_named(self, ben):
        book = Workbook()
        sheet = book.active
        sheet.append(["编号", "联系", None])
        sheet.append(["1", "a", "b"])
        sheet.merge_cells("B1:C1")
        data = BytesIO()
        book.save(data)
        assert "B1:C1" in self.error(ben.send(data.getvalue(), name="old.xlsx"))

    def test_a_sheet_that_is_not_there_is_said_at_its_field(self, ben):
        book = Workbook()
        book.active.append(["id", "title"])
        data = BytesIO()
        book.save(data)
        assert "Sheet" in self.error(ben.send(data.getvalue(), "消息", "old.xlsx"), "sheet")

    def test_a_file_that_is_too_large_is_refused(self, ben, monkeypatch):
        monkeypatch.setattr("gewu.work.tickets.actions.import_runs.MEGABYTE", 0)
        assert "divide it" in self.error(ben.send("id,title\n1,a\n"))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    def test_columns_and_first_rows_are_shown_in_each_encoding(self, ben, encoding):
        text = "\n".join([HEADER, *ROWS]).encode(encoding)
        answer = ben.send(text if encoding != "gbk" else gzip.compress(text))
        shown = ben.client.get(answer["Location"]).content.decode()
        assert "类别" in shown and "路灯不亮" in shown

    def test_columns_are_proposed_by_their_names(self, ben):
        ben.send("\n".join([HEADER, *ROWS]))
        mapping = ben.run.mapping
        assert (mapping["source_id"], mapping["lon"], mapping["item"]["column"]) == (
            "编号",
            "经度",
            "类别",
        )
        assert mapping["submitted_at"] == {"column": "时间", "zone": "Asia/Shanghai"}


class TestColumns:
    def test_what_is_missing_is_said_at_its_field(self, ben):
        ben.send("\n".join([HEADER, *ROWS]))
        errors = ben.columns(source_id="", lat="", title=[], words=[]).context["form"].errors
        assert {"source_id", "lat"} <= set(errors)
        errors = ben.columns(title=[], words=[]).context["form"].errors
        assert "title" in errors

    def test_a_column_of_free_text_is_no_kind_of_request(self, ben):
        rows = [f"{n},a,,,,text {n},2026/3/2 8:00" for n in range(250)]
        ben.send("\n".join([HEADER, *rows]))
        assert "different texts" in " ".join(ben.columns().context["form"].errors["item"])

    def test_words_without_a_meaning_are_asked_for(self, ben):
        ben.send("\n".join([HEADER, *ROWS]))
        assert ben.columns()["Location"] == url("import_values", ben.run.pk)
        ben.values()
        run = ben.run
        assert (run.state, run.mapping["item"]["values"]) == ("checking", MEANINGS)

    def test_codes_of_the_catalogue_need_no_meaning(self, ben):
        ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,2026/3/2 8:00"]))
        assert ben.columns()["Location"] == url("import_run", ben.run.pk)

    def test_a_state_is_open_or_closed(self, ben):
        ben.send("\n".join([HEADER + ",状态", f"1,a,,{WHERE},0101,2026/3/2 8:00,已结"]))
        ben.columns(state="状态")
        ben.values({"已结": "closed"})
        ben.work()
        ben.land()
        assert Ticket.objects.get().state == "closed"

    def test_zone_and_coordinates_are_as_declared(self, ben):
        ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,2026/3/2 8:00"]))
        ben.columns(zone="America/Los_Angeles", coordinates="gcj02")
        ben.work()
        ben.land()
        ticket = Ticket.objects.get()
        assert ticket.submitted_at.isoformat() == "2026-03-02T16:00:00+00:00"
        assert 0.001 < abs(float(ticket.lon) - IN_GRID_1[0]) < 0.02

    def test_the_way_times_are_written_is_seen_in_the_first_rows(self, ben):
        for moment, key in (
            ("2026/3/2 8:00", "slashes"),
            ("2026年3月2日", "chinese"),
            ("2026-03-02 08:00", "iso"),
            ("", "iso"),
        ):
            ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,{moment}"]))
            form = ben.client.get(url("import_columns", ben.run.pk)).context["form"]
            assert form.initial["times"] == key

    def test_formats_that_the_page_does_not_know_stay_as_the_mapping_says(self, ben):
        ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,2.3.26 8h"]))
        data = {"source_system": "old", "source_id": "编号", "title": ["标题"], "words": "内容"}
        formats = {"column": "时间", "formats": "%d.%m.%y %Hh", "zone": "Asia/Shanghai"}
        text = json.dumps(data | {"submitted_at": formats})
        take = url("import_take_mapping", ben.run.pk)
        ben.client.post(take, {"json": upload(text, "m.json")})
        shown = ben.client.get(url("import_columns", ben.run.pk)).context["form"].initial
        assert shown["times"] == "kept"
        ben.client.post(url("import_columns", ben.run.pk), shown)
        assert ben.run.mapping["submitted_at"]["formats"] == ["%d.%m.%y %Hh"]
        ben.work()
        ben.land()
        assert Ticket.objects.get().submitted_at.isoformat() == "2026-03-02T00:00:00+00:00"

    def test_an_empty_time_may_be_that_of_the_import(self, ben):
        ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,"]))
        ben.columns(missing="on")
        ben.work()
        assert ben.run.bad == 0
        assert ben.run.mapping["submitted_at"]["missing"] == "import"

    def test_a_mapping_for_another_file_is_refused_at_once(self, ben, place):
        ben.send("id,title\n1,a\n")
        data = {"source_system": "x", "source_id": "number", "title": "title"}
        with pytest.raises(Refusal, match="no column number"):
            actions.name_columns(run=ben.run, data=data, by=place.ben)

    def test_what_was_not_looked_through_cannot_be_imported(self, ben):
        ben.send("\n".join([HEADER, *ROWS]))
        answer = ben.client.post(url("import_land", ben.run.pk), follow=True)
        assert "moved on" in answer.content.decode()
        assert answer.redirect_chain[-1][0] == url("import_columns", ben.run.pk)
        assert (ben.run.state, Ticket.objects.count()) == ("columns", 0)


class TestWhatLands:
    """Each answer of the two forms is what others then find in the ticket."""

    HEAD = HEADER + ",地址,办结,状态"
    OPEN = f"1,路灯不亮,三盏都不亮,{WHERE},路灯,,和平路 12 号,,在办"
    DONE = f"2,垃圾没人清,已清走,{WHERE},垃圾,02/03/2026 08:30,北门,04/03/2026 10:00,已结"
    COLUMNS = {"address": "地址", "closed_at": "办结", "state": "状态", "times": "day_first"}

    def landed(self, ben):
        ben.send("\n".join([self.HEAD, self.OPEN, self.DONE]))
        ben.columns(**self.COLUMNS, missing="on")
        ben.values({"垃圾": "0101", "路灯": "0203", "在办": "open", "已结": "closed"})
        ben.work()
        assert (ben.run.bad, ben.run.new) == (0, 2), ben.page()
        ben.land()

    def test_each_column_is_read_by_whoever_works_with_the_ticket(self, ben, place):
        self.landed(ben)
        lamp, rubbish = Ticket.objects.order_by("source_id")
        assert (lamp.source_system, lamp.source_id) == ("old", "1")
        shown = at(place.ada).get(url("ticket", lamp.pk)).content.decode()
        for words in ("路灯不亮", "三盏都不亮", "和平路 12 号", "Grid 1", "Street lamp"):
            assert words in shown, words
        assert timezone.now() - lamp.submitted_at < timedelta(minutes=5)  # none stood in the file
        assert rubbish.submitted_at.isoformat() == "2026-03-02T00:30:00+00:00"
        assert rubbish.closed_at.isoformat() == "2026-03-04T02:00:00+00:00"
        queues = {
            key: at(place.carl).get(url("queue"), {"queue": key}).content.decode()
            for key in ("open", "closed")
        }
        assert f"t{lamp.pk}" in queues["open"] and f"t{rubbish.pk}" in queues["closed"]
        assert f"t{rubbish.pk}" not in queues["open"]

    def test_the_same_source_and_id_are_not_taken_twice_and_another_source_is(self, ben):
        self.landed(ben)
        ben.send("\n".join([self.HEAD, self.OPEN, self.DONE]))
        ben.columns(**self.COLUMNS, missing="on", source_system="new")
        ben.values({"垃圾": "0101", "路灯": "0203", "已结": "closed"})
        ben.work()
        assert (ben.run.known, ben.run.new) == (0, 2)
        ben.send("\n".join([self.HEAD, self.OPEN, self.DONE]))
        ben.columns(**self.COLUMNS, missing="on")
        ben.values({"垃圾": "0101", "路灯": "0203", "已结": "closed"})
        ben.work()
        assert (ben.run.known, ben.run.new) == (2, 0)

    def test_the_named_sheet_is_the_one_that_lands(self, ben, place):
        book = Workbook()
        book.active.append(["id", "title"])
        second = book.create_sheet("消息")
        for row in [HEADER, *ROWS]:
            second.append(row.split(","))
        data = BytesIO()
        book.save(data)
        ben.send(data.getvalue(), "消息", "old.xlsx")
        ben.columns()
        ben.values()
        ben.work()
        ben.land()
        shown = at(place.eve).get(url("queue"), {"queue": "open"}).content.decode()
        assert "垃圾没人清" in shown and "路灯不亮" in shown


class TestMappings:
    def test_a_known_mapping_fits_by_itself(self, ben):
        names = ("requestId", "typeName", "address", "longitude", "latitude")
        ben.send(",".join([*names, "createdDate", "closedDate"]) + "\n1,,,,,,\n")
        assert ben.run.mapping["source_system"] == "la311"
        page = ben.client.get(url("import_columns", ben.run.pk)).content.decode()
        assert "Los Angeles 311" in page

    def test_it_can_be_taken_over_from_the_list_and_from_a_file(self, ben):
        ben.send("\n".join([HEADER, *ROWS]))
        take = url("import_take_mapping", ben.run.pk)
        ben.client.post(take, {"known": "shipped:taidi"})
        assert ben.run.mapping["source_system"] == "taidi_c"
        text = json.dumps({"source_system": "mine", "source_id": "编号", "title": "标题"})
        ben.client.post(take, {"json": upload(text, "m.json")})
        assert ben.run.mapping["source_system"] == "mine"

    @pytest.mark.parametrize(
        ("sent", "field"),
        [(b"{", "json"), (b"\xff\xfe", "json"), (b'{"colour": 1}', "json"), (None, "known")],
    )
    def test_what_is_wrong_with_it_is_said_at_its_field(self, ben, sent, field):
        ben.send("\n".join([HEADER, *ROWS]))
        given = {} if sent is None else {"json": upload(sent, "m.json")}
        answer = ben.client.post(url("import_take_mapping", ben.run.pk), given)
        assert field in answer.context["take"].errors

    def test_a_kept_mapping_serves_the_next_file_and_can_be_forgotten(self, ben):
        ben.checked()
        ben.client.post(url("import_keep_mapping", ben.run.pk), {"name": "老系统"})
        ben.client.post(url("import_keep_mapping", ben.run.pk), {"name": " " * 3})
        kept = SavedMapping.objects.get()
        assert kept.data["item"]["values"] == MEANINGS
        ben.send("\n".join([HEADER, f"9,新的,,{WHERE},路灯,2026/3/5 8:00"]))
        assert ben.run.mapping == kept.data
        assert ben.columns()["Location"] == url("import_run", ben.run.pk)
        ben.client.post(url("import_forget_mapping", kept.pk))
        assert not SavedMapping.objects.exists()


class TestLanding:
    def test_the_preview_says_how_rows_will_land_and_writes_nothing(self, ben, place):
        page = ben.checked()
        for words in (
            "Grid 1",
            "Place unknown",
            "To be filed",
            "Waiting for signature",
            "2026-03-02 12:00",
        ):
            assert words in page, words
        assert (Ticket.objects.count(), ben.run.new) == (0, 3)

    def test_tickets_are_there_and_the_file_is_gone(
        self, ben, place, django_capture_on_commit_callbacks
    ):
        ben.checked()
        path = ben.run.path
        assert path.exists()
        with django_capture_on_commit_callbacks(execute=True):
            ben.land()
        assert "3 tickets are new" in ben.page()
        assert not path.exists()
        assert (ben.run.sample, ben.run.preview) == ([], [])
        assert set(Ticket.objects.values_list("source_id", flat=True)) == {"1", "2", "3"}
        entry = JournalEntry.objects.get(name="tickets.imported")
        assert (entry.payload["added"], entry.actor_id) == (3, place.ben.pk)
        assert ben.client.get(url("import_columns", ben.run.pk)).status_code == 404

    def test_a_repeat_finds_everything_here_already(self, ben):
        ben.checked()
        ben.land()
        assert "here already" in ben.checked()
        ben.land()
        assert Ticket.objects.count() == 3

    def test_bad_rows_are_named_and_keep_the_whole_file_out(self, ben):
        page = ben.checked(
            *ROWS, "4,a,,east,35,路灯,2026/3/2 8:00", "5,b", ",c,,,,路灯,2026/3/2 8:00"
        )
        assert "east" in page and "This row has 2 cells" in page
        report = ben.client.get(url("import_bad_rows", ben.run.pk))
        assert report["Content-Type"].startswith("text/csv")
        lines = report.content.decode("utf-8-sig").splitlines()
        assert lines[0] == "Line,Column,Why"
        assert [line.split(",")[:2] for line in lines[1:3]] == [["5", "经度"], ["6", ""]]
        ben.land()
        assert (ben.run.state, Ticket.objects.count()) == ("checked", 0)

    def test_there_is_no_report_of_a_good_file(self, ben):
        ben.checked()
        assert ben.client.get(url("import_bad_rows", ben.run.pk)).status_code == 404

    def test_what_only_reading_on_shows_stops_it_with_its_reason(self, ben, monkeypatch):
        monkeypatch.setattr("gewu.kernel.arriving.READ_AT_ONCE", 1)
        monkeypatch.setattr("gewu.work.tickets.queries.import_runs.unnamed_values", lambda *_: [])
        page = ben.checked(ROWS[0], '2,"a')
        assert "quotation marks" in page and ben.run.state == "stopped"

    def test_reasons_are_in_the_language_of_the_person(self, ben):
        ben.client = Client(headers={"accept-language": "zh-hans"})
        ben.client.force_login(
            ImportRun._meta.get_field("user").related_model.objects.get(username="ben")
        )
        ben.checked("4,a,,east,35,路灯,2026/3/2 8:00")
        assert ben.run.language == "zh-hans"


class TestWorker:
    def test_a_page_that_waits_asks_again_and_says_when_nobody_comes(self, ben):
        ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,2026/3/2 8:00"]))
        ben.columns()
        page = ben.page()
        assert "waits for its turn" in page and "every 1s" in page and "gewu worker" not in page
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            assert "gewu worker" in ben.page()

    def test_a_part_is_a_piece_of_the_page(self, ben):
        page = ben.checked()
        part = ben.client.get(url("import_run", ben.run.pk), headers={"hx-request": "true"})
        assert part.content.decode().strip().startswith('<div class="stack" id="standing"')
        assert "<html" not in part.content.decode() and "<html" in page

    def test_a_killed_worker_is_noticed_and_the_work_can_begin_again(self, ben):
        ben.checked()
        ben.client.post(url("import_land", ben.run.pk))
        ImportRun.objects.update(began_at=timezone.now())
        assert "worker was stopped" in ben.page()
        ben.client.post(url("import_check", ben.run.pk))
        ben.work()
        assert (ben.run.state, ben.run.new) == ("checked", 3)
        ben.land()
        assert Ticket.objects.count() == 3

    def test_while_a_worker_is_at_it_nobody_else_begins(self, ben):
        ben.checked()
        ben.client.post(url("import_land", ben.run.pk))
        ImportRun.objects.update(began_at=timezone.now())
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                words = import_runs.lock_words(ben.run.pk)
                cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [words])
            assert "Being imported" in ben.page()
            ben.client.post(url("import_check", ben.run.pk))
            ben.client.post(url("import_forget", ben.run.pk))
            assert ben.run.state == "landing"
        finally:
            other.close()
        ends = time.monotonic() + 10
        while import_runs.is_worked_on(ben.run) and time.monotonic() < ends:
            time.sleep(0.05)  # the server notices in its own time that the connection is gone
        assert not import_runs.is_worked_on(ben.run)

    def test_a_job_that_comes_twice_does_it_once(self, ben):
        ben.checked()
        ben.client.post(url("import_land", ben.run.pk))
        pk = str(ben.run.pk)
        jobs.land_import(run=pk)
        jobs.land_import(run=pk)
        jobs.check_import(run=pk)
        assert (Ticket.objects.count(), ben.run.state) == (3, "done")

    def test_progress_is_noted(self, ben, monkeypatch):
        monkeypatch.setattr("gewu.work.tickets.actions.import_work.STEP", 1)
        ben.checked()
        assert ben.run.counted == 3

    def test_jobs_are_asked_for_in_the_transaction(self, ben):
        ben.send("\n".join([HEADER, f"1,a,,{WHERE},0101,2026/3/2 8:00"]))
        ben.columns()
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args->>'run' FROM procrastinate_jobs")
            assert ("tickets.check_import", str(ben.run.pk)) in cursor.fetchall()


class TestForgetting:
    def test_what_is_being_worked_on_is_not_forgotten(self, ben, monkeypatch):
        ben.checked()
        monkeypatch.setattr("gewu.work.tickets.actions.import_runs.is_worked_on", lambda _run: True)
        with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
            assert jobs.forget_old_uploads(timestamp=0) == 0
        assert ImportRun.objects.exists()

    def test_a_person_forgets_a_mapping_only_of_the_own_county(self, ben):
        assert ben.client.post(url("import_forget_mapping", uuid4())).status_code == 404

    def test_the_owner_forgets_a_file(self, ben, django_capture_on_commit_callbacks):
        ben.send("id,title\n1,a\n")
        path = ben.run.path
        with django_capture_on_commit_callbacks(execute=True):
            ben.client.post(url("import_forget", ben.run.pk))
        assert not path.exists() and not ImportRun.objects.exists()

    def test_after_a_day_it_is_erased_and_what_was_imported_stays_listed(
        self, ben, django_capture_on_commit_callbacks
    ):
        ben.checked()
        ben.land()
        ben.send("id,title\n1,a\n")
        stray = ben.run.path.with_name("00000000-0000-0000-0000-000000000000.table")
        stray.write_text("x")
        path = ben.run.path
        assert jobs.forget_old_uploads(timestamp=0) == 0
        with (
            time_machine.travel(timezone.now() + timedelta(hours=25), tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            jobs.forget_old_uploads(timestamp=0)
        assert not path.exists() and not stray.exists()
        assert [run.state for run in ImportRun.objects.all()] == ["done"]
