"""The checker finds broken rules of revisits, dual dispatch, merges, splits, batches, reminders."""

import json
from uuid import UUID, uuid4, uuid5

import pytest

from gewu.simulation.checking import Rows, broken
from gewu.simulation.checking.answers import ANSWER_RULES
from gewu.simulation.checking.whole import WHOLE_RULES
from gewu.simulation.tests.test_checking import (
    ADA,
    BEN,
    CARL,
    DAY,
    DAYS,
    HOUR,
    LENA,
    MONDAY,
    OFFICE,
    TEAM,
    Story,
)

GAS, GONE = UUID(int=31), UUID(int=32)
UNITS = {
    TEAM: {"kind": "grid_team"},
    OFFICE: {"kind": "community"},
    GAS: {"kind": "department"},
    GONE: {"kind": "department", "dissolved_on": MONDAY.date()},
}
MEMBERS = [
    {"user_id": ADA, "unit_id": TEAM, "role": "worker", "path": "1.2."},
    {"user_id": BEN, "unit_id": OFFICE, "role": "checker", "path": "1."},
]


class Told(Story):
    """A story with answers, reminders and what a ticket was joined to."""

    def __init__(self, **changed):
        super().__init__(**changed)
        self.revisits, self.reminders = [], []

    def checked(self):
        self.signed().go("handle", "checking").go("check", "checked", by=BEN)
        return self

    def revisit(self, outcome="solved", satisfied=5, by=BEN, hours=None, **changed):
        self.go("revisit", hours=hours, by=by)
        row = {
            "ticket_id": self.ticket["id"],
            "round": 0,
            "attempt": len(self.revisits) + 1,
            "outcome": outcome,
            "satisfied": satisfied if outcome != "unreached" else None,
            "at": self.moves[-1]["at"],
        }
        self.revisits.append(row | changed)
        return self

    def remind(self, reason="overdue", fired=8 * DAY, round=0, limit=None):
        self.go("remind", hours=fired / HOUR, by=None, by_kind="system")
        self.reminders.append(
            {
                "ticket_id": self.ticket["id"],
                "reason": reason,
                "round": round,
                "limit_at": limit or self.ticket["due_at"],
                "fired_at": MONDAY + fired,
            }
        )
        return self

    def end(self, verb="close", to="closed", **changed):
        self.go(verb, to, **{"by": BEN} | changed)
        self.ticket["closed_at"] = self.moves[-1]["at"]
        return self

    def dual(self, lead=TEAM, helper=GAS, **changed):
        self.ticket["unit_id"] = lead
        self.signed()
        self.ticket["unit_id"] = lead
        self.go("cohandle", unit=lead, said=json.dumps({"helper": str(helper)}))
        at = self.moves[-1]["at"]
        self.helps.append(
            {
                "ticket_id": self.ticket["id"],
                "id": len(self.helps),
                "unit_id": helper,
                "kind": "dual",
                "state": "done",
                "given_at": at,
                "due_at": at + DAY,
                "ended_at": at + HOUR,
            }
            | changed
        )
        return self


def rows_of(*stories, **more):
    return Rows(
        tickets={story.ticket["id"]: story.ticket for story in stories},
        moves=[move for story in stories for move in story.moves],
        approvals=[each for story in stories for each in story.approvals],
        helps=[each for story in stories for each in story.helps],
        told={str(story.ticket["id"]): len(story.moves) for story in stories},
        days=DAYS,
        revisits=[row for story in stories for row in story.revisits],
        reminders=[row for story in stories for row in story.reminders],
        members=MEMBERS,
        units=UNITS,
        **more,
    )


def found(*stories, **more):
    return {line.partition(":")[0] for line in broken(rows_of(*stories, **more))}


def unreached(hours, **changed):
    story = Told(deadline_class="PLAN", due_at=MONDAY + 30 * DAY).checked()
    for hour in hours:
        story.revisit("unreached", hours=hour, **changed)
    return story.end(said='{"revisit": "unreached"}')


