"""Codes on the phone of a resident: sent to anybody, entered once, limited in every direction."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import CLEO

from gewu.ground.residents import actions, plugs, queries
from gewu.ground.residents.hooks import CodeSender, code_senders
from gewu.ground.residents.models import ResidentSession, SignInCode
from gewu.ground.residents.queries.sign_ins import digest_of
from gewu.ground.residents.rules import sign_ins as rules
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.retention import kind_named

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HERE, THERE = "10.0.0.1", "10.0.0.2"


class Phone:
    """Where the messages arrive."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []

    def send(self, phone: str, words: str) -> None:
        self.got.append((phone, words))


@pytest.fixture
def phone(monkeypatch, english):
    arrived = Phone()
    monkeypatch.setattr(code_senders, "_items", [CodeSender("test", arrived.send)])
    return arrived


def ask(at=NOW, phone=CLEO["phone"], address=HERE, **more):
    with clock.standing_at(at):
        return actions.ask_code(phone=phone, address=address, by=RESIDENT, **more)


def enter(asked, code=None, at=NOW):
    with clock.standing_at(at):
        return actions.enter_code(
            challenge=asked.challenge, code=asked.code if code is None else code, by=RESIDENT
        )


def wrong(asked):
    return f"{(int(asked.code) + 1) % 10**6:06}"


@pytest.mark.parametrize(
    ("phone", "fine"),
    [("13800000001", True), ("+85261234567", True), ("05372212345", False), ("", False)],
)
def test_a_code_goes_to_a_mobile_number(phone, fine):
    assert (rules.mobile_fault(phone) == "") is fine


def test_a_limit_says_how_long_to_wait():
    limit = rules.Limit(2, timedelta(minutes=10))
    first, second = NOW - timedelta(minutes=9), NOW - timedelta(minutes=1)
    assert rules.seconds_to_wait(limit, [second], NOW) == 0
    assert rules.seconds_to_wait(limit, [first, second], NOW) == 60
    assert rules.seconds_to_wait(limit, [first, second], NOW + timedelta(seconds=60)) == 0


@pytest.mark.parametrize(
    ("began", "last", "over"), [(0, 0, False), (31, 31, True), (721, 0, True), (60, 29, False)]
)
def test_a_session_ends_by_itself(began, last, over):
    moments = {
        "began_at": NOW - timedelta(minutes=began),
        "last_at": NOW - timedelta(minutes=last),
    }
    assert rules.is_over(**moments, now=NOW) is over


