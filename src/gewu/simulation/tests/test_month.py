"""A few days of the town: everything is tried, nothing is broken, the same seed lives the same days."""

import pytest

from gewu.kernel.models import JournalEntry
from gewu.simulation.month.doing import DOING
from gewu.simulation.month.run import Size, run
from gewu.simulation.month.wishes import BESIDE, DECISIONS, WISHES
from gewu.work.tickets.models import Move

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_some_days_pass_and_no_rule_is_broken():
    figures = run(Size(days=3, seed=2, a_day=6))
    assert figures["broken"] == []
    assert figures["moves"] == Move.objects.count() > figures["tickets"] > 10
    assert set(figures["verbs"]) >= {"submit", "file", "dispatch", "sign", "handle", "archive"}
    assert JournalEntry.objects.filter(name="tickets.archived").exists()


def test_whatever_is_wished_for_can_be_done():
    wished = {verb for wishes in WISHES.values() for verb in wishes} | {*BESIDE, *DECISIONS}
    assert wished - {"nothing"} <= set(DOING)
