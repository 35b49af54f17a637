"""The state table: every verb from every state, and its guards."""

from datetime import UTC, datetime, timedelta

import pytest

from gewu.kernel.states import IllegalMove
from gewu.work.tickets.states import OPEN, TICKET, VERBS

pytestmark = pytest.mark.usefixtures("english")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WELCOME = {
    "by_the_handler": False,
    "closing_met": True,
    "now": NOW,
    "reopen_until": NOW + timedelta(days=1),
}
LEADS = {
    ("place", "submitted"): "submitted",
    ("place", "filed"): "filed",
    ("file", "submitted"): "filed",
    ("dispatch", "filed"): "dispatched",
    ("dispatch", "dispatched"): "dispatched",
    ("sign", "dispatched"): "in_progress",
    ("handle", "in_progress"): "checking",
    ("check", "checking"): "checked",
    ("rework", "checking"): "in_progress",
    ("close", "checking"): "closed",
    ("close", "checked"): "closed",
    ("confirm", "checked"): "closed",
    ("rate", "closed"): "closed",
    ("reopen", "checked"): "dispatched",
    ("reopen", "closed"): "dispatched",
}


@pytest.mark.parametrize("state", TICKET.labels)
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "submit"])
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb, state):
    if (verb, state) in LEADS:
        assert TICKET.ask(verb, state, **WELCOME) == LEADS[verb, state]
    else:
        with pytest.raises(IllegalMove):
            TICKET.ask(verb, state, **WELCOME)


def test_every_verb_of_the_table_has_a_name():
    assert {move.verb for move in TICKET.moves} | {"submit"} == set(VERBS)


def test_every_state_but_closed_is_open():
    assert {*OPEN, "closed"} == set(TICKET.labels)


@pytest.mark.parametrize("verb", ["check", "close", "rework"])
def test_whoever_handled_it_does_not_judge_it(verb):
    with pytest.raises(IllegalMove, match="someone else"):
        TICKET.ask(verb, "checking", **WELCOME | {"by_the_handler": True})


@pytest.mark.parametrize("verb", ["check", "close"])
def test_closing_asks_for_the_closing_condition(verb):
    with pytest.raises(IllegalMove, match="closing condition"):
        TICKET.ask(verb, "checking", **WELCOME | {"closing_met": False})


def test_a_resident_reopens_until_the_last_moment_and_not_after():
    facts = {"now": NOW, "reopen_until": NOW}
    assert TICKET.ask("reopen", "closed", **facts) == "dispatched"
    with pytest.raises(IllegalMove, match="has passed"):
        TICKET.ask("reopen", "closed", **facts | {"now": NOW + timedelta(seconds=1)})
