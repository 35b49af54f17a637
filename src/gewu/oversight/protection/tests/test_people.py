"""People of a number: what they read, take back and delete; what their guardians do for them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone
from tests.cast import CLEO, Town

from gewu.ground.residents.actions import (
    ask_code,
    ask_for_child,
    decide_child_request,
    open_person,
    open_urgently,
    write_part,
)
from gewu.ground.residents.hooks import CodeSender, code_senders
from gewu.ground.residents.models import Person, PersonAccess, PersonPart
from gewu.ground.residents.queries import standing_consent
from gewu.ground.residents.tests import people
from gewu.ground.staffing.actions import add_post, appoint
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.oversight.protection import actions, queries, states
from gewu.oversight.protection.tests.conftest import OTHER, session_for
from gewu.work.tickets.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def purpose(place: Town):
    return people.purpose(fields="name phone birth_date")


@pytest.fixture
def wang(place: Town, purpose):
    """Wang lives in Ada's grid and has Cleo's number."""
    return people.resident(place, purpose)


@pytest.fixture
def child(place: Town, purpose, wang):
    return people.child_of(place, purpose, wang)


def held(session):
    return actions.read_own(session=session, by=RESIDENT)


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


class TestReading:
    def test_what_is_held_why_and_until_when(self, wang, purpose, session):
        [mine] = held(session).people
        [part] = mine.parts
        assert (mine.name, mine.room, mine.is_child) == ("王小明", "1203", False)
        assert ("王小明" in str(part.values), part.purpose.pk) == (True, purpose.pk)
        assert part.until > timezone.localdate()
        assert part.basis
        assert part.consent is not None

    def test_the_own_reading_is_on_record_and_not_among_those_who_looked(self, wang, session):
        assert held(session).looks == []
        assert PersonAccess.objects.get().kind == "own"

    def test_who_looked_and_an_emergency_stands_out(self, place, wang, session):
        open_person(person=wang, reason="上门前核对", by=place.ada)
        open_urgently(person=wang, reason="闻到煤气味，敲门无人应", by=place.dan)
        found = held(session)
        assert {look.reason for look in found.looks} == {"上门前核对", "闻到煤气味，敲门无人应"}
        [urgent] = found.urgent
        assert place.team_3.name in urgent.who
        assert place.dan.shown_name not in urgent.who

    def test_who_holds_several_posts_is_shown_in_the_one_that_read(self, place, wang, session):
        post = add_post(unit=place.team_3, role="worker", full_time=False, by=SYSTEM)
        appoint(post=post, user=place.ada, by=SYSTEM)
        open_person(person=wang, reason="上门前核对", by=place.ada)
        [look] = held(session).looks
        assert place.team_1.name in look.who and place.team_3.name not in look.who

    def test_a_number_of_two_grown_ups_shows_neither(self, place, wang, purpose, session):
        people.resident(place, purpose, {"name": "李四", "phone": CLEO["phone"]})
        found = held(session)
        assert (found.people, found.is_shared, found.is_empty) == ([], True, False)
        with pytest.raises(Http404):
            queries.own_person(bytes(session.phone_index), wang.pk)

    def test_another_number_reads_nothing(self, wang, place):
        other = session_for(OTHER)
        assert held(other).is_empty
        with pytest.raises(Http404):
            queries.own_person(bytes(other.phone_index), wang.pk)

    def test_the_copy_has_it_too(self, place, wang, child, session):
        ask = ask_for_child(child=child, reason="疫苗通知", by=place.ada)
        decide_child_request(request=ask, is_approved=True, by=people.leader(place))
        ask_for_child(child=child, reason="再问一次", by=place.ada)
        taken = actions.take_copy(session=session, by=RESIDENT)
        found = actions.read_own(session=session, as_file=True, by=RESIDENT)
        copy = queries.copy_of(found, taken, clock.now())
        assert [each["name"] for each in copy["people"]] == ["王小明", "王小小"]
        assert copy["people"][1]["approvals"][1]["approved"] is True
        assert copy["people"][0]["consents"][0]["notice"] == "我们这样处理"
        assert queries.as_pdf(copy, english=False).startswith(b"%PDF")
        assert queries.as_pdf(copy, english=True).startswith(b"%PDF")


class TestGuardian:
    def test_the_guardian_reads_and_acts_for_the_child(self, wang, child, purpose, session):
        assert [each.name for each in held(session).people] == ["王小明", "王小小"]
        actions.take_back(session=session, person=child, purpose=purpose, by=RESIDENT)
        assert not PersonPart.objects.filter(person=child).exists()
        assert standing_consent(wang, purpose) is not None

    def test_it_ends_by_itself_on_the_fourteenth_birthday(self, wang, child, purpose, session):
        birthday = child.child_until
        with time_machine.travel(birthday - timedelta(days=1)):
            assert len(held(session_for()).people) == 2
        with time_machine.travel(birthday + timedelta(days=1)):
            again = session_for()
            assert [each.name for each in held(again).people] == ["王小明"]
            with pytest.raises(Refusal):
                actions.take_back(session=again, person=child, purpose=purpose, by=RESIDENT)

    def test_a_childs_own_number_opens_nothing(self, place, wang, child, purpose):
        write_part(
            person=child, purpose=purpose, values={"phone": OTHER}, partly=True, by=place.ada
        )
        assert held(session_for(OTHER)).is_empty

    def test_whoever_asked_and_what_was_said_is_told(self, place, wang, child, session):
        ask_for_child(child=child, reason="疫苗通知", by=place.ada)
        [_own, shown] = held(session).people
        assert [each.reason for each in shown.approvals] == ["疫苗通知"]

    def test_the_child_of_others_is_nobody(self, place, purpose, wang, child):
        zhang = people.resident(place, purpose, {"name": "张三", "phone": OTHER})
        other = session_for(OTHER)
        assert [each.person.pk for each in held(other).people] == [zhang.pk]
        for person in (wang, child):
            with pytest.raises(Refusal):
                actions.take_back(session=other, person=person, purpose=purpose, by=RESIDENT)
            with pytest.raises(Refusal):
                actions.correct_person(session=other, person=person, name="甲", by=RESIDENT)


class TestTakeBack:
    def test_what_rests_on_it_is_erased_at_once_and_twice_is_once(self, wang, purpose, session):
        for _ in range(2):
            actions.take_back(session=session, person=wang, purpose=purpose, by=RESIDENT)
            # Without a number on record the holder is nobody any more.
            if Person.objects.filter(phone_index=None, pk=wang.pk).exists():
                break
        assert not PersonPart.objects.exists()

    def test_one_purpose_leaves_the_others(self, place, wang, purpose, session):
        care = people.purpose("care", "name needs")
        from_paper = people.PAPER
        people.actions.record_consent(person=wang, purpose=care, told=from_paper, by=place.ada)
        write_part(
            person=wang, purpose=care, values={"name": "王小明", "needs": "陪聊"}, by=place.ada
        )
        for _ in range(2):
            actions.take_back(session=session, person=wang, purpose=care, by=RESIDENT)
        assert [part.purpose_id for part in PersonPart.objects.all()] == [purpose.pk]
        assert len(held(session).people[0].consents) == 1

    def test_during_a_visit_nothing_is_written_back(self, place, wang, purpose, session):
        seen = PersonPart.objects.get(person=wang).version
        actions.take_back(session=session, person=wang, purpose=purpose, by=RESIDENT)
        with pytest.raises(Refusal) as refused:
            write_part(
                person=wang,
                purpose=purpose,
                values={"name": "王小明"},
                seen=seen,
                by=place.ada,
            )
        assert refused.value.code == "withdrawn_meanwhile"
        assert not PersonPart.objects.exists()


class TestCorrect:
    def test_the_name_everywhere_at_once(self, wang, session):
        command = uuid4()
        for _ in range(2):
            done = actions.correct_person(
                session=session, person=wang, name="王晓明", command=command, by=RESIDENT
            )
        assert done.state == states.DONE
        assert held(session).people[0].name == "王晓明"

    def test_a_name_is_needed(self, wang, session):
        with pytest.raises(Refusal) as refused:
            actions.correct_person(session=session, person=wang, name=" ", by=RESIDENT)
        assert refused.value.field == "name"

    def test_where_no_name_is_held_nothing_is_written(self, place, wang, purpose, session):
        write_part(person=wang, purpose=purpose, values={"phone": CLEO["phone"]}, by=place.ada)
        done = actions.correct_person(session=session, person=wang, name="王晓明", by=RESIDENT)
        assert done.state == states.DONE
        assert PersonPart.objects.get().held == ["phone"]


class TestNumber:
    @pytest.fixture(autouse=True)
    def _codes(self, monkeypatch):
        monkeypatch.setattr(code_senders, "_items", [CodeSender("test", lambda *_said: None)])

    def changed(self, session, code=None):
        asked = ask_code(phone=OTHER, address="10.0.0.1", session=session, by=RESIDENT)
        given = code or asked.code
        return actions.change_number(
            session=session, challenge=asked.challenge, code=given, by=RESIDENT
        )

    def test_the_own_record_and_earlier_requests_follow(self, wang, session):
        actions.take_copy(session=session, by=RESIDENT)
        actions.ask_deletion(session=session_for("13700000007"), by=RESIDENT)
        assert self.changed(session).phone == OTHER
        again = session_for(OTHER)
        assert held(again).people[0].name == "王小明"
        assert queries.requests_of(again).count() == 2

    def test_nobody_on_record_only_contacts_move(self, place, session):
        ticket = factories.report(**CLEO)
        self.changed(session)
        assert [each.pk for each in queries.held_by(session_for(OTHER)).tickets] == [ticket.pk]

    def test_a_record_without_a_number_in_it_is_left_alone(self, place, wang, purpose, session):
        care = people.purpose("care", "name needs")
        people.actions.record_consent(person=wang, purpose=care, told=people.PAPER, by=place.ada)
        write_part(person=wang, purpose=care, values={"name": "王小明"}, by=place.ada)
        self.changed(session)
        assert {part.version for part in PersonPart.objects.filter(purpose=care)} == {1}

    def test_a_wrong_code_changes_nothing(self, wang, session):
        entered = self.changed(session, "x")
        assert (entered.phone, bool(entered.fault)) == ("", True)
        assert held(session).people


class TestDelete:
    def test_everything_goes_with_the_consent(self, wang, child, session):
        request = actions.ask_deletion(session=session, by=RESIDENT)
        assert request.state == states.DONE
        assert not PersonPart.objects.exists()
        assert now(wang).erased_at and now(child).erased_at
        assert held(session).is_empty

    def test_what_a_law_holds_goes_to_the_desk(self, place, wang, session, english):
        self.held_by_law(place, wang)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        assert request.state == states.OPEN
        [line] = queries.lines_of([request], timezone.localdate(), told=True)
        assert "《人民防空法》" in line.answers[0].words
        assert [part.purpose.code for part in PersonPart.objects.select_related("purpose")] == [
            "shelter"
        ]

    def test_the_desk_deletes_what_is_left(self, place, wang, session):
        self.held_by_law(place, wang)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        command = uuid4()
        for _ in range(2):
            done = actions.carry_out(request=request, command=command, by=place.pia)
        assert done.state == states.DONE
        assert now(wang).erased_at

    def test_nobody_else_does_and_not_where_nothing_is_left(self, place, wang, session):
        request = actions.ask(session=session, kind="explain", words="为什么", by=RESIDENT)
        with pytest.raises(Refusal):
            actions.carry_out(request=request, by=place.ada)
        self.held_by_law(place, wang)
        asked = actions.ask_deletion(session=session, by=RESIDENT)
        actions.carry_out(request=asked, by=place.pia)
        again = actions.ask(session=session, kind="object", words="还有吗", by=RESIDENT)
        with pytest.raises(Refusal) as refused:
            actions.carry_out(request=again, by=place.pia)
        assert refused.value.code == "nothing_left"

    def test_a_refusal_keeps_what_was_locked_away_going(self, place, wang, session):
        self.held_by_law(place, wang)
        factories.report(**CLEO)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        assert request.state == states.OPEN
        actions.refuse_request(request=request, words="依法保存", by=place.pia)
        assert now(request).state == states.RESTRICTED

    def test_carried_out_while_a_case_is_open_it_waits_for_it(self, place, wang, session):
        self.held_by_law(place, wang)
        factories.report(**CLEO)
        request = actions.ask_deletion(session=session, by=RESIDENT)
        assert actions.carry_out(request=request, by=place.pia).state == states.RESTRICTED

    def held_by_law(self, place, wang):
        law = people.purpose("shelter", "name phone", basis="duty", authority="《人民防空法》")
        write_part(
            person=wang,
            purpose=law,
            values={"name": "王小明", "phone": CLEO["phone"]},
            by=place.ada,
        )


class TestGive:
    def test_in_the_version_that_was_read_apart_to_what_is_sensitive_and_once(
        self, place, wang, session
    ):
        care = people.purpose("care", "name health")

        def give(seen=1, apart=True, by=session):
            said = {"person": wang, "purpose": care, "seen": seen, "apart": apart}
            return actions.give(session=by, **said, by=RESIDENT)

        assert people.code_of(lambda: give(seen=0)) == "notice_changed"
        assert people.code_of(lambda: give(apart=False)) == "not_apart"
        assert people.code_of(lambda: give(by=session_for(OTHER))) == "not_allowed"
        assert give() == give()
        assert standing_consent(wang, care).how == "online"
