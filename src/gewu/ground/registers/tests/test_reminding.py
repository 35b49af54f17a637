"""Whoever looks after a place is told what is due: once for a kind and a cycle."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Town

from gewu.ground.registers import actions, jobs
from gewu.ground.registers.models import DueNotice, Record, RegisterKind
from gewu.ground.registers.tests.kit import filled, record
from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(town: Town) -> Town:
    return filled(town)


def told() -> int:
    return JournalEntry.objects.filter(name="registers.records_fell_due").count()


def test_once_for_a_kind_and_a_place_and_again_in_the_next_cycle(town):
    for area, name in ((town.grid_1, "甲"), (town.grid_1, "乙"), (town.grid_3, "丙")):
        record(area, name=name)
    record(town.grid_1, of="lifts")
    today = timezone.localdate()
    Record.objects.update(confirmed_on=today - timedelta(days=40), due_on=today)
    assert jobs.remind_due(0) == 3
    assert jobs.remind_due(0) == 0
    Record.objects.filter(name="乙").update(due_on=today + timedelta(days=3))
    assert actions.remind_due(today=today + timedelta(days=3), by=SYSTEM) == 0
    RegisterKind.objects.update(months=1)
    assert actions.remind_due(today=today + timedelta(days=31), by=SYSTEM) == 3
    assert (told(), DueNotice.objects.count()) == (6, 3)
    assert str(DueNotice.objects.order_by("pk")[0])


def test_not_what_is_not_due_is_retired_or_never_looked_at_again(town):
    kept = record(town.grid_1)
    assert jobs.remind_due(0) == 0
    today = timezone.localdate()
    Record.objects.update(confirmed_on=today - timedelta(days=40), due_on=today)
    RegisterKind.objects.filter(pk=kept.kind_id).update(months=0)
    DueNotice.objects.create(kind=kept.kind, area=town.grid_1, told_on=today - timedelta(days=400))
    assert jobs.remind_due(0) == 0
    actions.retire(record=kept, reason="拆除", by=SYSTEM)
    RegisterKind.objects.filter(pk=kept.kind_id).update(months=1)
    assert jobs.remind_due(0) == 0
