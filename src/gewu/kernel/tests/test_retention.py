"""What the kernel lets go by age, and that history of the last 180 days stays whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gewu.kernel import ageing, audit, partitions, retention
from gewu.kernel.acting import SYSTEM
from gewu.kernel.ids import uuid7_at
from gewu.kernel.models import AuditRecord, AuditStart, ExportRecord, JournalEntry, ListenerFailure
from gewu.kernel.tests.test_audit import faults, let

LONG_AGO = datetime(2022, 5, 10, tzinfo=UTC)


@pytest.fixture
def old_chain(db):
    """Four records of 2022 and two of today."""
    with time_machine.travel(LONG_AGO, tick=False):
        let(count=4, by=SYSTEM)
        noted = audit.head()
    let(count=2, by=SYSTEM)
    return noted


def a_year_ago():
    return timezone.now() - timedelta(days=365)


class TestAudit:
    def test_the_oldest_go_and_the_chain_still_holds(self, old_chain):
        assert audit.older_than(a_year_ago()) == 4
        assert audit.cut(a_year_ago(), 3) == 3
        assert audit.cut(a_year_ago(), 3) == 1
        assert audit.cut(a_year_ago(), 3) == audit.older_than(a_year_ago()) == 0
        assert [record.seq for record in AuditRecord.objects.order_by("seq")] == [5, 6]
        assert str(AuditStart.objects.get()) == "4"
        assert faults() == faults(old_chain, audit.head()) == []

    def test_what_was_noted_long_before_the_cut_is_no_fault(self, old_chain):
        early = audit.Head(2, "0" * 64)
        audit.cut(a_year_ago(), 10)
        assert faults(early) == []
        assert faults(audit.Head(4, "0" * 64)) == [4]

    def test_all_may_be_old(self, db):
        with time_machine.travel(LONG_AGO, tick=False):
            let(count=2, by=SYSTEM)
        assert audit.cut(a_year_ago(), 10) == 2
        let(by=SYSTEM)
        assert AuditRecord.objects.get().seq == 3 and faults() == []

    def test_nobody_else_can_cut_it(self, old_chain):
        AuditRecord.objects.filter(seq__lte=2).delete()
        assert faults() == [1]
        AuditStart.objects.create(seq=2, mac=b"x" * 32, signed=b"y" * 32)
        assert faults()[0] == 2

    def test_after_a_cut_more_cannot_go_unseen(self, old_chain):
        audit.cut(a_year_ago(), 4)
        AuditRecord.objects.filter(seq=5).delete()
        assert faults() == [5]

    def test_the_last_180_days_stay_whoever_asks(self, old_chain):
        with pytest.raises(DatabaseError, match="180 days"), transaction.atomic():
            audit.cut(timezone.now() + timedelta(days=1), 10)
        assert AuditRecord.objects.count() == 6

    def test_the_owner_s_function_cuts_only_where_the_chain_was_signed(self, old_chain):
        with (
            pytest.raises(DatabaseError, match="not cut there"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT kernel_cut_audit(2)")


@pytest.mark.django_db
class TestJournal:
    def fill(self):
        partitions.ensure_months("kernel_journalentry", since=LONG_AGO.date())
        for moment in (LONG_AGO, datetime(2015, 1, 1, tzinfo=UTC)):
            JournalEntry.objects.create(id=uuid7_at(moment), name="x", actor_kind="system")
        return JournalEntry.objects.create(name="x", actor_kind="system")

    def months(self):
        return [name for name in partitions._partitions_of("kernel_journalentry") if "_20" in name]

    def test_whole_months_go_and_what_lies_in_none(self):
        kept = self.fill()
        border = datetime(2022, 6, 15, tzinfo=UTC)
        assert ageing.journal_waiting(border) == 2
        assert ageing.journal_oldest() == datetime(2015, 1, 1, tzinfo=UTC)
        assert ageing.drop_months(border, 1) == 2
        assert ageing.journal_waiting(border) == 0
        assert list(JournalEntry.objects.filter(name="x")) == [kept]
        assert "kernel_journalentry_2022_05" not in self.months()
        assert "kernel_journalentry_2022_06" in self.months()

    def test_a_month_that_has_just_begun_to_be_old_stays(self):
        self.fill()
        assert ageing.drop_months(datetime(2022, 5, 31, tzinfo=UTC), 1) == 1  # that of 2015
        assert "kernel_journalentry_2022_05" in self.months()

    def test_what_a_listener_has_not_taken_in_holds_all_of_it(self):
        self.fill()
        ListenerFailure.objects.create(
            listener="x", entry=uuid7_at(LONG_AGO), event_name="x", error="E"
        )
        border = datetime(2022, 6, 15, tzinfo=UTC)
        assert ageing.journal_held(border) == 1
        assert ageing.drop_months(border, 1) == 0 and ageing.journal_waiting(border) == 2

    def test_the_last_180_days_stay_whoever_asks(self):
        with pytest.raises(DatabaseError, match="180 days"), transaction.atomic():
            ageing.drop_months(timezone.now(), 1)

    def test_an_empty_journal_has_no_oldest(self):
        JournalEntry.objects.all().delete()
        assert ageing.journal_oldest() is None


@pytest.mark.django_db
class TestJobsAndCache:
    def test_jobs_that_failed_long_ago_go_and_others_stay(self):
        with connection.cursor() as cursor:
            for status, day in (("failed", 100), ("failed", 1), ("succeeded", 100), ("todo", 100)):
                cursor.execute(
                    "WITH job AS (INSERT INTO procrastinate_jobs"
                    " (queue_name, task_name, priority, args, status, attempts)"
                    " VALUES ('q', 't', 0, '{}', %s, 1) RETURNING id)"
                    " INSERT INTO procrastinate_events (job_id, type, at)"
                    " SELECT id, 'started', now() - %s * interval '1 day' FROM job",
                    [status, day],
                )
        border = timezone.now() - timedelta(days=90)
        assert ageing.jobs_oldest() < border
        assert ageing.jobs_waiting(border) == 1
        assert ageing.drop_jobs(border, 5) == 1
        assert ageing.jobs_waiting(border) == ageing.drop_jobs(border, 5) == 0

    def test_counts_that_are_over_go(self):
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_cache VALUES ('old', 'x', %s), ('new', 'x', %s)",
                [now - timedelta(minutes=1), now + timedelta(hours=1)],
            )
        assert ageing.cache_waiting(now) == ageing.drop_cache(now, 1) == 1
        assert ageing.cache_waiting(now) == 0


@pytest.mark.django_db
class TestKinds:
    def kind(self):
        return next(kind for kind in retention.kinds if kind.name == "kernel.exports")

    def test_rows_go_by_their_age_a_batch_at_a_time(self):
        kind, now = self.kind(), timezone.now()
        for days in (30, 20, 10):
            ExportRecord.objects.create(
                at=now - timedelta(days=days), what=str(days), format="csv", is_personal=False
            )
        border = now - timedelta(days=15)
        assert kind.waiting(border) == kind.left_over(border) == 2
        assert kind.held(border) == 0
        assert kind.purge(border, 1) == 1
        assert sorted(each.what for each in ExportRecord.objects.all()) == ["10", "20"]
        assert kind.purge(border, 5) == 1 and kind.left_over(border) == 0
        assert kind.oldest() == now - timedelta(days=10)

    def test_a_kind_is_found_by_its_name(self):
        assert retention.kind_named("kernel.exports") is self.kind()
        assert retention.kind_named("nothing") is None

    def test_the_law_s_least_periods_hold(self):
        least = {kind.name: kind.least for kind in retention.kinds}
        assert least["kernel.audit"] >= 180 and least["kernel.journal"] >= 180
        assert least["kernel.exports"] >= 3 * 365 <= least["residents.accesses"]
        assert all(kind.days >= kind.least for kind in retention.kinds)
        assert len({kind.name for kind in retention.kinds}) == len(retention.kinds)
