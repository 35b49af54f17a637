"""Who is told what, once; how it leaves the desk; and pages of one's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from tests.cast import CLEO, person

from gewu.kernel import clock, drain
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices import actions as notices
from gewu.oversight.notices import jobs
from gewu.oversight.notices.hooks import Sender, senders
from gewu.oversight.notices.listeners import tell_people
from gewu.oversight.notices.models import Delivery, Message, Preference, Wording
from gewu.work.tickets import actions, events
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # nine in the morning in Shanghai
NIGHT = datetime(2026, 3, 2, 15, tzinfo=UTC)
QUIET = {"quiet_from": "21:00", "quiet_until": "07:00"}


@pytest.fixture
def place(db):
    return make.equipped_town()


def url(name: str, *args: Any) -> str:
    return reverse(f"notices:{name}", args=args)


def hear() -> None:
    """Deliver the whole journal, as the drain would."""
    names = [event.name for event in events.EVERY_MOVE]
    wanted = {"tickets.dispatched", "tickets.reminded", "tickets.supervised", "tickets.urged"}
    wanted |= {"tickets.help_asked", "tickets.approval_requested", "tickets.return_requested"}
    wanted |= {"tickets.reopened"}
    entries = JournalEntry.objects.filter(name__in=wanted & set(names)).order_by("id")
    tell_people([heard_from(entry) for entry in entries])


def told(kind: str = "") -> set[str]:
    rows = Message.objects.select_related("user").order_by("id")
    return {row.user.username for row in rows if not kind or row.kind == kind}


def remind(place: Any, moment: datetime) -> None:
    with clock.standing_at(moment):
        actions.remind_due(county_id=place.county.pk, now=moment, by=SYSTEM)


class TestWho:
    def test_what_becomes_a_units_own_is_told_to_its_people(self, place):
        make.team_ticket(place)
        hear()
        assert told("given") == {"ada", "ben"}  # first to an office where nobody signs, so to Ben

    def test_heard_twice_it_is_told_once(self, place):
        make.team_ticket(place)
        hear()
        before = Message.objects.count()
        hear()
        assert Message.objects.count() == before

    def test_nobody_is_told_what_they_did_themselves(self, place):
        actions.dispatch(ticket=make.report(), unit=place.town_office, by=place.ben)
        hear()
        assert "ben" not in told()

    def test_an_application_comes_before_whoever_decides(self, place):
        lena = person("lena", "莱娜", place.town_office, "leader")
        ticket = make.in_progress(place)
        actions.request_cancel(ticket=ticket, words="报错了", by=place.ada)
        hear()
        assert told("approval") == {lena.username}

    def test_help_returns_urging_and_supervision_reach_those_concerned(self, place):
        lena = person("lena", "莱娜", place.town_office, "leader")
        ticket = make.team_ticket(place)
        actions.cohandle(ticket=ticket, unit=place.sanitation, words="请来清运", by=place.ada)
        actions.urge(ticket=ticket, by=RESIDENT)
        actions.supervise(ticket=ticket, level="red", words="今天办完", by=lena)
        actions.request_return(
            ticket=ticket, words="不归我们", photos=[make.picture()], by=place.ada
        )
        hear()
        assert told("help") == {"hana"} and told("urged") == {"ada"}
        assert told("supervised") == {"ada"} and told("return") == {"ben"}
        assert Message.objects.get(kind="supervised").is_urgent

    def test_an_unsigned_ticket_reaches_handler_then_lead_then_supervisor(self, place):
        """By the clock alone: nobody does anything, and nothing is set up."""
        cleo = person("clara", "克拉拉", place.community_office, "community")
        lena = person("lena", "莱娜", place.town_office, "leader")
        with clock.standing_at(MONDAY):
            make.team_ticket(place)
        seen: list[str] = []
        for hour in range(1, 12):
            remind(place, MONDAY + timedelta(hours=hour))
            hear()
            unsigned = Message.objects.filter(reason="unsigned").select_related("user")
            for row in unsigned.order_by("id"):
                if row.user.username not in seen:
                    seen.append(row.user.username)
        assert seen == ["ada", cleo.username, lena.username]

    def test_without_a_leader_the_dispatcher_is_told(self, place):
        with clock.standing_at(MONDAY):
            make.team_ticket(place)
        remind(place, MONDAY + timedelta(days=2))
        hear()
        assert "ben" in told("reminder") and "dan" not in told()

    def test_after_an_outage_nobody_reads_the_same_three_times(self, place):
        lena = person("lena", "莱娜", place.town_office, "leader")
        with clock.standing_at(MONDAY):
            make.team_ticket(place)
        remind(place, MONDAY + timedelta(days=1))
        hear()
        assert Message.objects.filter(user=lena, reason="unsigned").count() == 1


class TestWords:
    def test_no_person_is_named_in_a_message(self, place):
        ticket = make.report(item=make.item(make.ADVICE), **CLEO)
        actions.dispatch(ticket=ticket, unit=place.team_1, by=place.ben)
        hear()
        shown = text(at(place.ada).get(url("inbox")))
        assert ticket.shown_number in shown and "Grid 1" in shown
        for secret in (CLEO["name"], CLEO["phone"], ticket.text.words):
            assert secret not in shown

    def test_an_administrator_words_it_and_goes_back(self, place):
        make.team_ticket(place)
        hear()
        page = url("wording", "given", "en")
        preview = at(place.root).post(page, {"subject": "S {item}", "words": "W", "preview": "1"})
        assert "S Street lamp" in text(preview) and not Wording.objects.exists()
        at(place.root).post(page, {"subject": "To do: {number}", "words": "{item}"})
        assert "To do:" in text(at(place.ada).get(url("inbox")))
        wrong = at(place.root).post(page, {"subject": "x", "words": "{phone}"})
        assert 'id="id_words_error"' in text(wrong)
        assert "Own" in text(at(place.root).get(url("wordings")))
        at(place.root).post(page, {"subject": "x", "words": "x", "default": "1"})
        assert "New for your unit" in text(at(place.ada).get(url("inbox")))
        assert at(place.ben).get(page).status_code == 403
        assert at(place.ben).get(url("wordings")).status_code == 403
        assert at(place.root).get(url("wording", "nonsense", "en")).status_code == 404


class TestDelivery:
    def given(self, place, by_email=True):
        notices.prefer(
            user=place.ada,
            by_email=by_email,
            email="ada@example.org",
            quiet_from=Preference().quiet_from,
            quiet_until=Preference().quiet_until,
            by=place.ada,
        )
        make.team_ticket(place)

    def test_mail_goes_out_once_when_it_is_wanted(self, place):
        with clock.standing_at(MONDAY):
            self.given(place)
            hear()
            assert jobs.deliver(timestamp=0) == 1
            assert jobs.deliver(timestamp=0) == 0
        assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
        assert "/notices/" in mail.outbox[0].body and "新工单" in mail.outbox[0].subject
        assert Delivery.objects.get().state == "sent"

    def test_without_a_wish_nothing_leaves_the_desk(self, place):
        self.given(place, by_email=False)
        hear()
        assert Message.objects.exists() and not Delivery.objects.exists()

    def test_at_night_it_waits(self, place):
        with clock.standing_at(NIGHT):
            self.given(place)
            hear()
            assert jobs.deliver(timestamp=0) == 0
        with clock.standing_at(NIGHT + timedelta(hours=9)):
            assert jobs.deliver(timestamp=0) == 1

    def test_what_fails_is_tried_again_and_given_up_in_the_end(self, place, monkeypatch):
        def broken(_letter):
            raise OSError("no way")

        monkeypatch.setattr(
            senders, "_items", [Sender("email", "x", lambda wish: wish.email, broken)]
        )
        with clock.standing_at(MONDAY):
            self.given(place)
            hear()
        for day in range(6):
            with clock.standing_at(MONDAY + timedelta(days=day)):
                jobs.deliver(timestamp=0)
        kept = Delivery.objects.get()
        assert (kept.state, kept.tried, kept.fault) == ("failed", 5, "OSError")

    def test_an_address_that_was_taken_back_is_not_written_to(self, place):
        with clock.standing_at(MONDAY):
            self.given(place)
            hear()
            Preference.objects.update(by_email=False, email="")
            jobs.deliver(timestamp=0)
        assert mail.outbox == [] and Delivery.objects.get().fault == "no_address"


class TestPages:
    def test_the_bell_counts_and_opening_marks_as_read(self, place):
        ticket = make.team_ticket(place)
        hear()
        ada = at(place.ada)
        assert ada.get(url("count")).content == b"1"
        message = Message.objects.get(user=place.ada)
        assert url("open", message.pk) in text(ada.get(url("inbox")))
        answer = ada.get(url("open", message.pk))
        assert answer["Location"] == reverse("tickets:ticket", args=[ticket.pk])
        assert ada.get(url("count")).content == b""
        assert url("open", message.pk) not in text(ada.get(url("inbox")))
        assert url("open", message.pk) in text(ada.get(url("inbox"), {"read": "1"}))

    def test_all_are_read_at_once_and_only_ones_own(self, place):
        make.team_ticket(place)
        hear()
        assert at(place.ben).get(url("read_all")).status_code == 405
        at(place.ben).post(url("read_all"))
        assert Message.objects.get(user=place.ada).read_at is None
        at(place.ada).post(url("read_all"))
        assert Message.objects.get(user=place.ada).read_at is not None

    def test_filters_narrow_and_a_part_equals_its_page(self, place):
        make.team_ticket(place)
        hear()
        assert "New for your unit" in text(at(place.ada).get(url("inbox"), {"kind": "given"}))
        other = text(at(place.ada).get(url("inbox"), {"kind": "urged", "after": "x"}))
        assert "New for your unit:" not in other
        part = text(at(place.ada).get(url("inbox"), headers=HTMX))
        assert "<html" not in part and part in text(at(place.ada).get(url("inbox")))

    def test_a_stranger_gets_404(self, place):
        make.team_ticket(place)
        hear()
        message = Message.objects.get(user=place.ada)
        for who in (place.ben, place.dan):
            assert at(who).get(url("open", message.pk)).status_code == 404
        assert "New for your unit:" not in text(at(place.dan).get(url("inbox")))

    def test_wishes_are_kept_and_mail_needs_an_address(self, place):
        page = url("preferences")
        wrong = at(place.ada).post(page, QUIET | {"by_email": "on", "email": ""})
        assert 'id="id_email_error"' in text(wrong) and not Preference.objects.exists()
        at(place.ada).post(page, QUIET | {"by_email": "on", "email": "ada@example.org"})
        assert Preference.objects.get().email == "ada@example.org"
        assert "ada@example.org" in text(at(place.ada).get(page))
        assert "ada@example.org" not in text(at(place.ben).get(page))

    def test_whoever_has_not_signed_in_is_asked_to(self, client, place):
        for name in ("inbox", "count", "preferences", "wordings"):
            assert "login" in client.get(url(name))["Location"]


@pytest.mark.django_db(transaction=True)
def test_the_journal_brings_it(place):
    drain.prepare()
    ticket = make.team_ticket(place)
    drain.drain_all()
    assert Message.objects.filter(user=place.ada, ticket_id=ticket.pk).count() == 1
    assert Ticket.objects.get(pk=ticket.pk).state == "dispatched"
