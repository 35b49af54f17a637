"""Revisits, dual dispatch, merges and splits: the rules of the life cycle about them."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from gewu.simulation.checking.rows import Case, Row, Rows

Rule = Callable[[Case, Rows], bool]

ATTEMPTS, DAYS = 3, 2
DISSATISFIED = 2  # of five
# What may still be done once a ticket has ended, by where it ended.
AFTER = {
    "closed": {
        *("rate", "appeal", "endorse", "refuse", "exempt", "request_reopen", "reopen"),
        *("reconsider", "confide", "remark", "remind", "archive", "respond", "doubt", "shred"),
    },
    "merged": {"unmerge", "remark", "archive", "shred"},
    "declined": {"remark", "archive", "shred"},
    "cancelled": {"remark", "archive", "shred"},
    "archived": {"shred"},
}
OUT_OF_SIGHT = {"needs_info", "suspended", "checked", "closed", "merged", "declined", "cancelled"}
# Said before their limit; all others, but for counts, once it has passed.
BEFORE_THE_LIMIT, OF_A_COUNT = ("near", "resuming"), ("many", "returned")
SLACK = timedelta(hours=13)  # jobs come by twice a day at least
MOVES_THE_PROMISE = (
    *("file", "extend", "resume", "answer", "lapse"),
    *("refile", "unmerge", "reopen", "reconsider"),
)
LEVELS = ("", "blue", "yellow", "red")


def called_back_by_the_unit(case: Case, rows: Rows) -> bool:
    """Nobody asks how well they or their own unit worked."""
    for move in case.of("revisit"):
        handled = case.before(move, "handle", "self_handle")
        own = handled and handled[-1]["by_id"] == move["by_id"]
        if move["by_id"] and (own or rows.is_of(move["by_id"], move["unit_id"])):
            return True
    return False


def marks_without_an_answer(case: Case, _rows: Rows) -> bool:
    """Who was reached gave a mark of one to five, who was not gave none; attempts are counted."""
    rounds: dict[int, int] = {}
    for row in case.revisits:
        reached = row["outcome"] != "unreached"
        if reached != (row["satisfied"] is not None):
            return True
        if reached and not 1 <= row["satisfied"] <= 5:
            return True
        rounds[row["round"]] = rounds.get(row["round"], 0) + 1
        if row["attempt"] != rounds[row["round"]]:
            return True
    return len(case.of("revisit")) != len(case.revisits)


def given_up_too_early(case: Case, rows: Rows) -> bool:
    """Not to be reached: three attempts in vain on at least two days."""
    for move in case.of("close"):
        if json.loads(move["said"] or "{}").get("revisit") != "unreached":
            continue
        round_ = _round_at(case, move["at"])
        vain = [row["at"] for row in round_ if row["outcome"] == "unreached"]
        days = {at.astimezone(rows.days.zone).date() for at in vain}
        if len(vain) < ATTEMPTS or len(days) < DAYS:
            return True
    return False


def answer_without_consequence(case: Case, _rows: Rows) -> bool:
    """Unsolved or dissatisfied goes back once, then to a supervisor; anything else ends it."""
    asked = case.of("revisit")
    for row, move in zip(case.revisits, asked, strict=False):
        after = [each for each in case.moves if each["id"] > move["id"]]
        follows = after[0]["verb"] if after else ""
        bad = row["outcome"] == "unsolved" or (
            row["satisfied"] is not None and row["satisfied"] <= DISSATISFIED
        )
        back = case.before(move, "reopen", "reconsider")
        if bad and follows != ("request_reopen" if back else "reopen"):
            return True
        if not bad and row["outcome"] != "unreached" and follows not in ("close", "confirm"):
            return True
    return False


def two_of_a_kind(case: Case, rows: Rows) -> bool:
    """Dual dispatch: one unit of the place and one department, one of them leads."""
    for order in case.helps:
        if order["kind"] != "dual":
            continue
        names = [str(unit) for unit in rows.once(order["unit_id"])]
        helped = [m for m in case.of("cohandle") if any(name in m["said"] for name in names)]
        given = [m for m in helped if m["at"] == order["given_at"]]
        if not given:
            return True
        kinds = [rows.kind_of(unit) for unit in (given[0]["unit_id"], order["unit_id"])]
        if kinds.count("department") != 1:
            return True
    return False


def clock_of_a_helper(case: Case, _rows: Rows) -> bool:
    """Each has a clock of its own that begins when it is asked; the lead's limit stays."""
    return any(order["due_at"] <= order["given_at"] for order in case.helps)


def worked_on_after_its_end(case: Case, _rows: Rows) -> bool:
    """What has ended is left alone, but for what the rules still allow."""
    return any(
        move["from_state"] in AFTER and move["verb"] not in AFTER[move["from_state"]]
        for move in case.moves
    )


