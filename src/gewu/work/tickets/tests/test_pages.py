"""The pages of staff: whole and in part, without JavaScript, for the right eyes only."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gewu.ground.residents.models import ContactAccess
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions
from gewu.work.tickets.models import SavedQueue, SpecialDay, Ticket, TicketPhoto
from gewu.work.tickets.queries import queue
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


class TestEveryPage:
    def test_it_opens_for_those_it_is_meant_for(self, place):
        ticket = make.report()
        for name in ("queue", "export", "new", "catalogue", "lead_units", "terms", "days"):
            answer = at(place.ben).get(url(name))
            assert answer.status_code == 200, name
            assert b"<h1>" in answer.content
        for name in ("item", "versions"):
            assert at(place.ben).get(url(name, "0101")).status_code == 200
        assert at(place.ben).get(url("ticket", ticket.pk)).status_code == 200
        for name in ("change_item", "add_condition"):
            assert at(place.root).get(url(name, "0101")).status_code == 200
        assert at(place.root).get(url("change_condition", "0101", 1)).status_code == 200
        assert at(place.root).get(url("add_item")).status_code == 200

    def test_whoever_has_not_signed_in_is_asked_to(self, place):
        ticket = make.report()
        for address in (url("queue"), url("ticket", ticket.pk), url("sign", ticket.pk)):
            answer = Client().get(address)
            assert answer.status_code == 302 and "login" in answer["Location"]

    def test_other_roles_get_the_page_for_other_eyes(self, place):
        for who, name in (
            (place.eve, "export"),
            (place.eve, "new"),
            (place.hana, "new"),
            (place.ben, "add_item"),
        ):
            assert at(who).get(url(name)).status_code == 403, name

    def test_parts_equal_the_same_piece_of_the_page(self, place):
        ticket = make.report()
        for address in (
            url("queue"),
            url("catalogue"),
            url("new"),
            url("ticket", ticket.pk),
            url("dispatch", ticket.pk),
        ):
            whole = text(at(place.ben).get(address))
            part = text(at(place.ben).get(address, headers=HTMX))
            assert "<html" not in part and part in whole, address


class TestQueue:
    def test_it_takes_at_most_five_statements(self, place):
        for _n in range(4):
            make.report()
        client = at(place.ben)
        client.get(url("queue"))
        with CaptureQueriesContext(connection) as asked:
            client.get(url("queue"))
        own = [
            query["sql"]
            for query in asked.captured_queries
            if not any(
                table in query["sql"]
                for table in ("django_session", '"accounts_user"', "kernel_stamp")
            )
        ]
        assert len(own) <= 5, own

    def test_two_characters_or_the_whole_number_find_it(self, place):
        lamp = make.report(words="小区门口路灯不亮", item=None)
        make.report()
        shown = text(at(place.ben).get(url("queue"), {"q": "路灯"}))
        assert "路灯不亮" in shown and "垃圾桶" not in shown
        answer = at(place.ben).get(url("queue"), {"q": lamp.shown_number})
        assert answer["Location"] == url("ticket", lamp.pk)

    def test_a_mistyped_number_is_told_apart(self, place):
        number = make.report().number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        assert "mistyped" in text(at(place.ben).get(url("queue"), {"q": wrong}))

    def test_every_filter_narrows(self, place):
        placed, unplaced = make.report(), make.report(item=None, lon=None, lat=None)
        Ticket.objects.filter(pk=placed.pk).update(due_at=timezone.now() - timedelta(hours=1))
        for filters, wanted in (
            ({"overdue": "1"}, {placed}),
            ({"queue": "unplaced"}, {unplaced}),
            ({"item": str(placed.item_id)}, {placed}),
            ({"area": place.grid_1.path}, {placed}),
            ({"unit": str(place.sanitation.pk)}, {placed}),
            ({"channel": "web"}, {placed, unplaced}),
            ({"channel": "phone"}, set()),
            ({"item": "nonsense", "area": "x", "after": "x", "before": "9_9"}, {placed, unplaced}),
        ):
            shown = text(at(place.root).get(url("queue"), filters))
            assert {t for t in (placed, unplaced) if f"t{t.pk}" in shown} == wanted, filters

    def test_older_and_newer_join(self, place, monkeypatch):
        monkeypatch.setattr(queue, "PAGE", 2)
        tickets = [make.report() for _n in range(3)]
        first = at(place.ben).get(url("queue"))
        older = first.context["older"]
        assert older and not first.context["newer"]
        second = at(place.ben).get(url("queue") + older)
        assert f"t{tickets[2].pk}" in text(second) and second.context["newer"]

    def test_another_town_sees_nothing(self, place):
        ticket = make.report()
        assert str(ticket.pk) not in text(at(place.dan).get(url("queue")))

    def test_an_open_page_listens_to_what_concerns_it(self, place):
        assert "live:tickets from:body" in text(at(place.ben).get(url("queue")))
        shown = text(at(place.hana).get(url("queue")))
        assert f"live:unit:{place.sanitation.pk} from:body" in shown

    def test_a_filter_is_kept_and_forgotten(self, place):
        form = text(at(place.ben).get(url("save_queue"), {"overdue": "1", "nonsense": "x"}))
        assert 'value="overdue=1"' in form
        kept = at(place.ben).post(url("save_queue"), {"name": "急件", "query": "overdue=1"})
        assert kept["Location"] == url("queue") + "?overdue=1"
        assert "急件" in text(at(place.ben).get(url("queue")))
        assert "急件" not in text(at(place.carl).get(url("queue")))
        saved = SavedQueue.objects.get()
        assert at(place.carl).post(url("forget_queue", saved.pk)).status_code == 404
        at(place.ben).post(url("forget_queue", saved.pk))
        assert not SavedQueue.objects.exists()
        refused = at(place.ben).post(url("save_queue"), {"name": "", "query": "overdue=1"})
        assert "required" in text(refused) and "overdue=1" in text(refused)
        assert not SavedQueue.objects.exists()


class TestMyDay:
    def test_the_late_one_is_to_be_done_first(self, place):
        new, late = make.team_ticket(place), make.in_progress(place)
        Ticket.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
        shown = text(at(place.ada).get("/desk/"))
        assert "its time is over" in shown and "Overdue with you" in shown
        assert shown.index(url("ticket", late.pk)) < shown.index(url("ticket", new.pk))
        assert str(late.pk) not in text(at(place.dan).get("/desk/"))

    def test_whoever_only_looks_sees_figures_and_what_is_late(self, place):
        ticket = make.team_ticket(place)
        calm = text(at(place.eve).get("/desk/"))
        assert str(ticket.pk) not in calm and "To sign" in calm
        Ticket.objects.filter(pk=ticket.pk).update(due_at=timezone.now() - timedelta(hours=1))
        late = text(at(place.eve).get("/desk/"))
        assert str(ticket.pk) in late and "Do this first" not in late
        assert "Overdue with you" not in late

    def test_a_done_day_is_a_good_day(self, place):
        assert "Nothing waits for you" in text(at(place.ada).get("/desk/"))


class TestExport:
    def sent(self, place, kind):
        return at(place.ben).post(url("export") + "?queue=all", {"kind": kind, "purpose": "月报"})

    def test_the_file_says_who_and_when_and_nothing_personal(self, place):
        ticket = make.report(name="柯丽欧", phone="13800000001", address="幸福路 12 号")
        make.report(lon=make.IN_GRID_1[0] + 0.02, lat=make.IN_GRID_1[1])  # the other town
        book = load_workbook(BytesIO(self.sent(place, "xlsx").content))
        cells = [[cell.value for cell in row] for row in book.active.rows]
        everything = str(cells)
        assert "Ben" in everything and "月报" in everything
        assert f"{timezone.localtime():%Y-%m-%d}" in everything
        assert ticket.shown_number in everything
        for personal in ("柯丽欧", "138", "幸福路", "垃圾桶", "三号楼"):
            assert personal not in everything
        assert len(cells) == 4 + 1 + 1

    def test_csv_and_the_record_of_it(self, place):
        make.report()
        lines = self.sent(place, "csv").content.decode("utf-8-sig").splitlines()
        assert lines[4].startswith("Number,State") and len(lines) == 6
        entry = JournalEntry.objects.get(name="tickets.exported")
        assert entry.payload["rows"] == 1 and entry.actor_id == place.ben.pk

    def test_without_a_purpose_there_is_no_file(self, place):
        answer = at(place.ben).post(url("export"), {"kind": "csv"})
        assert answer["Content-Type"].startswith("text/html")
        assert not JournalEntry.objects.filter(name="tickets.exported").exists()


class TestTicket:
    def test_strangers_get_404(self, place):
        ticket = make.report()
        for name in ("ticket", "sign", "dispatch", "file", "place"):
            assert at(place.dan).get(url(name, ticket.pk)).status_code == 404
        assert at(place.dan).post(url("contact", ticket.pk)).status_code == 404

    def test_seen_but_not_allowed_is_403(self, place):
        ticket = make.team_ticket(place)
        for who, verb in ((place.eve, "sign"), (place.carl, "dispatch"), (place.ben, "handle")):
            assert at(who).get(url(verb, ticket.pk)).status_code == 403
            assert at(who).post(url(verb, ticket.pk)).status_code == 403
        assert Ticket.objects.get().state == "dispatched"

    def test_each_sees_only_the_moves_that_are_theirs(self, place):
        ticket = make.team_ticket(place)
        assert url("sign", ticket.pk) in text(at(place.ada).get(url("ticket", ticket.pk)))
        shown = text(at(place.ben).get(url("ticket", ticket.pk)))
        assert url("sign", ticket.pk) not in shown and url("dispatch", ticket.pk) in shown
        assert "btn-large btn-primary" not in shown  # the next step is the team's
        watching = text(at(place.eve).get(url("ticket", ticket.pk)))
        assert 'class="btn btn-large' not in watching

    def test_the_contact_is_shown_for_a_reason_and_put_on_record(self, place):
        ticket = make.report(name="柯丽欧", phone="13800000001")
        page = url("ticket", ticket.pk)
        assert "13800000001" not in text(at(place.ben).get(page))
        shown = at(place.ben).post(url("contact", ticket.pk), {"reason": "问清楼号"})
        assert "13800000001" in text(shown) and "柯丽欧" in text(shown)
        access = ContactAccess.objects.get()
        assert access.reader_id == place.ben.pk and access.reason == "问清楼号"
        assert "13800000001" not in text(at(place.ben).get(page))

    def test_no_reason_no_contact(self, place):
        ticket = make.report(name="柯丽欧", phone="13800000001")
        for reason in ("", "   "):
            answer = at(place.ben).post(url("contact", ticket.pk), {"reason": reason})
            assert "13800000001" not in text(answer) and 'role="alert"' in text(answer)
        assert at(place.eve).post(url("contact", ticket.pk), {"reason": "x"}).status_code == 403
        reloaded = at(place.ben).get(url("contact", ticket.pk))
        assert reloaded.headers["Location"] == url("ticket", ticket.pk)
        assert not ContactAccess.objects.exists()

    def test_it_says_why_the_deadline_is_when_it_is(self, place):
        ticket = make.report()
        shown = text(at(place.ben).get(url("ticket", ticket.pk)))
        assert "Day by day" in shown and "4 working hours" in shown
        SpecialDay.objects.update(official=False)
        actions.set_special_day(
            county_id=place.county.pk, day="2031-01-01", kind="holiday", by=place.root
        )
        assert "have not been announced" in text(at(place.ben).get(url("ticket", ticket.pk)))

    def test_an_open_page_asks_for_its_pieces(self, place):
        ticket = make.checking(place)
        state = text(at(place.ben).get(url("ticket", ticket.pk), headers=HTMX))
        assert 'id="state"' in state and 'id="timeline"' not in state
        timeline = at(place.ben).get(url("ticket", ticket.pk) + "?part=timeline", headers=HTMX)
        assert 'id="timeline"' in text(timeline) and "Ada" in text(timeline)

    def test_photos_are_served_in_scope_only(self, place):
        make.checking(place)
        photo = TicketPhoto.objects.get()
        for size in ("thumb", "full"):
            answer = at(place.ben).get(url("photo", photo.pk, size))
            assert answer["Content-Type"] == "image/jpeg" and answer.getvalue()
        assert at(place.dan).get(url("photo", photo.pk, "full")).status_code == 404
