"""The rows as plain dictionaries, by SQL."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from gewu.simulation.checking.days import Days

Row = dict[str, Any]


@dataclass
class Case:
    """Everything about one ticket."""

    ticket: Row
    moves: list[Row] = field(default_factory=list)
    approvals: list[Row] = field(default_factory=list)
    helps: list[Row] = field(default_factory=list)
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
class Rows:
    """What was read."""

    tickets: dict[UUID, Row]
    moves: list[Row]
    approvals: list[Row]
    helps: list[Row]
    told: dict[str, int]
    days: Days

    def verbs(self) -> Counter[str]:
        """How often each verb was done."""
        return Counter(move["verb"] for move in self.moves)

    def cases(self) -> Iterator[Case]:
        """Every ticket with its rows."""
        by_ticket = {
            name: _grouped(getattr(self, name)) for name in ("moves", "approvals", "helps")
        }
        for key, ticket in self.tickets.items():
            yield Case(
                ticket,
                **{name: found.get(key, []) for name, found in by_ticket.items()},
                told=self.told.get(str(key), 0),
            )

    def state_at(self, ticket: UUID, move: Row) -> str:
        """In which state another ticket was when a move was made."""
        states = [m["to_state"] for m in self.moves_of(ticket) if m["id"] < move["id"]]
        return states[-1] if states else ""

    def moves_of(self, ticket: UUID) -> list[Row]:
        """The moves of one ticket."""
        return [move for move in self.moves if move["ticket_id"] == ticket]


def read() -> Rows:
    """Everything in the database."""
    told = _all("SELECT payload->>'ticket' AS ticket, count(*) AS n FROM kernel_journalentry"
                " WHERE name LIKE 'tickets.%' AND payload ? 'ticket' GROUP BY 1")  # fmt: skip
    return Rows(
        tickets={row["id"]: row for row in _all("SELECT * FROM tickets_ticket ORDER BY id")},
        moves=_all("SELECT *, codes::text AS said FROM tickets_move ORDER BY id"),
        approvals=_all("SELECT * FROM tickets_approval ORDER BY id"),
        helps=_all("SELECT * FROM tickets_helporder ORDER BY id"),
        told={row["ticket"]: row["n"] for row in told},
        days=Days.of(
            _all("SELECT * FROM tickets_terms")[0], _all("SELECT * FROM tickets_specialday")
        ),
    )


def _all(query: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%", "%%") if "%" in query else query, [])
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _grouped(rows: list[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["ticket_id"]].append(row)
    return found
