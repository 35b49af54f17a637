"""The checker finds each rule broken when rows are broken on purpose, and nothing in good rows."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from gewu.simulation.checking import Days, Rows, broken
from gewu.simulation.checking.flow import FLOW_RULES
from gewu.simulation.checking.time import TIME_RULES

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA, BEN, CARL, LENA = (UUID(int=number) for number in (1, 2, 3, 4))
TEAM, OFFICE = UUID(int=21), UUID(int=22)
HELP = {"id": 1, "unit_id": UUID(int=22), "kind": "help", "due_at": MONDAY + 20 * DAY}
DAYS = Days(
    ZoneInfo("Asia/Shanghai"),
    ((time(8), time(12)), (time(14), time(18))),
    frozenset({date(2026, 3, 4)}),
    frozenset({date(2026, 3, 7)}),
)


class Story:
    """Rows of one ticket that obey every rule, until a test spoils them."""

    def __init__(self, **changed):
        self.ticket = {
            "id": uuid4(),
            "number": "1",
            "state": "submitted",
            "submitted_at": MONDAY,
            "deadline_class": "D7",
            "due_at": MONDAY + 7 * DAY,
            "closed_at": None,
            "paused_at": None,
            "unit_id": None,
            "barred": [],
            "master_id": None,
            "pending": "",
            "contact_id": None,
            "parent_id": None,
        } | changed
        self.moves, self.approvals, self.helps, self.told = [], [], [], None
        self.go("submit", "submitted")

    def go(self, verb, to="", hours=None, by=ADA, unit=None, **changed):
        before = self.moves[-1] if self.moves else {"to_state": "", "at": MONDAY}
        at = before["at"] + HOUR if hours is None else MONDAY + hours * HOUR
        self.moves.append(
            {
                "id": len(self.moves),
                "ticket_id": self.ticket["id"],
                "verb": verb,
                "from_state": before["to_state"],
                "to_state": to or before["to_state"],
                "at": at,
                "by_id": by,
                "unit_id": unit or self.ticket["unit_id"],
                "was_overdue": at > self.ticket["due_at"],
                "due_at": None,
                "said": "",
                "by_kind": "staff",
                "command": None,
            }
            | changed
        )
        self.ticket["state"] = self.moves[-1]["to_state"]
        return self

    def signed(self):
        self.ticket["unit_id"] = TEAM
        return self.go("file", "filed").go("dispatch", "dispatched").go("sign", "in_progress")

    def closed(self, checker=BEN):
        self.signed().go("handle", "checking").go("check", "checked", by=checker)
        self.go("confirm", "closed", by=None)
        self.ticket["closed_at"] = self.moves[-1]["at"]
        return self

    def approval(self, kind, state="granted", **changed):
        self.approvals.append(
            {
                "ticket_id": self.ticket["id"],
                "kind": kind,
                "state": state,
                "asked_by": ADA,
                "endorsed_by": CARL,
                "decided_by": LENA,
                "asked_at": MONDAY,
                "decided_at": self.moves[-1]["at"],
                "until": self.moves[-1]["at"] + 3 * DAY,
            }
            | changed
        )
        return self


def found(*stories):
    rows = Rows(
        tickets={story.ticket["id"]: story.ticket for story in stories},
        moves=[move for story in stories for move in story.moves],
        approvals=[each for story in stories for each in story.approvals],
        helps=[each for story in stories for each in story.helps],
        told={
            str(story.ticket["id"]): len(story.moves) if story.told is None else story.told
            for story in stories
        },
        days=DAYS,
    )
    return {line.partition(":")[0] for line in broken(rows)}


def illegal_step():
    return [Story().go("close", "checking").go("jump", "archived")]


def moves_do_not_meet():
    story = Story().signed()
    story.ticket["state"] = "checking"
    return [story]


def judged_by_one():
    return [Story().closed(checker=ADA)]


def sent_back_twice():
    story = Story(unit_id=TEAM).go("file", "filed").go("dispatch", "dispatched")
    story.go("request_return", "returning").go("refuse_return", "dispatched")
    return [story.go("request_return", "returning")]


def sent_back_by_the_designated():
    story = Story(unit_id=TEAM).go("file", "filed").go("dispatch", "dispatched")
    story.go("request_return", "returning", unit=OFFICE).go("refuse_return", "dispatched")
    return [story.go("request_return", "returning")]


def sent_back_after_signing():
    return [Story().signed().go("request_return", "returning")]


def extended_thrice():
    story = Story(due_at=MONDAY + 28 * DAY).signed()
    for _each in range(3):
        story.go("request_extension").go("extend").approval("extension")
    return [story]


def extended_when_overdue():
    return [Story().signed().go("request_extension", hours=24 * 8)]


def decided_by_one():
    story = Story(due_at=MONDAY + 14 * DAY).signed()
    return [story.go("request_extension").go("extend").approval("extension", endorsed_by=LENA)]


def granted_without_asking():
    return [Story(closed_at=MONDAY).go("cancel", "cancelled")]


def suspended(until=3 * DAY, back=3 * DAY, due=10 * DAY, times=1):
    story = Story(due_at=MONDAY + due).signed()
    for _each in range(times):
        story.go("suspend", "suspended")
        story.approval("suspension", until=story.moves[-1]["at"] + until)
        story.go("resume", "in_progress", hours=(story.moves[-1]["at"] - MONDAY + back) / HOUR)
    return [story]


def closed_without_work():
    return [Story(closed_at=MONDAY).signed().go("close", "closed", from_state="checking")]


def closed_before_it_was_done_again():
    story = Story().closed().go("reopen", "dispatched").go("sign", "in_progress")
    return [story.go("close", "closed")]


def helper_at_handling():
    story = Story().signed()
    story.helps.append(
        {
            "ticket_id": story.ticket["id"],
            "state": "done",
            **HELP,
            "given_at": MONDAY,
            "ended_at": MONDAY + 9 * DAY,
        }
    )
    return [story.go("handle", "checking")]


def helper_after_the_end():
    story = Story().closed()
    story.helps.append(
        {
            "ticket_id": story.ticket["id"],
            "state": "given",
            **HELP,
            "given_at": MONDAY + 9 * DAY,
            "ended_at": None,
        }
    )
    return [story]


def merged(**changed):
    master = Story().closed()
    story = Story(master_id=master.ticket["id"], closed_at=MONDAY)
    story.go("merge", "merged", said=str(master.ticket["id"]), id=99)
    master.ticket |= changed
    return [master, story]


def barred():
    return [Story(barred=[TEAM]).signed()]


def reopened(times, hours=None):
    story = Story().closed()
    for number in range(times):
        if number:
            story.go("handle", "checking").go("check", "checked", by=BEN).go("confirm", "closed")
        story.go("reopen", "dispatched", hours=hours).go("sign", "in_progress")
    return [story]


def appealed():
    return [Story().closed().go("appeal").go("appeal")]


def waiting():
    return [Story().approval("cancel", "asked")]


def silent():
    story = Story()
    story.told = 0
    return [story]


def backwards():
    return [Story().go("remark", hours=5).go("remark", hours=4)]


def still():
    return [Story(paused_at=MONDAY)]


def asked_for_long():
    story = Story(due_at=MONDAY + 14 * DAY).go("ask", "needs_info", hours=1)
    return [story.go("answer", "submitted", hours=24 * 7)]


def urged():
    # Saturday is worked, Sunday belongs to Monday.
    return [Story().go("urge", hours=24 * 6).go("urge", hours=24 * 7)]


def laid_to_rest():
    return [Story().closed().go("archive", "archived", hours=24 * 59)]


def due_before_it_begins():
    return [Story().go("file", "filed", due_at=MONDAY)]


def overdue_unsaid():
    return [Story().closed().go("archive", "archived", hours=24 * 70, was_overdue=False)]


BROKEN = [
    ("illegal step", illegal_step),
    ("moves do not meet", moves_do_not_meet),
    ("handled and judged by one person", judged_by_one),
    ("sent back twice", sent_back_twice),
    ("sent back twice", sent_back_by_the_designated),
    ("sent back after signing", sent_back_after_signing),
    ("extended wrongly", extended_thrice),
    ("extended wrongly", extended_when_overdue),
    ("decided by one person", decided_by_one),
    ("granted without asking", granted_without_asking),
    ("suspended twice", lambda: suspended(times=2, due=13 * DAY)),
    ("closed without work", closed_without_work),
    ("closed without work", closed_before_it_was_done_again),
    ("helpers left behind", helper_at_handling),
    ("helpers left behind", helper_after_the_end),
    ("merged into what had ended", merged),
    ("merged into what had ended", lambda: merged(master_id=None, state="closed")),
    ("barred unit has it", barred),
    ("reopened without a decision", lambda: reopened(2)),
    ("appealed twice", appealed),
    ("left waiting", waiting),
    ("journal is silent", silent),
    ("emergency as work", lambda: [Story(deadline_class="E0")]),
    ("clock runs backwards", backwards),
    ("stands still elsewhere", still),
    ("paused time counted", lambda: suspended(due=7 * DAY)),
    ("paused time counted", lambda: [Story(deadline_class="W4", due_at=MONDAY + 5 * HOUR)]),
    ("suspended too long", lambda: suspended(until=400 * DAY)),
    ("suspended too long", lambda: suspended(until=DAY, back=3 * DAY)),
    ("waited too long", asked_for_long),
    ("urged twice a day", urged),
    ("reopened too late", lambda: reopened(1, hours=24 * 9)),
    ("laid to rest too early", laid_to_rest),
    ("step is due before it begins", due_before_it_begins),
    ("overdue is not said", overdue_unsaid),
]


@pytest.mark.parametrize(("rule", "rows"), BROKEN)
def test_a_broken_rule_is_found(rule, rows):
    assert rule in found(*rows())


def test_every_rule_is_broken_once():
    assert {rule for rule, _rows in BROKEN} == {*FLOW_RULES, *TIME_RULES}


def test_good_rows_are_good():
    suspension = suspended()[0]
    asked = Story(due_at=MONDAY + 9 * DAY).go("ask", "needs_info", hours=1)
    asked.go("answer", "submitted", hours=49)
    working = Story(deadline_class="W4", due_at=MONDAY + 6 * HOUR)
    other = Story(deadline_class="PLAN")
    again = reopened(1)[0]
    rest = Story().closed().go("archive", "archived", hours=24 * 70)
    answered = Story(closed_at=MONDAY).go("answer_directly", "closed")
    one = Story().go("urge", hours=24 * 4).go("urge", hours=24 * 5)
    stories = (suspension, asked, working, other, again, rest, answered, one)
    # None of them goes on after its last move, so nobody was reminded either.
    assert found(*stories) - {"overdue and nobody told"} == set()


def test_what_was_decided_may_be_reopened_later():
    story = reopened(2)[0]
    ended = [move["at"] for move in story.moves if move["verb"] == "confirm"][-1]
    story.moves[-2]["at"] = story.moves[-1]["at"] = ended + 9 * DAY
    story.approval("reopen", asked_at=ended + DAY)
    assert found(story) == set()


def test_a_pause_that_goes_on_is_not_in_the_limit_yet():
    story = Story(paused_at=MONDAY).go("ask", "needs_info", hours=1)
    assert found(story) == set()
