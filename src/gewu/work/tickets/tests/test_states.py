"""The state table: every verb from every state, and its guards."""

from datetime import UTC, datetime, timedelta

import pytest

from gewu.kernel.states import IllegalMove
from gewu.work.tickets.states import ENDED, OPEN, TICKET, VERBS

pytestmark = pytest.mark.usefixtures("english")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WELCOME = {
    "by_the_handler": False,
    "by_the_unit": False,
    "closing_met": True,
    "now": NOW,
    "reopen_until": NOW + timedelta(days=1),
    "reopened": 0,
    "locked": False,
    "given_before": False,
    "return_until": NOW + timedelta(hours=1),
    "pending": "",
    "overdue": False,
    "extensions": 0,
    "most": 2,
    "suspensions": 0,
    "helpers_open": 0,
    "urged_today": False,
    "was_late": True,
    "appealed": False,
    "shredded": False,
}
EVERY_OPEN = "submitted verifying needs_info filed dispatched returning in_progress suspended checking checked"
# Written from domain/life-cycle.md, apart from the table: verb, from where, to where ("=" stays).
ROWS = f"""
place: submitted verifying needs_info filed > =
request_verify: submitted > verifying
verify: verifying > submitted
ask: submitted > needs_info
answer: needs_info > submitted
lapse: needs_info > submitted
decline: submitted filed > declined
merge: submitted filed dispatched > merged
unmerge: merged > submitted
split: submitted filed > =
answer_directly: submitted > closed
self_handle: submitted > checking
file: submitted > filed
dispatch: filed dispatched > dispatched
sign: dispatched > in_progress
request_return: dispatched > returning
accept_return: returning > dispatched
refuse_return: returning > dispatched
refile: returning > submitted
escalate: dispatched in_progress > dispatched
assign: dispatched in_progress > dispatched
recuse: dispatched in_progress > filed
cohandle: dispatched in_progress > =
cohandled: dispatched in_progress suspended > =
uncohandle: dispatched in_progress suspended > =
whistle: dispatched in_progress > =
whistle_ended: {EVERY_OPEN} > =
request_extension: in_progress > =
extend: in_progress > =
request_suspension: in_progress > =
suspend: in_progress > suspended
resume: suspended > in_progress
request_cancel: {EVERY_OPEN} > =
cancel: {EVERY_OPEN} > cancelled
request_reopen: checked closed > =
endorse: {EVERY_OPEN} closed > =
refuse: {EVERY_OPEN} closed > =
handle: in_progress > checking
check: checking > checked
rework: checking > in_progress
revisit: checked > =
close: checking checked > closed
confirm: checked > closed
rate: closed > =
respond: checked closed > =
doubt: checked closed > =
reopen: checked closed > dispatched
reconsider: closed > submitted
appeal: closed > =
exempt: closed > =
urge: {EVERY_OPEN} > =
supervise: {EVERY_OPEN} > =
lift: {EVERY_OPEN} > =
remind: {EVERY_OPEN} closed > =
inherit: {EVERY_OPEN} > =
redraw: {EVERY_OPEN} > =
confide: {EVERY_OPEN} closed > =
remark: {EVERY_OPEN} closed declined merged cancelled > =
shred: closed declined merged cancelled archived > =
archive: closed declined merged cancelled > archived
"""


def _leads() -> dict[tuple[str, str], str]:
    leads = {}
    for row in ROWS.strip().splitlines():
        verb, _, rest = row.partition(": ")
        sources, _, target = rest.partition(" > ")
        for source in sources.split():
            leads[verb, source] = source if target == "=" else target
    return leads


LEADS = _leads()


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


def test_every_state_is_open_or_ended_or_at_rest():
    assert [*OPEN, *ENDED, "archived"] == list(TICKET.labels)


@pytest.mark.parametrize(
    ("verb", "state", "facts", "words"),
    [
        ("request_return", "dispatched", {"locked": True}, "cannot be sent back again"),
        ("request_return", "dispatched", {"given_before": True}, "once already"),
        ("request_return", "dispatched", {"now": NOW + timedelta(hours=2)}, "has passed"),
        ("request_return", "dispatched", {"pending": "cancel:asked"}, "waits for a decision"),
        ("request_extension", "in_progress", {"overdue": True}, "limit has passed"),
        ("request_extension", "in_progress", {"extensions": 2}, "2 times"),
        ("request_suspension", "in_progress", {"suspensions": 1}, "once already"),
        ("handle", "in_progress", {"helpers_open": 2}, "2 helping units"),
        ("urge", "in_progress", {"urged_today": True}, "urged us today"),
        ("appeal", "closed", {"was_late": False}, "not marked as late"),
        ("appeal", "closed", {"appealed": True}, "only one"),
        ("shred", "closed", {"shredded": True}, "removed already"),
        ("shred", "closed", {"pending": "appeal:asked"}, "waits for a decision"),
        ("appeal", "closed", {"pending": "reopen:asked"}, "still waits"),
        ("escalate", "in_progress", {"pending": "extension:asked"}, "waits for a decision"),
        ("reopen", "closed", {"reopened": 1}, "supervisor decides"),
        ("doubt", "closed", {"now": NOW + timedelta(days=2)}, "has passed"),
        ("request_reopen", "closed", {"pending": "reopen:asked"}, "waits for a decision"),
        ("request_reopen", "closed", {"now": NOW + timedelta(days=2)}, "has passed"),
        ("revisit", "checked", {"by_the_unit": True}, "another unit calls"),
    ],
)
def test_a_guard_says_why_not(verb, state, facts, words):
    with pytest.raises(IllegalMove, match=words):
        TICKET.ask(verb, state, **WELCOME | facts)


def test_a_supervisor_may_reopen_what_was_reopened_before():
    facts = WELCOME | {"reopened": 3, "decided": True}
    assert TICKET.ask("reopen", "closed", **facts) == "dispatched"


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
