from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from gewu.kernel import failures, journal
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.actions import try_again
from gewu.kernel.drain import backlog, drain_all, retry_failures
from gewu.kernel.failures import PAUSES, hint_of
from gewu.kernel.ids import uuid7
from gewu.kernel.models import JournalEntry, ListenerCursor, ListenerFailure
from gewu.kernel.queries import failure_for, open_failures
from gewu.kernel.tests.kit import kick

pytestmark = pytest.mark.django_db


@pytest.fixture
def ear(ears):
    """A listener that could not hear event 1."""
    made = ears()
    made.stumbles_on = {1}
    kick(1)
    drain_all()
    return made


def failure() -> ListenerFailure:
    return ListenerFailure.objects.get()


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


class TestNoting:
    def test_no_words_of_the_error_are_kept(self, ear):
        assert failure().error == "ValueError"
        assert "138" not in f"{failure().hint}{failure().error}"
        assert failure().hint.startswith("kernel/tests/conftest.py:")

    def test_a_failure_that_comes_again_starts_anew(self, ear):
        ListenerFailure.objects.update(tries=4, resolved_at=timezone.now())
        ListenerCursor.objects.update(tx=0)
        drain_all()
        assert (failure().tries, failure().resolved_at) == (1, None)

    def test_a_refusal_is_kept_as_its_code(self):
        assert hint_of(Refusal("Words.", code="no_unit")) == "no_unit"

    def test_a_constraint_is_kept_as_its_name(self, ear):
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            copy = failure()
            copy.pk = uuid7()
            copy.save(force_insert=True)
        assert hint_of(broken.value).endswith(" a_listener_fails_an_entry_only_once")

    def test_an_error_from_outside_has_no_place(self):
        assert hint_of(KeyError("x")) == ""


class TestRetrying:
    def test_nothing_is_tried_before_its_pause_is_over(self, ear):
        ear.stumbles_on = set()
        with later(seconds=50):
            assert retry_failures() == 0
        assert ear.numbers == []

    def test_it_goes_through_after_the_pause(self, ear):
        ear.stumbles_on = set()
        with later(seconds=61):
            assert retry_failures() == 1
            assert retry_failures() == 0
        assert ear.numbers == [1]
        assert failure().resolved_at and failure().next_try_at is None
        assert not open_failures().exists()

    def test_pauses_grow_until_a_person_has_to_look(self, ear):
        for tries, pause in enumerate(PAUSES, start=1):
            assert failure().tries == tries
            with later(seconds=pause.total_seconds() + 5):
                assert retry_failures() == 0
            waits = failure()
            if waits.next_try_at:
                ListenerFailure.objects.update(
                    next_try_at=waits.next_try_at - pause - timedelta(seconds=5)
                )
        assert failure().tries == 6 and failure().next_try_at is None
        with later(days=30):
            assert retry_failures() == 0
        assert list(open_failures()) == [failure()]

    def test_a_failure_of_a_listener_that_is_gone_stays_open(self, ear, monkeypatch):
        monkeypatch.setattr(journal, "_listeners", {})
        with later(minutes=2):
            assert retry_failures() == 0
        assert failure().error == "Orphaned"

    def test_a_failure_of_an_entry_that_is_gone_stays_open(self, ear):
        JournalEntry.objects.all().delete()
        with later(minutes=2):
            assert retry_failures() == 0
        assert failure().error == "Orphaned"

    def test_open_failures_are_counted(self, ear):
        assert failures.open_by_listener() == {"kernel.ears": 1}
        assert backlog()[0].failures == 1


class TestTryAgain:
    def test_it_goes_through_and_is_announced(self, ear):
        ear.stumbles_on = set()
        assert try_again(failure=failure(), by=SYSTEM).resolved_at
        assert ear.numbers == [1]
        said = JournalEntry.objects.get(name="kernel.delivery_retried")
        assert said.payload == {"failure": str(failure().pk), "succeeded": True}

    def test_it_may_fail_again(self, ear):
        assert try_again(failure=failure(), by=SYSTEM).tries == 2
        assert failure().resolved_at is None
        said = JournalEntry.objects.get(name="kernel.delivery_retried")
        assert said.payload["succeeded"] is False

    def test_twice_is_harmless(self, ear):
        ear.stumbles_on = set()
        try_again(failure=failure(), by=SYSTEM)
        try_again(failure=failure(), by=SYSTEM)
        assert ear.numbers == [1]
        assert JournalEntry.objects.filter(name="kernel.delivery_retried").count() == 1


def test_one_failure_is_found_or_is_not_there(ear):
    assert failure_for(failure().pk) == failure()
    with pytest.raises(Http404):
        failure_for(uuid7())
