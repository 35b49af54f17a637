"""Who is told what, once; how it leaves the desk; and pages of one's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from tests.cast import CLEO, person

from gewu.kernel import clock, drain
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices import actions as notices
from gewu.oversight.notices import jobs, queries
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
    wanted |= {"tickets.reopened", "tickets.doubted"}
    entries = JournalEntry.objects.filter(name__in=wanted & set(names)).order_by("id")
    tell_people([heard_from(entry) for entry in entries])


def told(kind: str = "") -> set[str]:
    rows = Message.objects.select_related("user").order_by("id")
    return {row.user.username for row in rows if not kind or row.kind == kind}


def remind(place: Any, moment: datetime) -> None:
    with clock.standing_at(moment):
        actions.remind_due(county_id=place.county.pk, now=moment, by=SYSTEM)


class TestWho:
    def test_a_step_that_is_over_meanwhile_is_not_brought_up(self, place):
        with clock.standing_at(MONDAY):
            ticket = make.team_ticket(place)
        remind(place, MONDAY + timedelta(hours=3))
        with clock.standing_at(MONDAY + timedelta(hours=3)):
            actions.sign(ticket=ticket, by=place.ada)
        hear()
        assert not Message.objects.filter(reason="unsigned").exists()

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

    def test_a_doubt_of_somebody_who_was_merged_comes_before_the_desk(self, place):
        master, mine = make.checking(place), make.report(item=None)
        actions.merge(ticket=mine, master=master, by=place.ben)
        actions.check(ticket=master, closing_met=True, by=place.carl)
        actions.doubt(ticket=mine, words="还是没修好", by=RESIDENT)
        hear()
        assert "ben" in told("approval") and "ada" not in told("approval")

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
        listed = text(at(place.root).get(url("wordings")))
        assert "Own" in listed and "To do: 370811" in listed and "{number}" not in listed
        chinese = text(at(place.root).get(url("wording", "given", "zh-hans")))
        assert "第一网格，路灯不亮，时限" in chinese  # as it reads, whoever looks
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

    def test_what_became_mine_is_a_small_list_until_it_is_opened(self, place):
        ticket, other = make.team_ticket(place), make.team_ticket(place)
        actions.urge(ticket=ticket, by=RESIDENT)  # told as well, but it was theirs before
        hear()
        ada, title = at(place.ada), ticket.text.title
        shown = text(ada.get(url("mine"), headers=HTMX))
        assert shown.count(title) == 2 and '<span class="tab-count">2</span>' in shown
        given = Message.objects.get(user=place.ada, kind="given", ticket_id=ticket.pk)
        ada.get(url("open", given.pk))
        shown = text(ada.get(url("mine"), headers=HTMX))
        assert url("open", given.pk) not in shown and shown.count(title) == 1
        Ticket.objects.filter(pk=other.pk).update(unit=place.team_2, area_path="9.")
        assert "Nothing new" in text(ada.get(url("mine"), headers=HTMX))

    def test_several_messages_about_one_ticket_are_one_line_and_read_together(self, place):
        ticket = make.returning(place)
        actions.refuse_return(ticket=ticket, words="属于你们", by=place.ben)
        actions.dispatch(ticket=make.report(), unit=place.team_1, by=place.ben)
        hear()
        first = Message.objects.filter(user=place.ben).order_by("id").first()
        again = Message.objects.get(pk=first.pk)
        again.pk, again.event_id = uuid7(), uuid7()
        again.save(force_insert=True)
        shown = text(at(place.ben).get(url("mine"), headers=HTMX))
        assert url("open", again.pk) in shown and url("open", first.pk) not in shown
        at(place.ben).get(url("open", again.pk))
        assert not Message.objects.filter(ticket_id=ticket.pk, user=place.ben, read_at=None)

    def test_the_small_list_is_ones_own_and_no_page(self, place):
        ticket = make.team_ticket(place)
        hear()
        for who in (place.dan, place.carl):
            assert ticket.text.title not in text(at(who).get(url("mine"), headers=HTMX))
        assert at(place.ada).get(url("mine"))["Location"] == url("inbox")
        assert url("mine") in text(at(place.ada).get("/desk/"))

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

    def test_what_is_wished_on_the_page_decides_where_and_when_mail_goes(self, place):
        """Quiet from three in the afternoon to five: what comes at four waits."""
        wish = {"by_email": "on", "email": "ada@example.org"}
        wish |= {"quiet_from": "15:00", "quiet_until": "17:00"}
        at(place.ada).post(url("preferences"), wish)
        for hour, sent in ((7, 0), (9, 1)):
            with clock.standing_at(MONDAY.replace(hour=hour, minute=30)):
                if not sent:
                    make.team_ticket(place)
                hear()
                assert jobs.deliver(timestamp=0) == sent
        assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
        at(place.ada).post(url("preferences"), wish | {"by_email": ""})
        with clock.standing_at(MONDAY.replace(hour=2)):
            make.team_ticket(place)
            hear()
            assert jobs.deliver(timestamp=0) == 0

    def test_older_ones_follow_on_the_next_page(self, place, monkeypatch):
        monkeypatch.setattr(queries, "PAGE", 1)
        first, second = make.team_ticket(place), make.team_ticket(place)
        hear()
        newest = at(place.ada).get(url("inbox"))
        assert second.shown_number in text(newest) and first.shown_number not in text(newest)
        after = Message.objects.filter(user=place.ada).order_by("id").last()
        older = text(at(place.ada).get(url("inbox"), {"after": after.pk}))
        assert first.shown_number in older and second.shown_number not in older

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
