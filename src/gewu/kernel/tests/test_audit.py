from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection, transaction

from gewu.kernel import audit
from gewu.kernel.acting import SYSTEM, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import Event, announce, announce_all, audited_kinds
from gewu.kernel.models import AuditHead, AuditRecord
from gewu.kernel.tests.kit import Kicked


@dataclass(frozen=True, kw_only=True)
class Let(Event):
    """Somebody was let in."""

    name = "kernel_tests.let"
    audit_label = "Let in"

    user_id: UUID


@action
def let(*, count=1, refused=False, by):
    announce_all([Let(user_id=uuid7()) for _ in range(count)], by=by, path="1.2.")
    if refused:
        raise Refusal("no")


def faults(*noted):
    return [fault.seq for fault in audit.verify(noted)]


@pytest.fixture
def chain(db):
    """Six records in four steps."""
    for count in (1, 3, 1, 1):
        let(count=count, by=SYSTEM)
    return list(AuditRecord.objects.order_by("seq"))


@pytest.mark.django_db
class TestChain:
    def test_events_with_a_label_are_chained_and_others_are_not(self, chain):
        with transaction.atomic():
            announce(Kicked(number=1), by=SYSTEM)
        assert [record.seq for record in chain] == [1, 2, 3, 4, 5, 6]
        first = chain[0]
        assert (first.name, first.path, str(first)) == (Let.name, "1.2.", f"1 {Let.name}")
        assert str(first.about_id) == first.payload["user_id"]
        assert audited_kinds()[Let.name] == "Let in" and Kicked.name not in audited_kinds()
        assert str(AuditHead.objects.get()) == "6" and faults() == []

    def test_the_address_of_the_call_is_kept(self, db):
        token = audit.source.set("192.0.2.7")
        let(by=SYSTEM)
        audit.source.reset(token)
        let(by=SYSTEM)
        assert list(AuditRecord.objects.values_list("source", flat=True)) == ["", "192.0.2.7"]

    def test_what_was_refused_is_not_in_it(self, chain):
        with pytest.raises(Refusal):
            let(refused=True, by=SYSTEM)
        assert AuditRecord.objects.count() == 6 and faults() == []

    def test_many_are_chained_in_one_step(self, db, django_assert_max_num_queries):
        let(by=SYSTEM)
        with django_assert_max_num_queries(10):  # as for one, savepoints among them
            let(count=500, by=SYSTEM)
        assert audit.head().seq == 501

    def test_outside_of_an_action_it_is_done_at_once(self, db):
        with transaction.atomic():
            announce(Let(user_id=uuid7()), by=SYSTEM)
            assert audit.head().seq == 1

    def test_before_the_first_record_there_is_nothing_to_fault(self, db):
        assert str(audit.head()) == "0:" and faults() == []


@pytest.mark.django_db
class TestTouched:
    """What somebody with the database, but without the key, could try."""

    def test_a_changed_row_is_found_by_itself(self, chain):
        AuditRecord.objects.filter(seq=3).update(actor_kind="staff")
        assert faults() == [3]

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "kernel_tests.other"},
            {"payload": {"user_id": "nobody"}},
            {"about_id": UUID(int=1)},
            {"actor_id": UUID(int=1)},
            {"source": "192.0.2.8"},
            {"path": ""},
            {"mac": b"1" * 32},
        ],
    )
    def test_whatever_is_changed(self, chain, change):
        AuditRecord.objects.filter(seq=6).update(**change)
        assert faults()[0] == 6

    def test_a_removed_row_leaves_a_gap(self, chain):
        AuditRecord.objects.filter(seq=2).delete()
        assert faults() == [2]
        AuditRecord.objects.filter(seq__in=(3, 4)).delete()
        (gap,) = audit.verify()
        assert gap.seq == 2 and "2" in gap.reason and "4" in gap.reason

    def test_rows_removed_at_either_end_are_missed(self, chain):
        AuditRecord.objects.filter(seq=1).delete()
        assert faults() == [1]
        AuditRecord.objects.filter(seq__in=(5, 6)).delete()
        assert faults() == [1, 5]

    def test_an_end_that_was_moved_back_with_its_rows_is_found_by_what_was_noted(self, chain):
        noted = audit.head()
        AuditRecord.objects.filter(seq=6).delete()
        AuditHead.objects.update(seq=5, mac=bytes(chain[4].mac))
        assert faults() == [] and faults(noted) == [6]

    def test_a_chain_written_anew_is_found_by_what_was_noted(self, chain):
        noted = audit.head()
        AuditRecord.objects.all().delete()
        AuditHead.objects.all().delete()
        let(count=7, by=SYSTEM)
        assert faults() == [] and faults(noted) == [6]

    def test_a_row_put_in_does_not_fit(self, chain, settings):
        again = AuditRecord.objects.get(seq=6)
        again.seq = 7
        again.save(force_insert=True)
        assert faults() == [7]
        AuditHead.objects.update(seq=7)
        assert faults() == [7]

    def test_a_chain_made_with_another_key_does_not_fit(self, chain, settings):
        settings.INDEX_KEY = b"k" * 32
        let(by=SYSTEM)
        assert faults() == [1, 2, 3, 4, 5, 6]

    def test_an_end_that_was_changed_is_found(self, chain):
        AuditHead.objects.update(mac=b"1" * 32)
        assert faults() == [6]


def test_a_noted_end_is_read_as_it_was_printed():
    noted = audit.Head(12, "ab" * 32)
    assert audit.Head.read(f" {noted}\n") == noted
    for wrong in ("", "12", "12:", "12:" + "x" * 64, "twelve:" + "ab" * 32):
        with pytest.raises(ValueError):
            audit.Head.read(wrong)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_wait_for_each_other():
    def one(_number):
        try:
            let(count=3, by=SYSTEM)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(12)))
    assert audit.head().seq == 36 and faults() == []
