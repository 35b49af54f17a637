"""The checker finds each rule of whistles broken when rows are broken on purpose."""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from gewu.simulation.checking import Days, Rows, broken
from gewu.simulation.checking.whistles import WHISTLE_RULES

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ADA, LENA, HANA, STRANGER = (UUID(int=number) for number in (1, 2, 3, 4))
TEAM, TOWN, SANITATION, OTHER = (UUID(int=number) for number in (21, 22, 23, 24))
DAYS = Days(
    ZoneInfo("Asia/Shanghai"),
    ((time(8), time(12)), (time(14), time(18))),
    frozenset({date(2026, 3, 5)}),
    frozenset(),
)
UNITS = {
    TEAM: {"kind": "grid_team"},
    TOWN: {"kind": "town"},
    SANITATION: {"kind": "department"},
    OTHER: {"kind": "department"},
}
MEMBERS = [
    {"user_id": ADA, "unit_id": TEAM, "role": "worker", "path": "1.2.3."},
    {"user_id": LENA, "unit_id": TOWN, "role": "leader", "path": "1.2."},
    {"user_id": HANA, "unit_id": SANITATION, "role": "handler", "path": "1."},
]


class Blown:
    """Rows of one whistle that obey every rule, until a test spoils them."""

    def __init__(self, kind="resident_problem", ticket=None, at=MONDAY):
        self.at, self.ticket, self.told = at, ticket, None
        self.whistle = {
            "id": uuid4(),
            "number": "202603020001",
            "kind": kind,
            "state": "raised",
            "ticket_id": ticket["id"] if ticket else None,
            "unit_id": TEAM,
            "approval_path": "1.2.",
            "raised_by": ADA,
            "raised_at": at,
            "approved_at": None,
            "ended_at": None,
            "outcome": "",
        }
        self.call = {
            "id": uuid4(),
            "whistle_id": self.whistle["id"],
            "unit_id": SANITATION,
            "due_at": None,
            "acknowledged_at": None,
            "acknowledged_by": None,
            "reported_at": None,
            "reported_by": None,
            "mode": "",
            "late": False,
        }
        self.steps, self.calls, self.tasks = [], [self.call], []
        self.meetings, self.reminders, self.moves = [], [], []
        self.go("raise_whistle", "raised", by=ADA)
        if ticket:
            self.linked("whistle")

    def linked(self, verb):
        self.moves.append(
            {
                "id": uuid4(),
                "ticket_id": self.ticket["id"],
                "verb": verb,
                "at": self.at,
                "by_id": ADA,
                "command": None,
                "said": f'{{"whistle": "{self.whistle["id"]}"}}',
            }
        )

    def go(self, verb, to="", by=ADA, unit=None, after=HOUR):
        self.at += after if self.steps else timedelta(0)
        self.steps.append(
            {
                "whistle_id": self.whistle["id"],
                "verb": verb,
                "to_state": to or self.whistle["state"],
                "at": self.at,
                "by_id": by,
                "unit_id": unit,
                "said": "",
            }
        )
        self.whistle["state"] = self.steps[-1]["to_state"]
        return self

    def inherited(self):
        """Its unit was dissolved; another one goes on."""
        self.go("inherit_whistle", by=None, unit=OTHER)
        self.steps[-1]["said"] = json.dumps({"former": str(SANITATION)})
        return self

    def approved(self, by=LENA):
        self.go("approve_whistle", "approved", by=by)
        limit = 30 * MINUTE if self.whistle["kind"] == "emergency" else DAY
        self.whistle["approved_at"] = self.at
        self.call["due_at"] = self.at + limit
        return self

    def running(self, after=HOUR):
        self.approved().go("report_in", "running", by=HANA, unit=SANITATION, after=after)
        self.call |= {
            "acknowledged_at": self.at,
            "acknowledged_by": HANA,
            "reported_at": self.at,
            "reported_by": HANA,
            "mode": "onsite",
        }
        return self

    def with_task(self, **changed):
        self.running().go("give_task", by=ADA, unit=SANITATION)
        self.tasks.append(
            {
                "id": uuid4(),
                "whistle_id": self.whistle["id"],
                "unit_id": SANITATION,
                "given_at": self.at,
                "due_at": self.at + DAY,
                "done_at": None,
                "done_by": None,
                "confirmed_at": None,
                "confirmed_by": None,
            }
            | changed
        )
        return self

    def confirmed(self, by=ADA, **changed):
        self.with_task().go("finish_task", by=HANA).go("confirm_task", by=by)
        self.tasks[0] |= {
            "done_at": self.at - HOUR,
            "done_by": HANA,
            "confirmed_at": self.at,
            "confirmed_by": by,
        } | changed
        return self

    def over(self, verb="judge", outcome="solved", by=ADA):
        self.go(verb, "ended", by=by)
        self.whistle |= {"ended_at": self.at, "outcome": outcome}
        if self.ticket:
            self.linked("whistle_ended")
        return self

    def met(self, **changed):
        self.running().go("convene", "to_meeting").go("conclude", "to_meeting", by=LENA)
        self.meetings.append(
            {
                "whistle_id": self.whistle["id"],
                "minutes": "到会六人",
                "decisions": "由市政牵头",
                "held_at": self.at - HOUR,
                "shredded_at": None,
            }
            | changed
        )
        self.steps.pop()
        return self.over("conclude", "unsolved", by=LENA)

    def reminded(self, reason, fired, subject=None, round=0, limit=None):
        self.reminders.append(
            {
                "whistle_id": self.whistle["id"],
                "reason": reason,
                "subject_id": subject or self.call["id"],
                "limit_at": limit or self.call["due_at"] or MONDAY,
                "round": round,
                "fired_at": fired,
            }
        )
        self.at = max(self.at, fired)
        self.steps.append({**self.steps[-1], "verb": "remind_whistle", "by_id": None, "at": fired})
        return self


