from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gewu.kernel import channels, payloads
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.channels import JOURNAL
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import (
    Event,
    announce,
    announce_all,
    event_kinds,
    heard_from,
    listen,
    listeners,
)
from gewu.kernel.models import JournalEntry
from gewu.kernel.tests.kit import Ignored, Kicked, kick, kick_hard


@dataclass(frozen=True, kw_only=True)
class Everything(Event):
    name = "kernel_tests.everything"
    version = 2

    thing: UUID
    code: str
    count: int
    share: float
    urgent: bool
    cost: Decimal
    at: datetime
    day: date
    units: tuple[UUID, ...] = ()
    level: int | None = None

    @classmethod
    def upgraded(cls, payload, version):
        return {"code": "old", **payload} if version == 1 else payload


FULL = Everything(
    thing=uuid7(),
    code="A-12.3",
    count=3,
    share=0.25,
    urgent=True,
    cost=Decimal("12.50"),
    at=datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
    day=date(2026, 11, 23),
    units=(uuid7(), uuid7()),
)


def only_entry() -> JournalEntry:
    return JournalEntry.objects.get()


@pytest.mark.django_db
class TestAnnounce:
    def test_what_is_written_is_heard(self):
        announce(FULL, by=RESIDENT, path="1.4.")
        heard = heard_from(only_entry())
        assert heard.event == FULL
        assert (heard.name, heard.path) == ("kernel_tests.everything", "1.4.")
        assert (heard.by_kind, heard.by_id) == ("resident", None)

    def test_it_says_when_it_happened_and_when_it_was_written(self):
        announce(FULL, by=SYSTEM, at=datetime(2020, 1, 1, tzinfo=UTC))
        entry = only_entry()
        assert heard_from(entry).at == datetime(2020, 1, 1, tzinfo=UTC)
        assert entry.recorded_at > entry.occurred_at

    def test_an_older_version_is_read_in_todays_fields(self):
        announce(FULL, by=SYSTEM)
        entry = only_entry()
        del entry.payload["code"]
        entry.version = 1
        assert heard_from(entry).event.code == "old"

    def test_a_version_that_nobody_reads_is_said_aloud(self):
        announce(Kicked(number=1), by=SYSTEM)
        entry = only_entry()
        entry.version = 9
        with pytest.raises(ValueError, match="version 9"):
            heard_from(entry)

    def test_one_event_is_one_statement_and_many_are_one_too(self):
        with CaptureQueriesContext(connection) as one:
            announce(Kicked(number=1), by=SYSTEM)
        with CaptureQueriesContext(connection) as many:
            announce_all([Kicked(number=each) for each in range(50)], by=SYSTEM)
        assert (len(one), len(many)) == (1, 1)
        assert JournalEntry.objects.count() == 51

    def test_announcing_nothing_writes_nothing(self):
        with CaptureQueriesContext(connection) as none:
            announce_all([], by=SYSTEM)
        assert len(none) == 0

    def test_entries_of_a_transaction_carry_its_id(self):
        announce_all([Kicked(number=1), Kicked(number=2)], by=SYSTEM)
        assert len(set(JournalEntry.objects.values_list("tx", flat=True))) == 1

    @pytest.mark.parametrize("words", ["王小明", "two words", "x" * 201, "line\nbreak"])
    def test_words_are_refused(self, words):
        with pytest.raises(ValueError, match="codes, not words"):
            announce(Everything(**{**vars(FULL), "code": words}), by=SYSTEM)

    def test_a_time_without_zone_is_refused(self):
        with pytest.raises(ValueError, match="zone"):
            payloads.written(FULL.at.replace(tzinfo=None))


@pytest.mark.django_db(transaction=True)
class TestWaking:
    @pytest.fixture
    def calls(self, monkeypatch):
        monkeypatch.setattr(channels, "_called_at", {})  # another test may have called just now
        ear = connection.copy()
        with ear.cursor() as cursor:
            cursor.execute(f"LISTEN {JOURNAL}")
        yield lambda: len(list(ear.connection.notifies(timeout=0.2)))
        ear.close()

    def test_announcing_outside_a_transaction_is_refused(self):
        with pytest.raises(RuntimeError, match="transaction"):
            announce(Kicked(number=1), by=SYSTEM)
        with pytest.raises(RuntimeError, match="transaction"):
            announce_all([Kicked(number=1)], by=SYSTEM)

    @pytest.mark.slow
    def test_a_transaction_wakes_once_after_its_commit(self, calls):
        with transaction.atomic():
            kick(1, 2, 3)
            assert calls() == 0
        assert calls() == 1

    @pytest.mark.slow
    def test_a_rollback_wakes_nobody_and_leaves_no_entry(self, calls):
        with transaction.atomic():
            kick_hard(number=1, by=SYSTEM)
            transaction.set_rollback(True)
        assert calls() == 0
        assert not JournalEntry.objects.exists()

    @pytest.mark.slow
    def test_a_call_undone_with_its_savepoint_does_not_silence_the_next(self, calls):
        with transaction.atomic():
            with transaction.atomic():
                kick(1)
                transaction.set_rollback(True)
            kick(2)
        assert calls() == 1


class TestEventKinds:
    def test_kinds_are_known_by_name(self):
        names = [kind.name for kind in event_kinds()]
        assert Everything in event_kinds() and names == sorted(names)

    def test_two_events_cannot_share_a_name(self):
        with pytest.raises(ValueError, match="two events"):
            type("Other", (Event,), {"name": "kernel_tests.kicked"})

    def test_an_event_needs_a_name(self):
        with pytest.raises(TypeError, match="needs a name"):
            type("Nameless", (Event,), {})

    def test_an_event_must_be_a_dataclass(self):
        bare = type("Bare", (Event,), {"name": "kernel_tests.bare"})
        with pytest.raises(TypeError, match="frozen dataclass"):
            bare().payload()

    @pytest.mark.parametrize("kind", [dict, list[int], object, tuple[dict, ...], dict | None])
    def test_fields_are_plain(self, kind):
        with pytest.raises(TypeError, match="plain values"):
            payloads.check_type(kind)


@pytest.mark.usefixtures("no_listeners")
class TestListen:
    def test_listeners_are_known_by_name(self):
        listen("b", Kicked, Ignored)(print)
        listen("a", Kicked, from_start=True)(print)
        assert [each.name for each in listeners()] == ["a", "b"]
        assert listeners()[1].names == ("kernel_tests.kicked", "kernel_tests.ignored")

    def test_two_listeners_cannot_share_a_name(self):
        listen("a", Kicked)(print)
        with pytest.raises(ValueError, match="two listeners"):
            listen("a", Kicked)(print)

    def test_a_listener_hears_something(self):
        with pytest.raises(TypeError, match="hears nothing"):
            listen("a")(print)
