"""When: the rules of the life cycle about clocks, pauses and days."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from gewu.simulation.checking.days import Days
from gewu.simulation.checking.rows import Case, Row, Rows

Rule = Callable[[Case, Rows], bool]

STILL = {"needs_info", "suspended"}
PLAIN = {
    "E1": timedelta(hours=1),
    "E2": timedelta(hours=2),
    "E24": timedelta(hours=24),
    "D7": timedelta(days=7),
    "D15": timedelta(days=15),
    "M30": timedelta(days=30),
}
WORKED_DAYS = {"W4": 0.5, "D1": 1, "D2": 2, "D3": 3, "D5": 5}  # a day has eight hours of work
LONGEST = timedelta(days=366)
REOPEN_DAYS, REST_DAYS, ANSWER_DAYS = timedelta(days=7), timedelta(days=60), 3
SLACK = timedelta(hours=13)  # jobs come by twice a day at least


def clock_runs_backwards(case: Case, _rows: Rows) -> bool:
    """Nothing happens before what happened before it."""
    times = [case.ticket["submitted_at"], *(move["at"] for move in case.moves)]
    return any(a > b for a, b in pairwise(times))


def stands_still_elsewhere(case: Case, _rows: Rows) -> bool:
    """The clock stands still for the reporter's answer and a suspension, and for nothing else."""
    return (case.ticket["paused_at"] is not None) != (case.ticket["state"] in STILL)


def paused_time_counted(case: Case, rows: Rows) -> bool:
    """The promise is the limit, once more for each extension, and nothing of a pause."""
    ticket, days = case.ticket, rows.days
    name = ticket["deadline_class"]
    if name not in PLAIN and name not in WORKED_DAYS:
        return False
    given = 1 + len(case.of("extend"))
    limit = PLAIN[name] if name in PLAIN else WORKED_DAYS[name] * days.one_day()
    due = ticket["due_at"]
    used = _passed(name, ticket["submitted_at"], due, days)
    for begun, ended in pauses(case):
        if begun < due and ended is not None:
            used -= _passed(name, begun, min(ended, due), days)
    return abs(used - limit * given) > timedelta(seconds=1)


def pauses(case: Case) -> list[tuple[datetime, datetime | None]]:
    """From when until when the clock stood still; the last one may go on."""
    found: list[tuple[datetime, datetime | None]] = []
    for move, after in pairwise([*steps(case), None]):
        if move is not None and move["to_state"] in STILL:
            found.append((move["at"], after["at"] if after else None))
    return found


def steps(case: Case) -> list[Row]:
    """The moves that lead to another state."""
    return [move for move in case.moves if move["from_state"] != move["to_state"]]


def _passed(name: str, a: datetime, b: datetime, days: Days) -> timedelta:
    return b - a if name in PLAIN else days.between(a, b)


def suspended_too_long(case: Case, _rows: Rows) -> bool:
    """A year at most, and taken up on its date."""
    for each in case.granted("suspension"):
        if each["until"] - each["decided_at"] > LONGEST:
            return True
        for begun, ended in pauses(case):
            if begun == each["decided_at"] and ended and ended > each["until"] + SLACK:
                return True
    return False


def waited_too_long(case: Case, rows: Rows) -> bool:
    """The reporter is waited for three working days at most."""
    most = ANSWER_DAYS * rows.days.one_day() + rows.days.one_day()
    return any(
        move["to_state"] == "needs_info"
        and after is not None
        and rows.days.between(move["at"], after["at"]) > most
        for move, after in pairwise([*steps(case), None])
        if move is not None
    )


def urged_twice_a_day(case: Case, rows: Rows) -> bool:
    """Once a working day; a free day belongs to the working day after it."""
    days = Counter(rows.days.belongs_to(move["at"]) for move in case.of("urge"))
    return any(count > 1 for count in days.values())


def reopened_too_late(case: Case, _rows: Rows) -> bool:
    """Within seven days of its end, or asked for within them and then decided."""
    for move in case.of("reopen", "reconsider"):
        ends = case.before(move, "check", "close", "confirm", "answer_directly")
        asked = [each["asked_at"] for each in case.granted("reopen")]
        earliest = min([move["at"], *(at for at in asked if at > ends[-1]["at"])])
        if earliest > ends[-1]["at"] + REOPEN_DAYS:
            return True
    return False


def laid_to_rest_too_early(case: Case, _rows: Rows) -> bool:
    """Sixty days after its end."""
    return any(move["at"] < case.ticket["closed_at"] + REST_DAYS for move in case.of("archive"))


def signed_by_a_wrong_clock(case: Case, _rows: Rows) -> bool:
    """A limit of a step lies behind its beginning, unless the unit's limit had passed before."""
    return any(
        move["due_at"] is not None
        and move["due_at"] < move["at"]
        and move["to_state"] not in ("in_progress",)
        for move in case.moves
    )


def overdue_is_not_said(case: Case, _rows: Rows) -> bool:
    """What is late at its end says so in the move that ended it."""
    laid = case.of("archive")
    return any(move["was_overdue"] != (move["at"] > case.ticket["due_at"]) for move in laid)


TIME_RULES: dict[str, Rule] = {
    "clock runs backwards": clock_runs_backwards,
    "stands still elsewhere": stands_still_elsewhere,
    "paused time counted": paused_time_counted,
    "suspended too long": suspended_too_long,
    "waited too long": waited_too_long,
    "urged twice a day": urged_twice_a_day,
    "reopened too late": reopened_too_late,
    "laid to rest too early": laid_to_rest_too_early,
    "step is due before it begins": signed_by_a_wrong_clock,
    "overdue is not said": overdue_is_not_said,
}
