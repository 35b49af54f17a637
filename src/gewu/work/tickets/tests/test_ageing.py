"""Words, photos, names and phones of ended tickets go by age; what is still needed stays."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import CLEO

from gewu.ground.residents.models import Contact
from gewu.kernel import retention
from gewu.work.tickets import actions
from gewu.work.tickets.models import ImportRun, Ticket, TicketPhoto
from gewu.work.tickets.queries import ageing
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

SECRET = "王阿姨家三楼漏水"
NOW = so.MONDAY + timedelta(days=400)
YEAR_AGO = NOW - timedelta(days=365)


@pytest.fixture
def place(db):
    return so.whole_town()


def told(place, **said):
    """A ticket of the Monday, with words, a photo, a name and a phone."""
    with so.at():
        given = {"words": SECRET, "photos": [make.picture()], "item": make.item(make.ADVICE)}
        return make.report(**{**given, **CLEO, **said})


def closed(ticket, moment=so.MONDAY):
    """As if it had been closed then."""
    Ticket.objects.filter(pk=ticket.pk).update(
        state="closed", pending="", closed_at=moment, checked_at=moment, paused_at=None
    )
    return so.fresh(ticket)


class TestWords:
    def test_they_go_with_photos_name_and_phone_and_the_bare_facts_stay(self, place):
        ticket = closed(told(place))
        kept = TicketPhoto.objects.get(ticket=ticket).attachment
        assert ageing.words_to_go(YEAR_AGO).get() == ticket
        assert ageing.words_left(YEAR_AGO) == 2
        assert ageing.words_oldest() == so.MONDAY
        assert actions.let_words_go(YEAR_AGO, 10) == 1
        ticket = so.fresh(ticket)
        assert ticket.is_emptied and ticket.contact_id is None and ticket.lon is None
        assert not TicketPhoto.objects.exists() and not type(kept).objects.filter(pk=kept.pk)
        assert Contact.objects.get().sealed_phone is None
        assert ageing.words_left(YEAR_AGO) == actions.let_words_go(YEAR_AGO, 10) == 0
        assert ageing.words_oldest() is None

    def test_a_batch_is_no_larger_than_asked(self, place):
        for _ in range(3):
            closed(told(place, photos=[]))
        assert [actions.let_words_go(YEAR_AGO, 2) for _ in range(3)] == [2, 1, 0]

    def test_what_ended_later_stays(self, place):
        ticket = closed(told(place), YEAR_AGO + timedelta(hours=1))
        assert actions.let_words_go(YEAR_AGO, 10) == 0
        assert so.fresh(ticket).text.words == SECRET and ageing.held(YEAR_AGO) == 0

    @pytest.mark.parametrize("what", ["open", "applied", "master", "child", "merged", "split"])
    def test_what_is_still_needed_is_held_and_counted(self, place, what):
        ticket, other = closed(told(place)), told(place, photos=[])
        rows = Ticket.objects.filter(pk=ticket.pk)
        beside = Ticket.objects.filter(pk=other.pk)
        beside.update(state="in_progress", closed_at=None, checked_at=None, unit=place.team_1)
        if what == "open":
            rows.update(state="in_progress", closed_at=None, checked_at=None, unit=place.team_1)
        elif what == "applied":
            rows.update(pending="reopen:asked")
        elif what == "master":
            rows.update(master=other)
        elif what == "child":
            rows.update(parent=other)
        elif what == "merged":
            beside.update(master=ticket)
        else:
            beside.update(parent=ticket)
        assert actions.let_words_go(YEAR_AGO, 10) == actions.let_contacts_go(YEAR_AGO, 10) == 0
        assert ageing.held(YEAR_AGO) == 2  # the other is open as well
        assert so.fresh(ticket).text.words == SECRET


class TestContacts:
    def test_name_and_phone_go_before_the_words(self, place):
        ticket = closed(told(place))
        assert ageing.contacts_oldest() == so.MONDAY
        assert ageing.contacts_left(YEAR_AGO) == 1
        assert actions.let_contacts_go(YEAR_AGO, 10) == 1
        assert so.fresh(ticket).contact.erased_at and so.fresh(ticket).text.words == SECRET
        assert ageing.contacts_left(YEAR_AGO) == actions.let_contacts_go(YEAR_AGO, 10) == 0
        assert ageing.contacts_oldest() is None

    def test_another_ticket_of_the_same_person_keeps_them(self, place):
        ticket, other = closed(told(place)), closed(told(place), NOW)
        Ticket.objects.filter(pk=other.pk).update(contact=ticket.contact)
        assert actions.let_contacts_go(YEAR_AGO, 10) == ageing.contacts_left(YEAR_AGO) == 0
        assert so.fresh(ticket).contact.erased_at is None


class TestUploads:
    def run(self, place, **changed):
        upload = SimpleUploadedFile("a.csv", "编号,内容\n1,王阿姨\n".encode(), "text/csv")
        run = actions.receive_file(upload=upload, by=place.root)
        ImportRun.objects.filter(pk=run.pk).update(**changed)
        return run

    def test_what_lies_for_longer_goes_with_its_file(
        self, place, django_capture_on_commit_callbacks
    ):
        now = timezone.now()
        run = self.run(place, created_at=now - timedelta(days=3))
        fresh = self.run(place)
        border = now - timedelta(days=1)
        assert ageing.uploads_oldest() == now - timedelta(days=3)
        assert ageing.uploads_waiting(border) == 1 and ageing.uploads_held(border) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.let_uploads_go(border, 10) == 1
        assert not run.path.exists() and fresh.path.exists()
        assert ageing.uploads_waiting(border) == actions.let_uploads_go(border, 10) == 0


def test_tickets_say_what_they_keep():
    kinds = {kind.name: kind for kind in retention.kinds}
    assert kinds["tickets.words"].least >= 180 and kinds["tickets.contacts"].least >= 30
    for name in ("tickets.words", "tickets.contacts", "tickets.uploads"):
        assert str(kinds[name].label) and str(kinds[name].source)


def test_an_empty_house_has_nothing_to_let_go(db):
    border = timezone.now()
    for kind in retention.kinds:
        if kind.name != "kernel.journal":
            assert kind.waiting(border) == kind.held(border) == kind.left_over(border) == 0
