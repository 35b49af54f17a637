"""The rows as plain dictionaries, by SQL."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection

from gewu.simulation.checking.days import Days

Row = dict[str, Any]

FACTS = """
SELECT payload->>'ticket' AS about, count(*) AS n FROM kernel_journalentry
WHERE name LIKE 'tickets.%' AND payload ? 'ticket' AND payload ? 'number' GROUP BY 1
"""
WHISTLE_FACTS = """
SELECT payload->>'whistle' AS about, count(*) AS n FROM kernel_journalentry
WHERE name LIKE 'tickets.%' AND payload ? 'called' GROUP BY 1
"""
# Each message with what it is about and the fact that it tells of.
MESSAGES = """
SELECT message.*, entry.payload->>'unit' AS unit, entry.payload->>'helper' AS helper,
       entry.name AS fact, entry.path
FROM notices_message AS message JOIN kernel_journalentry AS entry ON entry.id = message.event_id
ORDER BY message.id
"""
# Whoever stands in belongs to the unit as well.
MEMBERS = """
SELECT there.user_id, post.unit_id, post.role, area.path FROM (
    SELECT user_id, post_id FROM staffing_appointment
    UNION SELECT user_id, post_id FROM staffing_standin
) AS there
JOIN staffing_post AS post ON post.id = there.post_id
JOIN staffing_unit AS unit ON unit.id = post.unit_id
JOIN territory_area AS area ON area.id = unit.area_id
"""
# Dissolved units as well, with their successors.
UNITS = """
SELECT unit.*, area.path FROM staffing_unit AS unit JOIN territory_area AS area ON area.id = unit.area_id
"""

ENDED = "SELECT id FROM territory_area WHERE closed_on IS NOT NULL"


@dataclass
class Case:
    """Everything about one ticket."""

    ticket: Row
    moves: list[Row] = field(default_factory=list)
    approvals: list[Row] = field(default_factory=list)
    helps: list[Row] = field(default_factory=list)
    revisits: list[Row] = field(default_factory=list)
    reminders: list[Row] = field(default_factory=list)
    told: int = 0

    def of(self, *verbs: str) -> list[Row]:
        """The moves of these verbs, oldest first."""
        return [move for move in self.moves if move["verb"] in verbs]

    def before(self, move: Row, *verbs: str) -> list[Row]:
        """The moves of these verbs before another, oldest first."""
        return [each for each in self.of(*verbs) if each["id"] < move["id"]]

    def granted(self, kind: str) -> list[Row]:
        """The applications of a kind that were granted."""
        return [
            each for each in self.approvals if (each["kind"], each["state"]) == (kind, "granted")
        ]


@dataclass
class WhistleCase:
    """Everything about one whistle."""

    whistle: Row
    steps: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    reminders: list[Row] = field(default_factory=list)
    told: int = 0

    def of(self, *verbs: str) -> list[Row]:
        """The steps of these verbs, oldest first."""
        return [step for step in self.steps if step["verb"] in verbs]


@dataclass
class Rows:
    """What was read."""

    tickets: dict[UUID, Row]
    moves: list[Row]
    approvals: list[Row]
    helps: list[Row]
    told: dict[str, int]
    days: Days
    revisits: list[Row] = field(default_factory=list)
    reminders: list[Row] = field(default_factory=list)
    whistles: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    whistle_reminders: list[Row] = field(default_factory=list)
    batches: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    # Who sits in which unit, and where the units stand.
    members: list[Row] = field(default_factory=list)
    units: dict[UUID, Row] = field(default_factory=dict)
    # Areas that are no longer in force.
    ended: set[UUID] = field(default_factory=set)

    @cached_property
    def last(self) -> datetime:
        """When the latest of all moves and steps was made."""
        latest: datetime = max(row["at"] for row in (*self.moves, *self.steps))
        return latest

    def verbs(self) -> Counter[str]:
        """How often each verb was done, to tickets and to whistles."""
        return Counter(row["verb"] for row in (*self.moves, *self.steps))

    def is_of(self, user: UUID | None, unit: UUID | None) -> bool:
        """Whether somebody sits in a unit, or sat in one that it took over from."""
        own = self.once(unit)
        return any(row["user_id"] == user and row["unit_id"] in own for row in self.members)

    def once(self, unit: UUID | None) -> set[UUID | None]:
        """A unit and those that it took over from."""
        return {unit, *(pk for pk, row in self.units.items() if row.get("successor_id") == unit)}

    def kind_of(self, unit: UUID | None) -> str:
        """What kind of unit it is."""
        return str(self.units[unit]["kind"]) if unit else ""

    def cases(self) -> Iterator[Case]:
        """Every ticket with its rows."""
        by_ticket = {
            name: _grouped(getattr(self, name))
            for name in ("moves", "approvals", "helps", "revisits", "reminders")
        }
        for key, ticket in self.tickets.items():
            yield Case(
                ticket,
                **{name: found.get(key, []) for name, found in by_ticket.items()},
                told=self.told.get(str(key), 0),
            )

    def whistle_cases(self) -> Iterator[WhistleCase]:
        """Every whistle with its rows."""
        names = {name: name for name in ("steps", "calls", "tasks", "meetings")}
        names["reminders"] = "whistle_reminders"
        found = {
            name: _grouped(getattr(self, source), "whistle_id") for name, source in names.items()
        }
        for whistle in self.whistles:
            own = {name: rows.get(whistle["id"], []) for name, rows in found.items()}
            yield WhistleCase(whistle, **own, told=self.told.get(str(whistle["id"]), 0))

    def state_at(self, ticket: UUID, move: Row) -> str:
        """In which state another ticket was when a move was made."""
        states = [m["to_state"] for m in self.moves_of(ticket) if m["id"] < move["id"]]
        return states[-1] if states else ""

    def moves_of(self, ticket: UUID | None) -> list[Row]:
        """The moves of one ticket."""
        return self._by_ticket.get(ticket, []) if ticket else []

    @cached_property
    def _by_ticket(self) -> dict[UUID, list[Row]]:
        return _grouped(self.moves)


def read() -> Rows:
    """Everything in the database."""
    return Rows(
        tickets={row["id"]: row for row in _all("SELECT * FROM tickets_ticket ORDER BY id")},
        moves=_all("SELECT *, codes::text AS said FROM tickets_move ORDER BY id"),
        approvals=_all("SELECT * FROM tickets_approval ORDER BY id"),
        helps=_all("SELECT * FROM tickets_helporder ORDER BY id"),
        told={row["about"]: row["n"] for row in (*_all(FACTS), *_all(WHISTLE_FACTS))},
        days=Days.of(
            _all("SELECT * FROM tickets_terms")[0], _all("SELECT * FROM tickets_specialday")
        ),
        revisits=_all("SELECT * FROM tickets_revisit ORDER BY id"),
        reminders=_all("SELECT * FROM tickets_reminder ORDER BY id"),
        whistles=_all("SELECT * FROM tickets_whistle ORDER BY id"),
        steps=_all("SELECT *, codes::text AS said FROM tickets_whistlestep ORDER BY id"),
        calls=_all("SELECT * FROM tickets_whistlecall ORDER BY id"),
        tasks=_all("SELECT * FROM tickets_whistletask ORDER BY id"),
        meetings=_all("SELECT * FROM tickets_whistlemeeting ORDER BY id"),
        whistle_reminders=_all("SELECT * FROM tickets_whistlereminder ORDER BY id"),
        batches=_all("SELECT *, rows::text AS each_row FROM tickets_batchrun ORDER BY id"),
        messages=_all(MESSAGES),
        members=_all(MEMBERS),
        units={row["id"]: row for row in _all(UNITS)},
        ended={row["id"] for row in _all(ENDED)},
    )


def _all(query: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%", "%%") if "%" in query else query, [])
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _grouped(rows: list[Row], by: str = "ticket_id") -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return found
