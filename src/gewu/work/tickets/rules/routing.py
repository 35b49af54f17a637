"""Which unit is asked first, as a reason that people can read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BY_AREA = "area"
BY_KIND = "kind"
BY_HAND = "hand"
BY_RULE = "rule"
OUTSIDE = "outside"
NO_MAPPING = "no_mapping"
NO_TEAM = "no_team"

REASONS: dict[str, str | Promise] = {
    BY_AREA: _("The unit that serves this place leads this item."),
    BY_KIND: _("The department that leads this item in the county."),
    BY_HAND: _("Chosen by the dispatcher."),
    BY_RULE: _("A routing rule of the county says so."),
    OUTSIDE: _("The place lies outside all areas, so the county desk looks at it."),
    NO_MAPPING: _("No unit is set up for this kind of work, so the county desk looks at it."),
    NO_TEAM: _("The area has no unit of this level yet, so the next level up was asked."),
}

LEVELS = ("grid", "community", "town")


@dataclass(frozen=True)
class Route:
    """A unit and why it was chosen; no unit means the county's desk."""

    unit: UUID | None
    reason: str
    rule: UUID | None = None
    via: tuple[UUID, ...] = ()
    rule_set: int | None = None

    @property
    def codes(self) -> dict[str, Any]:
        """What the move keeps, so that the reason can be told after the rules have changed."""
        if self.rule is None:
            return {"route": self.reason}
        codes = {"route": self.reason, "rule": str(self.rule), "rule_set": self.rule_set}
        return codes | ({"via": [str(each) for each in self.via]} if self.via else {})


@dataclass(frozen=True)
class Choices:
    """What is known when a unit is chosen: units of the place by level, and the one of the kind."""

    of_area: dict[str, UUID]
    of_kind: UUID | None
    placed: bool


def choose(level: str, choices: Choices) -> Route:
    """The unit for a lead kind of a level (`grid`, `community`, `town` or `department`)."""
    if level == "department":
        if choices.of_kind is None:
            return Route(None, NO_MAPPING)
        return Route(choices.of_kind, BY_KIND)
    if not choices.placed:
        return Route(None, OUTSIDE)
    for rung in LEVELS[LEVELS.index(level) :]:
        if rung in choices.of_area:
            return Route(choices.of_area[rung], BY_AREA if rung == level else NO_TEAM)
    return Route(None, NO_TEAM)