def merged(**changed):
    master = Told()
    story = Told(master_id=master.ticket["id"])
    story.end("merge", "merged", id=99, said=json.dumps({"master": str(master.ticket["id"])}))
    story.ticket |= changed
    return [story, master]


def split(**changed):
    story = Told()
    child = Told(deadline_class="PLAN")
    story.go("split", said=json.dumps({"children": [str(child.ticket["id"])]}))
    child.ticket["submitted_at"] = story.moves[-1]["at"]
    child.moves[0]["at"] = child.ticket["submitted_at"]
    child.ticket |= {"parent_id": story.ticket["id"]} | changed
    return [story, child]


def supervised(*levels):
    story = Told()
    for level in levels:
        story.go("supervise", by=None, by_kind="system", said=json.dumps({"level": level}))
    return [story]


def overdue():
    return Told(deadline_class="PLAN", due_at=MONDAY + DAY).signed().go("remark", hours=24 * 5)


BROKEN = [
    ("called back by the unit", lambda: [Told().checked().revisit(by=ADA)]),
    ("marks without an answer", lambda: [Told().checked().revisit(satisfied=None)]),
    ("marks without an answer", lambda: [Told().checked().revisit(satisfied=6)]),
    ("marks without an answer", lambda: [Told().checked().revisit(attempt=2)]),
    ("marks without an answer", lambda: [Told().checked().go("revisit", by=BEN)]),
    ("given up too early", lambda: [unreached((30, 54))]),
    ("given up too early", lambda: [unreached((30, 31, 32))]),
    ("answer without consequence", lambda: [Told().checked().revisit("unsolved", 2)]),
    ("answer without consequence", lambda: [Told().checked().revisit(satisfied=1).end()]),
    ("answer without consequence", lambda: [Told().checked().revisit()]),
    (
        "answer without consequence",
        lambda: [
            Told()
            .checked()
            .revisit("unsolved", 2)
            .go("reopen", "dispatched")
            .go("sign", "in_progress")
            .go("handle", "checking")
            .go("check", "checked", by=BEN)
            .revisit("unsolved", 2, round=1, attempt=1)
            .go("reopen", "dispatched")
        ],
    ),
    ("two of a kind", lambda: [Told().dual(helper=OFFICE)]),
    ("two of a kind", lambda: [Told().dual(given_at=MONDAY)]),
    ("clock of a helper", lambda: [Told().dual(due_at=MONDAY)]),
    ("worked on after its end", lambda: [Told().checked().end().go("supervise")]),
    ("merged and not let go", lambda: merged(master_id=None)),
    ("merged and not let go", lambda: merged(closed_at=None)),
    ("split without a child", lambda: split(parent_id=None)),
    ("split without a child", lambda: split(contact_id=UUID(int=9))),
    ("split without a child", lambda: split(submitted_at=MONDAY)),
    ("split without a child", lambda: split()[:1]),
    ("reminded out of turn", lambda: [Told().remind(fired=DAY)]),
    ("reminded out of turn", lambda: [Told().remind("near")]),
    ("reminded out of turn", lambda: [Told().remind().remind(fired=9 * DAY)]),
    ("reminded out of turn", lambda: [Told().go("remind")]),
    ("overdue and nobody told", lambda: [overdue()]),
    ("inherited with another clock", lambda: [Told().go("inherit", said="{}")]),
    (
        "inherited with another clock",
        lambda: [Told().go("inherit", said='{"former": "x"}', due_at=MONDAY + DAY)],
    ),
    ("sent where nobody looks", lambda: [Told(unit_id=GAS).go("request_verify", "verifying")]),
    ("alarm goes down", lambda: supervised("red", "yellow")),
]


@pytest.mark.parametrize(("rule", "stories"), BROKEN)
def test_a_broken_rule_is_found(rule, stories):
    assert rule in found(*stories())


