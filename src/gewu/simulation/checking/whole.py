"""Batches and messages: rules about rows that belong to more than one ticket."""

import json
from collections import Counter
from collections.abc import Callable
from uuid import UUID, uuid5

from gewu.simulation.checking.rows import Row, Rows

OF_THE_PROMISE = ("near", "overdue", "long_overdue")

# Answers who broke it: batches by their id, messages by their number.
WholeRule = Callable[[Rows], list[str]]


def batch_says_what_is_not(rows: Rows) -> list[str]:
    """A row that is done moved its ticket, by whoever asked; one that was refused moved nothing."""
    moved = {(move["ticket_id"], move["command"]): move for move in rows.moves}
    found = []
    for run in rows.batches:
        for ticket, outcome, reason in json.loads(run["each_row"]):
            move = moved.get((UUID(ticket), uuid5(run["id"], ticket)))
            done = move is not None and move["by_id"] == run["user_id"]
            if (
                outcome not in ("done", "refused")
                or done != (outcome == "done")
                or (outcome == "refused") != bool(reason)
            ):
                found.append(str(run["id"]))
    return sorted(set(found))


def batch_moves_twice(rows: Rows) -> list[str]:
    """A batch takes each ticket at most once through each of its steps, also when sent again."""
    commands = Counter(
        (move["command"], move["verb"]) for move in rows.moves if move["command"] is not None
    )
    return sorted({str(command) for (command, _verb), count in commands.items() if count > 1})


def told_twice(rows: Rows) -> list[str]:
    """One message to one person about one fact."""
    told = Counter((message["user_id"], message["event_id"]) for message in rows.messages)
    return [m["number"] for m in rows.messages if told[m["user_id"], m["event_id"]] > 1]


def told_to_a_stranger(rows: Rows) -> list[str]:
    """A message goes to a unit that has to do with it, or to somebody over the place."""
    return [each["number"] for each in rows.messages if not _concerns(each, rows)]


def reminder_reaches_nobody(rows: Rows) -> list[str]:
    """Whatever the clock said about a promise or a whistle, somebody has read."""
    told = {(m["ticket_id"] or m["whistle_id"], m["reason"]) for m in rows.messages}
    promised = [row for row in rows.reminders if row["reason"] in OF_THE_PROMISE]
    of_tickets = {(row["ticket_id"], row["reason"]) for row in promised}
    of_whistles = {(r["whistle_id"], r["reason"]) for r in rows.whistle_reminders}
    return sorted(str(key) for key, reason in (of_tickets | of_whistles) - told)


def left_with_a_dissolved_unit(rows: Rows) -> list[str]:
    """What is open lies with a unit that stands; a successor's clocks are those of before."""
    gone = {pk for pk, unit in rows.units.items() if unit.get("dissolved_on")}
    found = [t["number"] for t in rows.tickets.values() if _is_open(t) and t["unit_id"] in gone]
    found += [
        whistle["number"]
        for whistle in rows.whistles
        if whistle["ended_at"] is None and whistle["unit_id"] in gone
    ]
    return found + [str(each["id"]) for each in rows.helps if _helps_on(each, gone)]


def left_in_an_area_that_ended(rows: Rows) -> list[str]:
    """What is open lies in a grid that stands; what was over keeps the grid of its time."""
    return [
        ticket["number"]
        for ticket in rows.tickets.values()
        if _is_open(ticket) and ticket.get("area_id") in rows.ended
    ]


def _is_open(ticket: Row) -> bool:
    return ticket["closed_at"] is None and ticket["state"] != "archived"


def _helps_on(order: Row, gone: set[UUID]) -> bool:
    return order["state"] == "given" and order["unit_id"] in gone


def _concerns(message: Row, rows: Rows) -> bool:
    ticket = rows.tickets.get(message["ticket_id"])
    places = [message["path"], *([ticket["area_path"]] if ticket else [])]
    places += [w["approval_path"] for w in rows.whistles if w["id"] == message["whistle_id"]]
    units = {message["unit"], message["helper"]}
    units |= {str(move["unit_id"]) for move in rows.moves_of(message["ticket_id"])}
    return any(
        str(row["unit_id"]) in units or any(place.startswith(row["path"]) for place in places)
        for row in rows.members
        if row["user_id"] == message["user_id"]
    )


WHOLE_RULES: dict[str, WholeRule] = {
    "batch says what is not": batch_says_what_is_not,
    "batch moves twice": batch_moves_twice,
    "told twice": told_twice,
    "told to a stranger": told_to_a_stranger,
    "reminder reaches nobody": reminder_reaches_nobody,
    "left with a dissolved unit": left_with_a_dissolved_unit,
    "left in an area that ended": left_in_an_area_that_ended,
}
