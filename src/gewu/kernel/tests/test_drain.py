import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gewu.kernel import drain
from gewu.kernel.acting import SYSTEM
from gewu.kernel.drain import backlog, drain_all, held_back, prepare, reset_cursors
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.kernel.models import Attachment, JournalEntry, ListenerCursor, ListenerFailure
from gewu.kernel.tests.kit import Ignored, kick, kick_hard


def write_down(heard) -> None:
    """An effect in the database that must happen once an event."""
    Attachment.objects.create(
        kind="document",
        sha256=str(heard.event.number),
        media_type="x",
        size=1,
        added_by_kind="system",
    )


def written_down() -> list[int]:
    return sorted(int(each) for each in Attachment.objects.values_list("sha256", flat=True))


def settle() -> None:
    """Wait for transactions of other databases in the same cluster, which hold events back."""
    until = time.monotonic() + 10
    while held_back() and time.monotonic() < until:
        time.sleep(0.01)


@contextmanager
def another_transaction(number: int) -> Iterator[None]:
    """A second connection that announces first and commits last."""
    other = connection.copy()
    other.ensure_connection()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_journalentry"
            " (id, name, version, occurred_at, recorded_at, actor_kind, path, payload)"
            " VALUES (%s, 'kernel_tests.kicked', 1, now(), now(), 'system', '', %s)",
            [uuid7(), f'{{"number": {number}}}'],
        )
    try:
        yield
        other.commit()
    finally:
        other.close()