@pytest.mark.django_db
class TestAsking:
    def test_it_is_sent_after_the_commit_and_stored_nowhere(
        self, town, phone, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            asked = ask(phone="+86 138-0000-0001")
            assert phone.got == []
        assert phone.got[0][0] == CLEO["phone"]
        assert asked.code in phone.got[0][1]
        row = SignInCode.objects.get()
        held = b"".join(bytes(getattr(row, name)) for name in ("digest", "sealed_phone"))
        assert asked.code.encode() not in held
        assert CLEO["phone"].encode() not in held
        assert HERE.encode() not in bytes(row.address_index)
        assert str(row) == str(row.pk)

    def test_a_sender_that_fails_breaks_no_page(
        self, town, monkeypatch, django_capture_on_commit_callbacks
    ):
        def broken(_phone, _words):
            raise OSError

        monkeypatch.setattr(code_senders, "_items", [CodeSender("broken", broken)])
        with django_capture_on_commit_callbacks(execute=True):
            assert ask().code

    def test_known_and_unknown_numbers_are_treated_alike(self, town, phone):
        actions.keep_contact(**CLEO, purpose="tickets.follow", by=RESIDENT)
        for number in (CLEO["phone"], "13900000009"):
            assert enter(ask(phone=number)).token

    def test_only_to_what_can_take_a_message(self, town, phone):
        with pytest.raises(Refusal) as refused:
            ask(phone="0537-2212345")
        assert (refused.value.code, refused.value.field) == ("bad_phone", "phone")

    def test_without_a_way_to_send_it_is_refused(self, town, monkeypatch):
        monkeypatch.setattr(code_senders, "_items", [])
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.code == "no_sender"

    def test_one_a_minute_for_a_number(self, town, phone):
        ask()
        with pytest.raises(actions.TooOften) as refused:
            ask(at=NOW + timedelta(seconds=20), address=THERE)
        assert refused.value.seconds == 40
        ask(at=NOW + timedelta(seconds=60), address=THERE)

    def test_one_address_does_not_use_up_what_a_number_may_ask(self, town, phone):
        for minute in range(3):
            ask(at=NOW + timedelta(minutes=minute))
        later = NOW + timedelta(minutes=5)
        with pytest.raises(actions.TooOften):
            ask(at=later)
        assert ask(at=later, address=THERE).code

    def test_an_address_asks_for_few_numbers(self, town, phone, monkeypatch):
        monkeypatch.setattr(rules, "PER_ADDRESS", (rules.Limit(2, timedelta(hours=1)),))
        for last in range(2):
            ask(phone=f"1380000000{last}")
        with pytest.raises(actions.TooOften):
            ask(phone="13800000009")
        assert ask(phone="13800000009", address=THERE).code


@pytest.mark.django_db
class TestEntering:
    def test_it_opens_a_session_that_holds_no_number_in_the_clear(self, town, phone):
        entered = enter(ask())
        session = queries.session_of(entered.token, NOW)
        assert actions.phone_of(session) == CLEO["phone"] == entered.phone
        assert entered.token.encode() not in bytes(session.digest)
        assert CLEO["phone"].encode() not in bytes(session.sealed_phone)
        assert str(session) == str(session.pk)

    def test_a_replayed_code_is_refused(self, town, phone):
        asked = ask()
        assert enter(asked).token
        again = enter(asked)
        assert (again.token, "used already" in again.fault) == ("", True)
        assert ResidentSession.objects.count() == 1

    def test_after_five_minutes_it_is_too_old(self, town, phone):
        asked = ask()
        assert queries.is_open_challenge(asked.challenge, NOW)
        late = NOW + rules.LIFE
        assert "older than five minutes" in enter(asked, at=late).fault
        assert not queries.is_open_challenge(asked.challenge, late)

    def test_five_tries_and_no_more(self, town, phone):
        asked = ask()
        faults = [enter(asked, wrong(asked)).fault for _ in range(5)]
        assert "Tries left: 4" in faults[0]
        assert "tried too often" in faults[-1]
        right = enter(asked)
        assert (right.token, "tried too often" in right.fault) == ("", True)

    def test_a_code_opens_only_what_it_was_asked_for(self, town, phone):
        one, two = ask(), ask(phone="13900000009")
        assert one.code == two.code or not enter(two, one.code).token

    def test_an_unknown_question_sounds_like_a_used_one(self, town, phone):
        entered = actions.enter_code(challenge=uuid4(), code="123456", by=RESIDENT)
        assert "used already" in entered.fault
        assert not queries.is_open_challenge(uuid4(), NOW)

    def test_guessing_from_an_address_stops(self, town, phone, monkeypatch):
        monkeypatch.setattr(rules, "WRONG_PER_ADDRESS", rules.Limit(5, timedelta(hours=1)))
        first, second = ask(), ask(phone="13900000009")
        for _ in range(5):
            enter(first, wrong(first))
        assert "Too many wrong codes" in enter(second).fault
        elsewhere = ask(phone="13700000009", address=THERE)
        assert enter(elsewhere).token


@pytest.mark.django_db
class TestSessions:
    def begun(self):
        return enter(ask()).token

    def test_idle_it_ends(self, town, phone):
        token = self.begun()
        assert queries.session_of(token, NOW + timedelta(minutes=30))
        assert queries.session_of(token, NOW + timedelta(minutes=31)) is None

    def test_in_use_it_lasts_for_a_day_of_work(self, town, phone):
        token = self.begun()
        at = NOW
        for _ in range(24):
            at += timedelta(minutes=29)
            with clock.standing_at(at):
                actions.note_call(session=queries.session_of(token, at), by=RESIDENT)
        assert queries.session_of(token, NOW + timedelta(hours=12))
        assert queries.session_of(token, NOW + timedelta(hours=12, minutes=1)) is None

    def test_within_a_minute_nothing_is_written(self, town, phone):
        session = queries.session_of(self.begun(), NOW)
        with clock.standing_at(NOW + timedelta(seconds=59)):
            actions.note_call(session=session, by=RESIDENT)
        session.refresh_from_db()
        assert session.last_at == NOW

    def test_signed_out_it_is_gone_and_twice_is_harmless(self, town, phone):
        token = self.begun()
        session = queries.session_of(token, NOW)
        for _ in range(2):
            actions.sign_out(session=session, by=RESIDENT)
        assert queries.session_of(token, NOW) is None

    def test_no_cookie_that_somebody_made_up(self, town, phone):
        self.begun()
        assert queries.session_of("made-up", NOW) is None

    def test_a_contact_opens_for_its_own_number_only(self, town, phone):
        session = queries.session_of(self.begun(), NOW)
        mine = actions.keep_contact(**CLEO, purpose="tickets.follow", by=RESIDENT)
        other = actions.keep_contact(
            name="别人", phone="13900000009", purpose="tickets.follow", by=RESIDENT
        )
        assert actions.show_own(contact=mine, session=session).name == CLEO["name"]
        with pytest.raises(Refusal):
            actions.show_own(contact=other, session=session)
        actions.erase_contact(contact=mine, by=RESIDENT)
        mine.refresh_from_db()
        with pytest.raises(Refusal):
            actions.show_own(contact=mine, session=session)

    def test_what_is_over_is_removed(self, town, phone):
        now = timezone.now()
        asked = ask(at=now - timedelta(days=31))
        enter(asked, at=now - timedelta(days=31))
        fresh = ask(at=now, phone="13900000009")
        for name in ("residents.codes", "residents.sessions"):
            kind = kind_named(name)
            kind.purge(now - timedelta(days=kind.days), 100)
        assert [each.pk for each in SignInCode.objects.all()] == [fresh.challenge]
        assert not ResidentSession.objects.exists()


@pytest.mark.django_db
def test_the_database_holds_how_often_a_code_is_tried(town, phone):
    ask()
    with pytest.raises(IntegrityError, match="tried_so_often"), transaction.atomic():
        SignInCode.objects.update(tries=6)


@pytest.mark.django_db
def test_the_database_holds_that_a_session_goes_forward(town):
    moments = {"began_at": NOW, "last_at": NOW - timedelta(seconds=1)}
    with pytest.raises(IntegrityError, match="goes_forward"), transaction.atomic():
        ResidentSession.objects.create(
            digest=digest_of("x"), phone_index=b"1", sealed_phone=b"2", **moments
        )


def test_the_trial_sender_writes_into_the_log(caplog):
    with caplog.at_level("INFO"):
        plugs.send_to_console("13800000001", "Your code is 123456.")
    assert "123456" in caplog.text
    assert repr(CodeSender("console", plugs.send_to_console)) == "CodeSender(console)"
