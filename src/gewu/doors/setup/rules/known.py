"""What a database knows already, as far as the rows of a book may name it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Place:
    """An area: its level, its name, and the day it ended."""

    code: str
    level: int
    name: str
    closed_on: date | None = None


@dataclass(frozen=True)
class Team:
    """A unit: its kind, its name, the code of its area, and the day it was dissolved."""

    kind: str
    name: str
    area_code: str
    dissolved_on: date | None = None

    @property
    def key(self) -> str:
        """How rows name it best: departments by name, others by the code of their area."""
        return self.name if self.kind == "department" else self.area_code


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; the line where the book brings them, else 0."""

    username: str
    name: str
    name_en: str = ""
    line: int = 0


@dataclass(frozen=True)
class NamedKind:
    """A kind of posts that open nothing, and in which units it stands."""

    code: str
    unit_kinds: tuple[str, ...]


@dataclass
class Known:
    """Everything together; a book adds what its own sheets bring."""

    places: dict[str, Place] = field(default_factory=dict)
    teams: list[Team] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    # Who works full time in which grid today.
    grid_of: dict[str, str] = field(default_factory=dict)
    # Kinds of posts that open nothing, by every name they have.
    post_kinds: dict[str, NamedKind] = field(default_factory=dict)
    # Who holds such a post today, by unit, kind and full name; there two people may share a name.
    seated: dict[tuple[str, str, str], str] = field(default_factory=dict)
    # Kinds of work that a department leads, by every name they have.
    lead_kinds: dict[str, str] = field(default_factory=dict)

    def add_people(self, people: Iterable[Person]) -> None:
        """People of the database or of the book."""
        self.people.update({each.username.lower(): each for each in people})

    def named(self, text: str) -> list[Person]:
        """Who is meant: by the sign-in name, else everyone of this full name."""
        found = self.people.get(text.lower())
        if found is not None:
            return [found]
        return [each for each in self.people.values() if each.name == text]

    def teams_named(self, text: str) -> list[Team]:
        """Which units are meant: of an area by its code, else all of this name that stand."""
        of_area = [t for t in self.teams if t.area_code == text and t.kind != "department"]
        by_name = [team for team in self.teams if team.name == text]
        found = of_area or by_name
        return [team for team in found if team.dissolved_on is None] or found