def found(*blown):
    tickets = {each.ticket["id"]: each.ticket for each in blown if each.ticket}
    rows = Rows(
        tickets={},
        moves=[move for each in blown for move in each.moves],
        approvals=[],
        helps=[],
        told={
            str(each.whistle["id"]): len(each.steps) if each.told is None else each.told
            for each in blown
        },
        days=DAYS,
        whistles=[each.whistle for each in blown],
        steps=[step for each in blown for step in each.steps],
        calls=[call for each in blown for call in each.calls],
        tasks=[task for each in blown for task in each.tasks],
        meetings=[meeting for each in blown for meeting in each.meetings],
        whistle_reminders=[row for each in blown for row in each.reminders],
        members=MEMBERS,
        units=UNITS,
    )
    lines = {line.partition(":")[0] for case in rows.whistle_cases() for line in _of(case, rows)}
    assert lines <= {line.partition(":")[0] for line in broken(rows)} and tickets is not None
    return lines


def _of(case, rows):
    # The tickets of these stories are known by their moves only.
    return [name for name, rule in WHISTLE_RULES.items() if rule(case, rows)]


def changed(blown, part="whistle", **how):
    getattr(blown, part).update(how)
    return blown


def of_call(blown, **how):
    return changed(blown, "call", **how)


def late_call():
    blown = Blown().approved()
    at = blown.call["due_at"] + 5 * DAY
    blown.go("remind_whistle", by=None, after=at - blown.at)
    blown.steps.pop()
    blown.go("acknowledge", by=HANA, unit=SANITATION)
    return of_call(blown, acknowledged_at=blown.at, acknowledged_by=HANA)


def two_of_a_ticket():
    ticket = {"id": uuid4()}
    return [Blown(ticket=ticket), Blown(ticket=ticket, at=MONDAY + HOUR)]


def unlinked():
    blown = Blown(ticket={"id": uuid4()})
    blown.moves.clear()
    return [blown]


def silent():
    blown = Blown()
    blown.told = 0
    return [blown]


def twice_reported():
    blown = Blown().running()
    return [blown.go("report_in", by=HANA, unit=SANITATION)]


