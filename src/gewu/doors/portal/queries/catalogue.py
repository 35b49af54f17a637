"""The catalogue as residents choose from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gewu.ground.territory.queries import county
from gewu.work.tickets.models import Category, Condition, Item
from gewu.work.tickets.queries import EMERGENCY
from gewu.work.tickets.queries.catalogue import grouped_items
from gewu.work.tickets.queries.public import PRIVATE_CATEGORIES


@dataclass(frozen=True)
class Choice:
    """An item as residents choose it; an emergency is shown with its number, not chosen."""

    item: Item
    is_emergency: bool

    @property
    def number(self) -> str:
        """The number to call first; empty where nobody has to."""
        return self.item.emergency_number or ("110" if self.is_emergency else "")

    @property
    def hint(self) -> str:
        """What to photograph or say, in the reader's language."""
        return self.item.hint


Groups = list[tuple[Category, list[Choice]]]


def choices_of(county_id: UUID) -> Groups:
    """What residents may choose, under its categories."""
    return [
        (category, [Choice(item, _is_emergency(item.current)) for item in items])
        for category, items in grouped_items(county_id, offered=True)
    ]


def offered_item(county_id: UUID, code: str) -> Choice | None:
    """The item of a code, if residents may choose it."""
    choices = (choice for _category, group in choices_of(county_id) for choice in group)
    return next((choice for choice in choices if choice.item.code == code), None)


def listed_items() -> list[tuple[Category, list[Item]]]:
    """Items whose closed requests are listed for everyone."""
    groups = grouped_items(county().pk)
    return [group for group in groups if group[0].code not in PRIVATE_CATEGORIES]


def item_among(groups: Sequence[tuple[Category, list[Item]]], code: str) -> Item | None:
    """The item of a code among those listed."""
    items = (item for _category, group in groups for item in group)
    return next((item for item in items if item.code == code), None)


def _is_emergency(conditions: Sequence[Condition]) -> bool:
    """What nobody looked at yet counts as the default condition says."""
    return any(each.is_default and each.deadline_class == EMERGENCY for each in conditions)