def test_every_rule_is_broken_once():
    assert {rule for rule, _rows in BROKEN} == set(ANSWER_RULES)


def test_good_rows_are_good():
    back = Told().checked().revisit("unsolved", 2).go("reopen", "dispatched")
    told = overdue().remind(limit=MONDAY + DAY, fired=5 * DAY + HOUR)
    assert "overdue and nobody told" not in found(told)
    stories = (
        back.go("sign", "in_progress"),
        unreached((30, 54, 80)),
        Told().checked().revisit().end(),
        Told().dual(),
        *merged(),
        *split(),
        told,
        *supervised("blue", "red"),
        Told(deadline_class="PLAN", due_at=MONDAY + 14 * DAY).remind("near", fired=13 * DAY),
        Told().remind("many", limit=MONDAY, fired=DAY),
    )
    assert found(*stories) - set(WHOLE_RULES) == {"overdue and nobody told"}


def batch(outcome="done", reason="", by=ADA, **changed):
    story, run = Told(), uuid4()
    ticket = story.ticket["id"]
    story.go("remark", by=by, command=uuid5(run, str(ticket)))
    rows = json.dumps([[str(ticket), outcome, reason]])
    kept = {"id": run, "user_id": ADA, "each_row": rows, "verb": "remark"} | changed
    return {"stories": [story], "batches": [kept]}


def moved_twice():
    told = batch()
    story = told["stories"][0]
    story.go("remark", command=story.moves[-1]["command"])
    return told


def message(user=ADA, path="1.2.3.", unit=None, reason="overdue", times=1):
    story = Told(area_path="1.").remind()
    row = {
        "number": "1",
        "user_id": user,
        "event_id": uuid4(),
        "ticket_id": story.ticket["id"],
        "whistle_id": None,
        "reason": reason,
        "unit": str(unit) if unit else None,
        "helper": None,
        "path": path,
    }
    return {"stories": [story], "messages": [row] * times}


WHOLE = [
    ("batch says what is not", lambda: batch("refused", "不行")),
    ("batch says what is not", lambda: batch(by=CARL)),
    ("batch says what is not", lambda: batch("")),
    ("batch says what is not", lambda: batch(reason="不行")),
    ("batch moves twice", moved_twice),
    ("told twice", lambda: message(times=2)),
    ("told to a stranger", lambda: message(user=LENA)),
    ("told to a stranger", lambda: message(path="1.9.")),
    ("reminder reaches nobody", lambda: message(reason="near")),
    ("left with a dissolved unit", lambda: {"stories": [Told(unit_id=GONE)]}),
    ("left in an area that ended", lambda: {"stories": [Told(area_id=GONE)], "ended": {GONE}}),
    (
        "left with a dissolved unit",
        lambda: {"stories": [Told().dual(helper=GONE, state="given", ended_at=None)]},
    ),
    (
        "left with a dissolved unit",
        lambda: {
            "stories": [Told()],
            "whistles": [{"number": "2", "unit_id": GONE, "ended_at": None}],
        },
    ),
]


@pytest.mark.parametrize(("rule", "told"), WHOLE)
def test_a_broken_rule_of_many_is_found(rule, told):
    given = told()
    rows = rows_of(*given.pop("stories"), **given)
    assert WHOLE_RULES[rule](rows)


def test_every_rule_of_many_is_broken_once():
    assert {rule for rule, _rows in WHOLE} == set(WHOLE_RULES)


def test_good_batches_and_messages_are_good():
    for given in (batch(), message(), message(user=BEN, path="1.9."), message(unit=TEAM)):
        assert not found(*given.pop("stories"), **given) & set(WHOLE_RULES)


def test_filing_may_find_that_the_promise_was_broken_for_long():
    story = Told(deadline_class="PLAN", due_at=MONDAY + DAY).go("file", "filed", hours=40)
    story.end("cancel", "cancelled", hours=41)
    assert "overdue and nobody told" not in found(story)
