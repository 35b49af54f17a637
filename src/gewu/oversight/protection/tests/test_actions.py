"""What residents ask and what the desk answers: done, refused, announced, twice harmless."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import CLEO

from gewu.ground.residents.actions import keep_contact, read_contact
from gewu.ground.residents.models import Contact
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import Attachment, AuditRecord, JournalEntry
from gewu.kernel.states import IllegalMove
from gewu.oversight.protection import actions, jobs, policies, queries, states
from gewu.oversight.protection.models import DataRequest, DataStep, DataTerms
from gewu.oversight.protection.tests.conftest import OTHER, session_for
from gewu.work.tickets.models import Note, Ticket, TicketPhoto, TicketText
from gewu.work.tickets.queries.history import timeline
from gewu.work.tickets.tests import factories

pytestmark = pytest.mark.django_db
Kind = DataRequest.Kind
SAID = "三号楼前垃圾桶满了两天没人清"


def asked(session, kind=Kind.EXPLAIN, words="为什么派给环卫？", **more):
    return actions.ask(session=session, kind=kind, words=words, by=RESIDENT, **more)


def verbs(request):
    return [step.verb for step in DataStep.objects.filter(request=request).order_by("id")]


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


class TestAsk:
    def test_it_has_a_date_and_its_words_are_sealed(self, place, session):
        request = asked(session)
        step = DataStep.objects.get(request=request)
        assert (request.state, verbs(request)) == (states.OPEN, ["ask"])
        assert "为什么".encode() not in bytes(step.sealed_words)
        assert queries.requests_of(session).get() == request
        today = timezone.localdate()
        assert today + timedelta(14) < request.due_on < today + timedelta(60)
        assert str(request.pk) in str(request) and str(request.pk) in str(step)

    def test_the_audit_knows_that_it_was_asked_and_never_what(self, place, session):
        asked(session)
        record = AuditRecord.objects.get(name="protection.asked")
        assert set(record.payload) == {"request_id", "kind"}

    def test_the_same_command_makes_one(self, place, session):
        command = uuid4()
        assert asked(session, command=command) == asked(session, command=command)
        assert DataRequest.objects.count() == 1

    def test_a_command_of_another_number_opens_nothing(self, place, session):
        command = uuid4()
        asked(session, command=command)
        with pytest.raises(Refusal):
            asked(session_for(OTHER), command=command)

    @pytest.mark.parametrize(
        ("changed", "field"), [({"words": " "}, "words"), ({"kind": Kind.DELETE}, "kind")]
    )
    def test_what_cannot_be_is_refused_at_its_field(self, place, session, changed, field):
        with pytest.raises(Refusal) as refused:
            asked(session, **changed)
        assert refused.value.field == field
        assert not DataRequest.objects.exists()


class TestCopy:
    def test_it_is_on_record_once(self, place, session):
        command = uuid4()
        for _ in range(2):
            taken = actions.take_copy(session=session, command=command, by=RESIDENT)
        assert (taken.state, verbs(taken)) == (states.DONE, ["ask", "fulfil"])

    def test_everything_is_in_it(self, place, session):
        ticket = factories.closed(place)
        contact = keep_contact(**CLEO, purpose="tickets", by=RESIDENT)
        Ticket.objects.filter(pk=ticket.pk).update(contact=contact)
        read_contact(contact=contact, reason="回电问楼号", by=place.ben)
        request = asked(session)
        actions.answer(request=request, words="按事项清单派单。", by=place.pia)
        taken = actions.take_copy(session=session, by=RESIDENT)
        copy = queries.copy_of(queries.held_by(session), taken, clock.now())
        written = queries.as_json(copy).decode()
        for each in (ticket.number, SAID, CLEO["name"], CLEO["phone"], "回电问楼号", "按事项清单"):
            assert each in written
        assert "已联系志愿者上门" in written, "what was said to the reporter"
        for user in place.people.values():
            assert user.name_zh not in written
        assert set(copy) == {
            *("format", "version", "copy", "made_at", "mark", "phone"),
            *("requests", "contacts", "people", "readings", "asked"),
        }

    @pytest.mark.parametrize("english", [True, False])
    def test_it_can_be_printed_and_carries_its_mark(self, place, session, english):
        factories.report(**CLEO)
        taken = actions.take_copy(session=session, by=RESIDENT)
        copy = queries.copy_of(queries.held_by(session), taken, clock.now())
        assert str(taken.pk)[-12:] in copy["mark"]
        assert queries.as_pdf(copy, english=english).startswith(b"%PDF")


class TestCorrectName:
    def test_at_once(self, place, session):
        contact = factories.report(**CLEO).contact
        command = uuid4()
        for _ in range(2):
            done = actions.correct_name(
                session=session, contact=contact, name=" 柯 丽 ", command=command, by=RESIDENT
            )
        assert done.state == states.DONE
        assert queries.held_by(session).contacts[0].opened.name == "柯 丽"
        assert DataRequest.objects.count() == 1

    def test_no_name_at_all(self, place, session):
        contact = factories.report(**CLEO).contact
        actions.correct_name(session=session, contact=contact, name="", by=RESIDENT)
        assert queries.held_by(session).contacts[0].opened.name == ""

    def test_nobody_elses(self, place, session):
        other = factories.report(name="别人", phone=OTHER).contact
        with pytest.raises(Refusal):
            actions.correct_name(session=session, contact=other, name="我", by=RESIDENT)
        assert not DataRequest.objects.exists()


class TestDelete:
    def ended(self, place):
        ticket = factories.closed(place)
        contact = keep_contact(**CLEO, purpose="tickets", by=RESIDENT)
        Ticket.objects.filter(pk=ticket.pk).update(contact=contact)
        return now(ticket)

    def test_words_photos_name_and_phone_are_gone(self, place, session):
        ticket = self.ended(place)
        photo = TicketPhoto.objects.filter(ticket=ticket).first().attachment
        request = actions.ask_deletion(session=session, by=RESIDENT)
        assert (request.state, verbs(request)) == (states.DONE, ["ask", "fulfil"])
        assert not Contact.objects.filter(erased_at=None).exists()
        assert not TicketText.objects.filter(words__contains="垃圾桶").exists()
        assert not TicketPhoto.objects.filter(ticket=ticket).exists()
        assert not Attachment.objects.filter(pk=photo.pk).exists()
        assert not Note.objects.filter(words__contains="志愿者").exists()
        held = queries.held_by(session)
        assert (held.tickets, held.contacts, held.looks) == ([], [], [])
        assert timeline(now(ticket))[-1].move.verb == "shred"
        assert timeline(now(ticket))[-1].move.by_kind == "resident"

    def test_twice_is_once(self, place, session):
        self.ended(place)
        command = uuid4()
        one = actions.ask_deletion(session=session, command=command, by=RESIDENT)
        assert actions.ask_deletion(session=session, command=command, by=RESIDENT) == one
        assert actions.ask_deletion(session=session, by=RESIDENT).state == states.DONE

    def test_one_request_leaves_the_others(self, place, session):
        ticket, other = self.ended(place), factories.report(**CLEO)
        actions.ask_deletion(session=session, ticket=ticket, by=RESIDENT)
        assert now(ticket).is_emptied
        assert [each.pk for each in queries.held_by(session).tickets] == [other.pk]
        assert now(other.contact).restricted_at is None

    def test_a_contact_without_a_request_goes_with_everything(self, place, session):
        contact = keep_contact(**CLEO, purpose="tickets", by=RESIDENT)
        actions.ask_deletion(session=session, by=RESIDENT)
        assert now(contact).erased_at

    def test_nobody_elses_is_touched(self, place, session):
        other = factories.report(name="别人", phone=OTHER)
        factories.report(**CLEO)
        actions.ask_deletion(session=session, by=RESIDENT)
        assert now(other.contact).restricted_at is None
        assert not now(other).is_emptied

    def test_what_is_worked_on_is_locked_away_and_goes_when_it_is_closed(
        self, place, session, english
    ):
        ticket = factories.report(**CLEO)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        assert request.state == states.RESTRICTED
        line = queries.lines_of([request], timezone.localdate(), told=True)[0]
        assert "still being worked on" in line.answers[0].words
        with pytest.raises(Refusal) as refused:
            read_contact(contact=ticket.contact, reason="回电", by=place.ben)
        assert refused.value.code == "restricted"
        jobs.fulfil_restricted(0)
        assert now(request).state == states.RESTRICTED, "it is still open"
        close(place, ticket)
        jobs.fulfil_restricted(0)
        assert now(request).state == states.DONE
        assert now(ticket).is_emptied
        assert not Contact.objects.filter(erased_at=None).exists()

    def test_one_that_is_worked_on_goes_when_it_is_closed(self, place, session):
        ticket, other = factories.report(**CLEO), factories.report(**CLEO)
        request = actions.ask_deletion(session=session, ticket=ticket, by=RESIDENT)
        assert now(other).contact.restricted_at is None
        close(place, ticket)
        jobs.fulfil_restricted(0)
        assert now(request).state == states.DONE
        assert [each.pk for each in queries.held_by(session).tickets] == [other.pk]

    def test_what_comes_after_the_wish_is_not_touched_by_it(self, place, session):
        ticket = factories.report(**CLEO)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        later = factories.report(**CLEO)
        close(place, ticket)
        jobs.fulfil_restricted(0)
        assert now(request).state == states.DONE
        assert now(later).contact.erased_at is None and now(later).contact.restricted_at is None
        assert not now(later).is_emptied

    def test_what_somebody_applied_for_is_decided_first(self, place, session):
        ticket = self.ended(place)
        Ticket.objects.filter(pk=ticket.pk).update(pending="appeal:asked")
        assert actions.ask_deletion(session=session, by=RESIDENT).state == states.RESTRICTED

    def test_an_open_one_without_a_contact_left_is_restricted_all_the_same(self, place, session):
        ticket = factories.report(**CLEO)
        request = actions.ask_deletion(session=session, ticket=ticket, by=RESIDENT)
        assert [each.pk for each in queries.contacts_about(request)] == [ticket.contact_id]

    def test_words_of_earlier_requests_go_too(self, place, session):
        actions.answer(request=asked(session), words="见说明。", by=place.pia)
        waiting = asked(session, words="还想问一句")
        actions.ask_deletion(session=session, by=RESIDENT)
        left = DataStep.objects.exclude(sealed_words=None).order_by("id")
        assert [step.request_id for step in left] == [waiting.pk]


def test_what_waited_for_an_answer_is_forgotten_a_month_after_it(place, session):
    waiting = asked(session, words="还想问一句")
    actions.ask_deletion(session=session, by=RESIDENT)
    later = asked(session, words="删除以后的问题")
    for request in (waiting, later):
        actions.answer(request=request, words="见说明。", by=place.pia)
    jobs.fulfil_restricted(0)
    assert DataStep.objects.filter(request=waiting).exclude(sealed_words=None).count() == 2
    with clock.standing_at(clock.now() + timedelta(days=31)):
        jobs.fulfil_restricted(0)
    left = DataStep.objects.exclude(sealed_words=None).order_by("id")
    assert {step.request_id for step in left} == {later.pk}


def close(place, ticket):
    """Let the ticket end by the shortest way."""
    from_state = now(ticket)
    Ticket.objects.filter(pk=from_state.pk).update(
        state="closed", closed_at=clock.now(), checked_at=clock.now()
    )


class TestWithdraw:
    def test_a_lock_is_opened_again(self, place, session):
        ticket = factories.report(**CLEO)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        for _ in range(2):
            actions.withdraw(request=request, session=session, by=RESIDENT)
        assert now(request).state == states.WITHDRAWN
        assert read_contact(contact=ticket.contact, reason="回电", by=place.ben).name

    def test_a_question_is_taken_back_once(self, place, session):
        request, command = asked(session), uuid4()
        for _ in range(2):
            actions.withdraw(request=request, session=session, command=command, by=RESIDENT)
        assert verbs(request) == ["ask", "withdraw"]

    def test_nobody_elses(self, place, session):
        with pytest.raises(Refusal):
            actions.withdraw(request=asked(session), session=session_for(OTHER), by=RESIDENT)

    def test_what_is_answered_stays(self, place, session):
        request = asked(session)
        actions.answer(request=request, words="见说明。", by=place.pia)
        with pytest.raises(IllegalMove):
            actions.withdraw(request=request, session=session, by=RESIDENT)


class TestTheDesk:
    @pytest.mark.parametrize(
        ("verb", "state"),
        [("answer", states.ANSWERED), ("refuse_request", states.REFUSED)],
    )
    def test_it_decides_with_words(self, place, session, verb, state):
        request, command = asked(session), uuid4()
        for _ in range(2):
            getattr(actions, verb)(request=request, words="说明", command=command, by=place.pia)
        assert now(request).state == state
        assert len(verbs(request)) == 2
        assert JournalEntry.objects.filter(name="protection.moved").count() == 1

    @pytest.mark.parametrize("verb", ["answer", "refuse_request", "extend"])
    def test_words_are_needed(self, place, session, verb):
        with pytest.raises(Refusal) as refused:
            getattr(actions, verb)(request=asked(session), words=" ", by=place.pia)
        assert refused.value.field == "words"

    @pytest.mark.parametrize("who", ["ada", "ben", "carl", "eve", "hana", "root"])
    def test_nobody_else_decides(self, place, session, who):
        request, other = asked(session), getattr(place, who)
        for verb in (actions.answer, actions.refuse_request, actions.extend):
            with pytest.raises(Refusal):
                verb(request=request, words="说明", by=other)
        with pytest.raises(Refusal):
            actions.note_reading(request=request, by=other)
        with pytest.raises(Refusal):
            actions.change_terms(days=1, more_days=1, shows_names=True, by=other)
        assert not policies.may_protect(other)

    def test_time_is_taken_once(self, place, session):
        request, command = asked(session), uuid4()
        first = request.due_on
        for _ in range(2):
            extended = actions.extend(
                request=request, words="要查档案", command=command, by=place.pia
            )
        assert (extended.first_due_on, extended.state) == (first, states.OPEN)
        assert extended.due_on > first
        with pytest.raises(IllegalMove):
            actions.extend(request=request, words="再等等", by=place.pia)

    def test_reading_is_on_record_once_a_day(self, place, session):
        request = asked(session)
        for day in (0, 0, 1):
            with clock.standing_at(clock.now() + timedelta(days=day)):
                actions.note_reading(request=request, by=place.pia)
        assert verbs(request) == ["ask", "read", "read"]
        assert len(queries.held_by(session).looks) == 2

    def test_reminded_once_near_the_day_and_once_past_it(self, place, session):
        request = asked(session)
        noon = clock.now()
        assert actions.remind_due(by=SYSTEM) == 0
        for days in (0, 0, 1):
            with clock.standing_at(
                noon + (request.due_on - timezone.localdate()) + timedelta(days)
            ):
                jobs.remind_due(0)
        levels = [e.payload["level"] for e in JournalEntry.objects.filter(name="protection.due")]
        assert sorted(levels) == ["late", "soon"]

    def test_terms_hold_from_now_on(self, place, session):
        before = asked(session).due_on
        actions.change_terms(days=1, more_days=2, shows_names=True, by=place.pia)
        assert asked(session).due_on < before
        contact = factories.report(**CLEO).contact
        read_contact(contact=contact, reason="回电", by=place.ben)
        assert place.ben.shown_name in queries.held_by(session).looks[0].who
        assert str(DataTerms.objects.get()) == str(place.county.pk)

    @pytest.mark.parametrize("field", ["days", "more_days"])
    def test_terms_have_limits(self, place, field):
        said = {"days": 5, "more_days": 5, field: 0}
        with pytest.raises(Refusal) as refused:
            actions.change_terms(**said, shows_names=False, by=place.pia)
        assert refused.value.field == field


class TestLooks:
    def test_whoever_left_and_the_system_are_said_as_such(self, place, session, english):
        contact = factories.report(**CLEO).contact
        read_contact(contact=contact, reason="核对", by=SYSTEM)
        with clock.standing_at(clock.now()):
            read_contact(contact=contact, reason="回电", by=place.ben)
        place_of = {look.reason: look.who for look in queries.held_by(session).looks}
        assert place_of["核对"] == "The system itself"
        assert "Dispatcher" in place_of["回电"]
        later = queries.held_by(session)
        assert later.phone == "138******01"


class TestConstraints:
    def test_what_is_decided_says_when(self, place, session):
        request = asked(session)
        with pytest.raises(IntegrityError, match="says_when"), transaction.atomic():
            DataRequest.objects.filter(pk=request.pk).update(state=states.DONE)

    def test_an_answer_takes_some_days(self, place):
        with pytest.raises(IntegrityError, match="takes_some_days"), transaction.atomic():
            DataTerms.objects.create(county_id=place.county.pk, days=0, shows_names=False)


def test_everything_that_points_at_a_contact_is_reached():
    """A new model that holds a resident's contact must be shown, copied and deleted here, too."""
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Contact
    }
    assert pointing == {"residents.ContactAccess", "tickets.Ticket"}
