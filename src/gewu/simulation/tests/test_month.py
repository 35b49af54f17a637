"""A few days of the town: everything is tried, nothing is broken, the same seed lives the same days."""

import pytest

from gewu.ground.territory.models import Area
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.models import Message
from gewu.simulation.month import batches
from gewu.simulation.month.doing import DOING
from gewu.simulation.month.driver import BESIDE_TICKETS, OTHERS
from gewu.simulation.month.run import Size, run
from gewu.simulation.month.whistling import WHISTLE_DOING
from gewu.simulation.month.wishes import BESIDE, DECISIONS, WHISTLE_WISHES, WISHES
from gewu.work.tickets.models import BatchRun, HelpOrder, Move, Revisit, Whistle
from gewu.work.tickets.rules.batch import STEPS
from gewu.work.tickets.states import VERBS, WHISTLE, WHISTLE_VERBS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_some_days_pass_and_no_rule_is_broken():
    figures = run(Size(days=3, seed=2, a_day=6))
    assert figures["broken"] == []
    assert figures["moves"] == Move.objects.count() > figures["tickets"] > 10
    assert set(figures["verbs"]) >= {"submit", "file", "dispatch", "sign", "handle", "archive"}
    assert JournalEntry.objects.filter(name="tickets.archived").exists()
    assert set(figures["never"]) == {*VERBS, *WHISTLE_VERBS} - set(figures["verbs"])
    assert set(figures["verbs"]) >= {"raise_whistle", "remind", "remind_whistle", "inherit"}
    assert (
        figures["verbs"]["redraw"]
        and Area.objects.filter(level=4).exclude(closed_on=None).count() == 3
    )
    for rows in (Whistle, BatchRun, Revisit, Message):
        assert rows.objects.exists()
    assert HelpOrder.objects.filter(kind="dual").exists()


def test_whatever_is_wished_for_can_be_done():
    wished = {verb for wishes in WISHES.values() for verb in wishes} | {*BESIDE, *DECISIONS}
    assert wished - {"nothing"} <= set(DOING)


def test_whatever_is_wished_of_a_whistle_can_be_done():
    assert set(WHISTLE_WISHES) == {state for state in WHISTLE.labels if WHISTLE.verbs_from(state)}
    wished = {verb for wishes in WHISTLE_WISHES.values() for verb in wishes}
    assert wished - {"nothing"} == set(WHISTLE_DOING)
    assert set(BESIDE_TICKETS) < set(OTHERS)
    assert set(batches.VERBS) == set(STEPS)
