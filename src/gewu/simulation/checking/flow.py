"""Who does what after what: the rules of the life cycle about order, persons and counts."""

from collections import Counter
from collections.abc import Callable

from gewu.simulation.checking.rows import Case, Rows

Rule = Callable[[Case, Rows], bool]

OPEN = {
    *("submitted", "verifying", "needs_info", "filed", "dispatched", "returning"),
    *("in_progress", "suspended", "checking", "checked"),
}
ENDS = {"closed", "declined", "merged", "cancelled"}
# From where to where a ticket may go at all; "=" is always allowed while nothing else says no.
GOES = {
    "": {"submitted"},
    "submitted": {
        *("verifying", "needs_info", "declined", "merged", "checking", "filed", "closed"),
        "cancelled",
    },
    "verifying": {"submitted", "cancelled"},
    "needs_info": {"submitted", "cancelled"},
    "filed": {"dispatched", "declined", "merged", "cancelled"},
    "dispatched": {"in_progress", "returning", "filed", "merged", "cancelled"},
    "returning": {"dispatched", "submitted", "cancelled"},
    "in_progress": {"checking", "suspended", "dispatched", "filed", "cancelled"},
    "suspended": {"in_progress", "cancelled"},
    "checking": {"checked", "in_progress", "closed", "cancelled"},
    "checked": {"closed", "dispatched", "cancelled"},
    "closed": {"dispatched", "submitted", "archived"},
    "merged": {"submitted", "archived"},
    "declined": {"archived"},
    "cancelled": {"archived"},
    "archived": set(),
}
MOST_EXTENSIONS = 2


def illegal_step(case: Case, _rows: Rows) -> bool:
    """From a state to one that does not follow it."""
    return any(
        move["from_state"] != move["to_state"] and move["to_state"] not in GOES[move["from_state"]]
        for move in case.moves
    )


def moves_do_not_meet(case: Case, _rows: Rows) -> bool:
    """A move begins where the one before ended, and the last one is where the ticket is."""
    states = [move["to_state"] for move in case.moves]
    begins = [move["from_state"] for move in case.moves]
    return begins != ["", *states[:-1]] or states[-1] != case.ticket["state"]


def handled_and_judged_by_one(case: Case, _rows: Rows) -> bool:
    """Nobody checks, closes or sends back for rework what they handled last."""
    for move in case.of("check", "close", "rework"):
        handled = case.before(move, "handle", "self_handle")
        if handled and move["by_id"] and handled[-1]["by_id"] == move["by_id"]:
            return True
    return False


def sent_back_twice(case: Case, _rows: Rows) -> bool:
    """A unit sends a ticket back once, and never after the centre has designated it."""
    units = Counter(move["unit_id"] for move in case.of("request_return"))
    if any(count > 1 for count in units.values()):
        return True
    for move in case.of("request_return"):
        refused = [m["unit_id"] for m in case.before(move, "refuse_return")]
        if move["unit_id"] in refused:
            return True
    return False


def sent_back_after_signing(case: Case, _rows: Rows) -> bool:
    """Sending back comes before the work."""
    return any(move["from_state"] != "dispatched" for move in case.of("request_return"))


def extended_wrongly(case: Case, _rows: Rows) -> bool:
    """Twice at most, applied for before it was overdue."""
    asked_late = any(move["was_overdue"] for move in case.of("request_extension"))
    return len(case.of("extend")) > MOST_EXTENSIONS or asked_late


def decided_by_one(case: Case, _rows: Rows) -> bool:
    """Who asks does not decide; extension, suspension and appeal take two more people."""
    for each in case.approvals:
        if each["state"] != "granted" or each["kind"] == "return":
            continue
        people = [each["asked_by"], each["decided_by"]]
        if each["kind"] in ("extension", "suspension", "appeal"):
            people.append(each["endorsed_by"])
        if len(set(people)) < len(people) or people[1] is None:
            return True
    return False


def granted_without_asking(case: Case, _rows: Rows) -> bool:
    """Every extension, suspension, cancelling and excuse was applied for and granted."""
    needs = {"extend": "extension", "suspend": "suspension", "cancel": "cancel", "exempt": "appeal"}
    return any(len(case.of(verb)) != len(case.granted(kind)) for verb, kind in needs.items())