BROKEN = [
    ("whistle goes elsewhere", lambda: [Blown().go("judge", "ended")]),
    ("whistle goes elsewhere", lambda: [changed(Blown(), state="approved")]),
    ("decided by whoever whistled", lambda: [Blown().approved(by=ADA)]),
    ("decided from below", lambda: [Blown().approved(by=HANA)]),
    ("called before approval", lambda: [Blown().go("acknowledge", by=HANA, unit=SANITATION)]),
    ("called before approval", lambda: [of_call(Blown(), due_at=MONDAY + DAY)]),
    ("called before approval", lambda: [of_call(Blown().running(), reported_at=MONDAY)]),
    ("wrong time to come", lambda: [of_call(Blown().running(), due_at=MONDAY + 3 * DAY)]),
    (
        "wrong time to come",
        lambda: [of_call(Blown("emergency").running(), due_at=MONDAY + 2 * HOUR)],
    ),
    ("lateness is wrong", lambda: [of_call(Blown().running(), late=True)]),
    ("lateness is wrong", lambda: [Blown().running(after=9 * DAY)]),
    ("lateness is wrong", lambda: [of_call(Blown().running(), mode="")]),
    ("came without heeding", lambda: [of_call(Blown().running(), reported_by=STRANGER)]),
    ("came without heeding", lambda: [of_call(Blown().running(), acknowledged_at=None)]),
    ("came without heeding", twice_reported),
    ("calls whom it commands", lambda: [changed(Blown(), unit_id=OTHER)]),
    ("calls whom it commands", lambda: [of_call(Blown(), unit_id=TEAM)]),
    ("task for a stranger", lambda: [Blown().with_task(unit_id=OTHER)]),
    ("task for a stranger", lambda: [Blown().with_task(due_at=MONDAY)]),
    ("task for a stranger", lambda: [Blown().running().go("give_task", by=HANA)]),
    ("confirmed by a stranger", lambda: [Blown().confirmed(by=HANA)]),
    ("confirmed by a stranger", lambda: [Blown().confirmed(done_at=MONDAY + 9 * DAY)]),
    ("judged by a stranger", lambda: [Blown().running().over(by=HANA)]),
    ("judged with open tasks", lambda: [Blown().with_task().over()]),
    ("unsolved without a meeting", lambda: [Blown().running().over(outcome="unsolved")]),
    ("unsolved without a meeting", lambda: [Blown().met(minutes="")]),
    ("unsolved without a meeting", lambda: [Blown().met(held_at=MONDAY + 9 * DAY)]),
    ("ended without an outcome", lambda: [changed(Blown().running().over(), outcome="")]),
    ("whistled twice", two_of_a_ticket),
    ("whistled twice", unlinked),
    ("whistles in silence", silent),
    ("reminded of nothing", lambda: [Blown().approved().reminded("absent", MONDAY)]),
    (
        "reminded of nothing",
        lambda: [
            Blown()
            .approved()
            .reminded("absent", MONDAY + 3 * DAY)
            .reminded("absent", MONDAY + 4 * DAY)
        ],
    ),
    ("reminded of nothing", lambda: [Blown().running().reminded("absent", MONDAY + 9 * DAY)]),
    ("reminded of nothing", lambda: [Blown().with_task().reminded("unjudged", MONDAY + 9 * DAY)]),
    ("reminded of nothing", lambda: [Blown().approved().reminded("unapproved", MONDAY + DAY)]),
    ("reminded of nothing", lambda: [Blown().running().over().reminded("unjudged", MONDAY + DAY)]),
    ("nobody was reminded", lambda: [late_call()]),
    ("inherited again", lambda: [Blown().inherited().inherited()]),
]


@pytest.mark.parametrize(("rule", "blown"), BROKEN)
def test_a_broken_rule_is_found(rule, blown):
    assert rule in found(*blown())


def test_every_rule_is_broken_once():
    assert {rule for rule, _rows in BROKEN} == set(WHISTLE_RULES)


def test_a_call_may_be_gone_with_its_unit():
    blown = Blown().approved().reminded("absent", MONDAY + 30 * HOUR, subject=uuid4())
    assert found(blown) == {"reminded of nothing"}
    assert found(blown.inherited()) == set()


def test_what_a_dissolved_unit_had_done_stays_its_own():
    blown = Blown().with_task(done_at=MONDAY + 3 * HOUR, done_by=HANA)
    for call in blown.calls:
        call["unit_id"] = OTHER
    assert "task for a stranger" in found(blown)
    assert "task for a stranger" not in found(blown.inherited())


def test_minutes_that_were_removed_had_been_written():
    assert found(Blown().met(minutes="", decisions="", shredded_at=MONDAY + 20 * DAY)) == set()


def test_good_rows_are_good():
    refused = Blown().go("refuse_whistle", "refused", by=LENA)
    changed(refused, outcome="refused", ended_at=refused.at)
    late = Blown().approved().reminded("absent", MONDAY + 30 * HOUR)
    ticket = {"id": uuid4()}
    good = (
        Blown(),
        Blown().approved(),
        Blown("emergency").running(after=20 * MINUTE),
        Blown().confirmed().over(),
        Blown().met(),
        refused,
        late,
        Blown(ticket=ticket).running().over(),
        Blown(ticket=ticket, at=MONDAY + 9 * HOUR),
    )
    assert found(*good) == set()