def merged_and_not_let_go(case: Case, _rows: Rows) -> bool:
    """A merged ticket knows its master and has an end; taken apart it has neither."""
    state, merged = case.ticket["state"], case.of("merge", "unmerge")
    joined = bool(merged) and merged[-1]["verb"] == "merge"
    if joined != (case.ticket["master_id"] is not None):
        return True
    return joined and (state not in ("merged", "archived") or case.ticket["closed_at"] is None)


def split_without_a_child(case: Case, rows: Rows) -> bool:
    """Every further matter is a ticket of its own, of the same reporter, from that moment on."""
    for move in case.of("split"):
        children = json.loads(move["said"]).get("children", [])
        found = [each for each in rows.tickets.values() if str(each["id"]) in children]
        if not found or len(found) != len(children):
            return True
        for child in found:
            if child["parent_id"] != case.ticket["id"]:
                return True
            if child["contact_id"] != case.ticket["contact_id"] and not _is_emptied(rows, child):
                return True
            if child["submitted_at"] != move["at"]:
                return True
    return False


def _is_emptied(rows: Rows, child: Row) -> bool:
    """Whether the words were removed, of it or of what it was split from; with them goes the contact."""
    pair = (child["id"], child["parent_id"])
    return any(move["verb"] == "shred" for pk in pair for move in rows.moves_of(pk))


def reminded_out_of_turn(case: Case, _rows: Rows) -> bool:
    """A reminder fires once, not before its limit, and climbs from handler to supervisor."""
    last: dict[tuple[Any, ...], int] = {}
    for row in case.reminders:
        key = (row["reason"], row["limit_at"])
        if row["round"] <= last.get(key, -1):
            return True
        last[key] = row["round"]
        early = row["fired_at"] < row["limit_at"]
        if early != (row["reason"] in BEFORE_THE_LIMIT) and row["reason"] not in OF_A_COUNT:
            return True
    return len(case.of("remind")) != len(case.reminders)


def overdue_and_nobody_told(case: Case, rows: Rows) -> bool:
    """Half a day after the promise was broken somebody was told."""
    steps = [move for move in case.moves if move["from_state"] != move["to_state"]]
    due = case.ticket["due_at"]
    # From here on the promise was known and broken: filing may find that it was so for long.
    known = max([due, *(move["at"] for move in case.of(*MOVES_THE_PROMISE))])
    for move, after in pairwise([*steps, None]):
        ended = after["at"] if after else rows.last
        if move and move["at"] <= known and ended > known + SLACK:
            hidden = move["to_state"] in OUT_OF_SIGHT | {"archived"}
            told = [r for r in case.reminders if r["reason"] in ("overdue", "long_overdue")]
            return not hidden and not any(row["limit_at"] == due for row in told)
    return False


def inherited_with_another_clock(case: Case, _rows: Rows) -> bool:
    """A successor goes on where the unit stood: no step, no new limit, and a former unit named."""
    return any(
        move["from_state"] != move["to_state"]
        or move["due_at"] is not None
        or not json.loads(move["said"]).get("former")
        for move in case.of("inherit")
    )


def sent_where_nobody_looks(case: Case, rows: Rows) -> bool:
    """Only those who work near a place look whether it is as reported."""
    return any(
        rows.kind_of(move["unit_id"]) not in ("grid_team", "community")
        for move in case.of("request_verify")
    )


def alarm_goes_down(case: Case, _rows: Rows) -> bool:
    """The clock by itself makes an alert graver, never milder."""
    level = ""
    for move in case.of("supervise", "lift"):
        new = json.loads(move["said"] or "{}").get("level", "") if move["verb"] != "lift" else ""
        by_itself = move["by_kind"] == "system"
        if by_itself and LEVELS.index(new) <= LEVELS.index(level):
            return True
        level = new
    return False


def _round_at(case: Case, at: datetime) -> list[Row]:
    """The attempts of the round that a moment belongs to."""
    before = [row for row in case.revisits if row["at"] <= at]
    last = before[-1]["round"] if before else None
    return [row for row in before if row["round"] == last]


ANSWER_RULES: dict[str, Rule] = {
    "called back by the unit": called_back_by_the_unit,
    "marks without an answer": marks_without_an_answer,
    "given up too early": given_up_too_early,
    "answer without consequence": answer_without_consequence,
    "two of a kind": two_of_a_kind,
    "clock of a helper": clock_of_a_helper,
    "worked on after its end": worked_on_after_its_end,
    "merged and not let go": merged_and_not_let_go,
    "split without a child": split_without_a_child,
    "reminded out of turn": reminded_out_of_turn,
    "overdue and nobody told": overdue_and_nobody_told,
    "inherited with another clock": inherited_with_another_clock,
    "sent where nobody looks": sent_where_nobody_looks,
    "alarm goes down": alarm_goes_down,
}