@pytest.mark.django_db
class TestDrainInOneTransaction:
    """As the tests of all areas see it: what was announced in the test is heard in the test."""

    def test_events_are_heard_in_order_and_once(self, ears):
        ear = ears()
        prepare()
        kick(1, 2)
        assert drain_all() == 2
        kick(3)
        assert drain_all() == 1
        assert drain_all() == 0
        assert ear.numbers == [1, 2, 3]

    def test_the_first_drain_hears_what_the_test_announced_before(self, ears):
        ear = ears()
        kick(1)
        drain_all()
        assert ear.numbers == [1]

    def test_a_listener_hears_only_its_events(self, ears):
        ear = ears()
        announce(Ignored(thing=uuid7()), by=SYSTEM)
        assert drain_all() == 0
        assert ear.numbers == []

    def test_a_batch_has_a_limit(self, ears):
        ear = ears()
        kick(*range(5))
        prepare()
        assert drain.drain(limit=2) == 2
        assert drain_all() == 3
        assert ear.batches == [2, 3] and ear.numbers == [0, 1, 2, 3, 4]

    def test_events_that_a_listener_announces_are_heard_too(self, ears):
        ear = ears()
        ear.effect = lambda heard: (
            kick_hard(number=heard.event.number - 1, by=SYSTEM) if heard.event.number else None
        )
        kick(3)
        assert drain_all() == 4
        assert ear.numbers == [3, 2, 1, 0]

    def test_an_event_that_fails_is_noted_and_the_rest_is_heard(self, ears):
        ear, other = ears("a"), ears("b")
        ear.stumbles_on = {2}
        ear.effect = write_down
        kick(1, 2, 3)
        drain_all()
        assert ear.numbers == [1, 3] == written_down()
        assert other.numbers == [1, 2, 3]
        assert list(ListenerFailure.objects.values_list("listener", "event_name", "tries")) == [
            ("a", "kernel_tests.kicked", 1)
        ]

    def test_an_event_that_nobody_can_read_is_noted(self, ears):
        ear = ears()
        kick(1, 2)
        JournalEntry.objects.filter(payload__number=1).update(version=9)
        drain_all()
        assert ear.numbers == [2]
        assert ListenerFailure.objects.get().error == "ValueError"

    def test_a_listener_in_trouble_with_the_database_does_not_stop_the_others(
        self, ears, monkeypatch
    ):
        ears("a")
        other = ears("b")
        plain = drain._drain_one

        def trouble(listener, limit):
            if listener.name == "a":
                raise DatabaseError("strange")
            return plain(listener, limit)

        monkeypatch.setattr(drain, "_drain_one", trouble)
        kick(1)
        drain_all()
        assert other.numbers == [1]

    def test_a_lost_database_is_the_loops_matter(self, ears, monkeypatch):
        ears()
        prepare()
        kick(1)

        def lost(listener, limit):
            raise drain.LOST[0]

        monkeypatch.setattr(drain, "_drain_one", lost)
        with pytest.raises(drain.LOST):
            drain.drain()

    def test_the_backlog_counts_what_waits(self, ears):
        ears()
        prepare()
        assert backlog() == [drain.Backlog("kernel.ears", 0, None, 0)]
        kick(1, 2)
        (one,) = backlog()
        assert (one.waiting, one.failures) == (2, 0)
        assert one.oldest == min(JournalEntry.objects.values_list("recorded_at", flat=True))

    def test_a_listener_without_a_place_has_everything_before_it(self, ears):
        ears()
        kick(1)
        assert backlog()[0].waiting == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestDrainAcrossTransactions:
    def test_a_late_commit_is_not_skipped(self, ears):
        ear = ears()
        prepare()
        with another_transaction(number=1):
            kick(2)
            assert drain.drain() == 0
            assert held_back()
            assert ear.numbers == []
        drain_all()
        assert ear.numbers == [1, 2]

    def test_waiting_for_what_is_held_back_ends(self, ears):
        ear = ears()
        prepare()
        with another_transaction(number=1):
            kick(2)
            assert drain_all(wait=0.05) == 0
        drain_all()
        assert ear.numbers == [1, 2]

    def test_a_new_listener_starts_at_the_end_unless_it_says_otherwise(self, ears):
        kick(1)
        settle()
        late, early = ears("late"), ears("early", from_start=True)
        drain_all()
        kick(2)
        drain_all()
        assert late.numbers == [2] and early.numbers == [1, 2]

    def test_a_batch_that_was_heard_but_not_kept_is_heard_again_with_one_effect(self, ears):
        ear = ears()
        ear.effect = write_down
        prepare()
        kick(1, 2)
        settle()
        with transaction.atomic():
            drain.drain()
            transaction.set_rollback(True)
        assert written_down() == []
        drain_all()
        assert ear.numbers == [1, 2, 1, 2]
        assert written_down() == [1, 2]

    def test_when_nothing_is_new_one_statement_is_enough(self, ears):
        ears("a"), ears("b")
        kick(1)
        drain_all()
        settle()
        with CaptureQueriesContext(connection) as quiet:
            assert drain.drain() == 0
        assert len(quiet) == 1

    def test_events_of_others_move_the_cursor_on(self, ears):
        ears()
        prepare()
        with transaction.atomic():
            announce(Ignored(thing=uuid7()), by=SYSTEM)
        before = ListenerCursor.objects.get(listener="kernel.ears").tx
        drain_all()
        assert ListenerCursor.objects.get(listener="kernel.ears").tx > before

    def test_two_drainers_share_the_work(self, ears):
        ear = ears()
        ear.effect = write_down
        prepare()
        kick(*range(60))
        started = threading.Barrier(2)

        def work() -> None:
            try:
                started.wait()
                for _ in range(40):
                    drain.drain(limit=5)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        drain_all()
        assert sorted(ear.numbers) == list(range(60)) == written_down()
        assert not ListenerFailure.objects.exists()

    def test_after_a_restore_the_end_is_heard_once_more(self, ears):
        ear = ears()
        prepare()
        kick(1)
        drain_all()
        kick(2)
        with connection.cursor() as cursor:  # the other server had counted much further
            cursor.execute("UPDATE kernel_journalentry SET tx = '9000000000'::xid8 WHERE true")
            cursor.execute(
                "UPDATE kernel_listenercursor SET tx = '9000000000'::xid8, entry ="
                " (SELECT id FROM kernel_journalentry WHERE payload->>'number' = '1')"
                " WHERE listener = 'kernel.ears'"
            )
        kick(3)
        drain_all()
        assert set(ear.numbers[1:]) == {1, 2, 3}
        kick(4)
        drain_all()
        assert ear.numbers[-1] == 4 and len(ear.numbers) == 5

    def test_a_restore_does_not_repeat_what_is_long_past(self, ears):
        ear = ears()
        prepare()
        kick(1)
        drain_all()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_journalentry SET recorded_at = now() - interval '2 h'")
            cursor.execute("UPDATE kernel_journalentry SET tx = '9000000000'::xid8")
            cursor.execute("UPDATE kernel_listenercursor SET tx = '9000000001'::xid8")
        drain_all()
        kick(2)
        drain_all()
        assert ear.numbers == [1, 2]

    def test_cursors_can_be_reset_where_nobody_has_heard_anything(self, no_listeners):
        kick(1)
        reset_cursors()
        assert JournalEntry.objects.count() == 1
