"""What one shift leaves to the next, and a ticket on paper."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cast import CLEO, IN_GRID_3, person

from gewu.ground.residents.queries import accesses_of
from gewu.kernel import clock
from gewu.work.tickets.models import Handover, Ticket
from gewu.work.tickets.rules.handover import group_of
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


@pytest.fixture
def bea(place):
    return person("bea", "贝娅", place.town_office, "dispatcher")


def late(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(due_at=clock.now() - timedelta(hours=3))
    return ticket


class TestHandover:
    def test_the_draft_holds_what_is_urgent_in_ones_own_area(self, place):
        mine, calm = late(make.in_progress(place)), make.team_ticket(place)
        Ticket.objects.filter(pk=calm.pk).update(due_at=clock.now() + timedelta(days=5))
        far = late(make.report(lon=IN_GRID_3[0], lat=IN_GRID_3[1]))
        page = text(at(place.ben).get(url("handover")))
        assert url("ticket", mine.pk) in page and "Overdue" in page
        assert url("ticket", calm.pk) not in page and url("ticket", far.pk) not in page

    def test_the_next_on_duty_reads_it_and_takes_over(self, place, bea):
        ticket, once = late(make.in_progress(place)), str(uuid4())
        for _ in range(2):
            at(place.ben).post(url("handover"), {"words": "三号楼下午停水", "once": once})
        note = Handover.objects.get()
        assert note.figures["groups"]["overdue"] == 1
        assert note.figures["tickets"] == [str(ticket.pk)]
        shown = text(at(bea).get(url("handover_note", note.pk)))
        assert "三号楼下午停水" in shown and url("ticket", ticket.pk) in shown
        at(bea).post(url("take_over", note.pk))
        note.refresh_from_db()
        assert note.taken_by == bea.pk and note.taken_at
        seen = text(at(place.ben).get(url("handover_note", note.pk)))
        assert "Taken over" in seen and "Bea" in seen

    def test_its_writer_does_not_take_it_over(self, place):
        at(place.ben).post(url("handover"), {"words": "x"})
        note = Handover.objects.get()
        assert url("take_over", note.pk) not in text(
            at(place.ben).get(url("handover_note", note.pk))
        )
        refused = text(at(place.ben).post(url("take_over", note.pk)))
        assert "not its writer" in refused
        note.refresh_from_db()
        assert note.taken_at is None
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.filter(pk=note.pk).update(taken_by=place.ben.pk, taken_at=note.at)

    def test_too_many_words_are_said_at_the_field(self, place):
        answer = at(place.ben).post(url("handover"), {"words": "长" * 6_000})
        assert "5000" in text(answer) and not Handover.objects.exists()

    def test_it_is_for_the_desk_and_another_town_sees_nothing(self, place):
        at(place.ben).post(url("handover"), {"words": "x"})
        note = Handover.objects.get()
        wes = person("wes", "韦斯", place.other_town_office, "dispatcher")
        for page in ("handover_note", "take_over"):
            assert at(wes).post(url(page, note.pk)).status_code in (403, 404)
        assert at(wes).get(url("handover_note", note.pk)).status_code == 404
        for who in (place.ada, place.eve, place.root):
            assert at(who).get(url("handover")).status_code == 403
            assert at(who).get(url("handover_note", note.pk)).status_code == 403

    def test_a_calm_town_says_so(self, place):
        assert "Nothing urgent stands open" in text(at(place.ben).get(url("handover")))


class TestGroups:
    @pytest.mark.parametrize(
        ("changed", "group"),
        [
            ({"due_at": -1}, "overdue"),
            ({"due_at": 4}, "soon"),
            ({}, ""),
            ({"supervision": "red"}, "supervised"),
            ({"state": "returning", "due_at": -1}, "returned"),
            ({"state": "suspended", "resume_on": 24}, "resumes"),
            ({"state": "suspended", "resume_on": 240, "due_at": -1}, ""),
            ({"state": "needs_info", "due_at": -1}, ""),
        ],
    )
    def test_the_first_reason_counts(self, changed, group):
        now = clock.now()
        ticket = Ticket(state=changed.get("state", "in_progress"))
        ticket.due_at = now + timedelta(hours=changed.get("due_at", 100))
        ticket.supervision = changed.get("supervision", "")
        if "resume_on" in changed:
            ticket.resume_on = now + timedelta(hours=changed["resume_on"])
        assert group_of(ticket, now) == group


class TestPaper:
    def test_it_holds_the_ticket_and_no_contact(self, place):
        ticket = make.report(**CLEO)
        page = text(at(place.ben).get(url("print", ticket.pk)))
        assert ticket.shown_number in page and ticket.text.words in page
        assert "<nav" not in page and CLEO["phone"] not in page
        assert url("print", ticket.pk) in text(at(place.ben).get(url("ticket", ticket.pk)))

    def test_a_reason_opens_the_contact_and_is_on_record_for_the_resident(self, place):
        ticket = make.report(**CLEO)
        assert CLEO["phone"] not in text(at(place.ben).post(url("print", ticket.pk), {}))
        opened = at(place.ben).post(url("print", ticket.pk), {"reason": "上门前联系"})
        assert CLEO["phone"] in text(opened)
        assert [look.reason for look in accesses_of(ticket.contact)] == ["上门前联系"]

    def test_strangers_find_none_and_others_no_contact(self, place):
        ticket = make.report(**CLEO)
        assert at(place.dan).get(url("print", ticket.pk)).status_code == 404
        refused = at(place.carl).post(url("print", ticket.pk), {"reason": "看一下情况"})
        assert refused.status_code == 403