def suspended_twice(case: Case, _rows: Rows) -> bool:
    """One suspension for each ticket."""
    return len(case.of("suspend")) > 1


def closed_without_work(case: Case, _rows: Rows) -> bool:
    """Closing follows a check of something handled; a question may be answered on the spot."""
    for move in case.moves:
        if move["to_state"] != "closed" or move["from_state"] == "closed":
            continue
        if move["verb"] == "answer_directly":
            continue
        handled = case.before(move, "handle", "self_handle")
        given = case.before(move, "dispatch", "reopen", "rework", "refile")
        if not handled or (given and given[-1]["id"] > handled[-1]["id"]):
            return True
    return False


def helpers_left_behind(case: Case, _rows: Rows) -> bool:
    """The lead is done when the helpers are; nobody helps with what has ended."""
    for move in case.of("handle"):
        if any(h["given_at"] < move["at"] and _open_at(h, move["at"]) for h in case.helps):
            return True
    return case.ticket["state"] not in OPEN and any(h["state"] == "given" for h in case.helps)


def _open_at(order: dict[str, object], at: object) -> bool:
    ended = order["ended_at"]
    return ended is None or ended > at  # type: ignore[operator]


def merged_into_what_had_ended(case: Case, rows: Rows) -> bool:
    """A master is open when something joins it, and is no part of another itself."""
    master = case.ticket["master_id"]
    if master is None:
        return False
    if rows.tickets[master]["master_id"] is not None:
        return True
    merged = case.of("merge")[-1:]
    # The master named then may have joined another since; that one was open in its turn.
    return any(
        str(master) in move["said"] and rows.state_at(master, move) not in OPEN for move in merged
    )


def barred_unit_has_it(case: Case, _rows: Rows) -> bool:
    """Whoever a complaint is about, or who withdrew, never gets it."""
    return case.ticket["unit_id"] in (case.ticket["barred"] or [])


def reopened_without_decision(case: Case, _rows: Rows) -> bool:
    """Once by itself, further times by a supervisor's decision."""
    times = len(case.of("reopen", "reconsider"))
    return times > 1 + len(case.granted("reopen")) + len(case.granted("doubt"))


def appealed_twice(case: Case, _rows: Rows) -> bool:
    """One appeal, of something late, after closing; one that was withdrawn is none."""
    asked = case.of("appeal")
    ended = ("appeal", "withdrawn")
    undecided = [each for each in case.approvals if (each["kind"], each["state"]) == ended]
    return len(asked) - len(undecided) > 1 or any(move["from_state"] != "closed" for move in asked)


def left_waiting(case: Case, _rows: Rows) -> bool:
    """An application is open exactly while the ticket says so."""
    still = any(each["state"] in ("asked", "endorsed") for each in case.approvals)
    return still != bool(case.ticket["pending"])


def journal_is_silent(case: Case, _rows: Rows) -> bool:
    """Every move is a fact in the journal as well."""
    return case.told != len(case.moves)


def emergency_as_work(case: Case, _rows: Rows) -> bool:
    """An emergency is passed on; it is never a work order."""
    return bool(case.ticket["deadline_class"] == "E0")


FLOW_RULES: dict[str, Rule] = {
    "illegal step": illegal_step,
    "moves do not meet": moves_do_not_meet,
    "handled and judged by one person": handled_and_judged_by_one,
    "sent back twice": sent_back_twice,
    "sent back after signing": sent_back_after_signing,
    "extended wrongly": extended_wrongly,
    "decided by one person": decided_by_one,
    "granted without asking": granted_without_asking,
    "suspended twice": suspended_twice,
    "closed without work": closed_without_work,
    "helpers left behind": helpers_left_behind,
    "merged into what had ended": merged_into_what_had_ended,
    "barred unit has it": barred_unit_has_it,
    "reopened without a decision": reopened_without_decision,
    "appealed twice": appealed_twice,
    "left waiting": left_waiting,
    "journal is silent": journal_is_silent,
    "emergency as work": emergency_as_work,
}
