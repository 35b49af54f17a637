"""What higher areas do when a unit is dissolved, or when its people go to another one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from gewu.kernel.hooks import Hook


@dataclass(frozen=True)
class Burden:
    """So many open things of a kind that a unit has."""

    label: str | Promise
    count: int


@dataclass(frozen=True, repr=False)
class Heritage:
    """What an area counts with a unit, and how it goes over to another.

    `hand_over` is an action with unit, successor, words and by; it may refuse with a sentence.
    """

    burdens: Callable[[Any], list[Burden]]
    hand_over: Callable[..., object]

    def __repr__(self) -> str:
        return f"Heritage({self.hand_over.__name__})"


heritages: Hook[Heritage] = Hook(
    "staffing.heritages", "What does this unit still have open, and how does a successor take it?"
)
# An action with former, heir and by; asked before the former unit is dissolved.
moves_of_teams: Hook[Callable[..., object]] = Hook(
    "staffing.moves_of_teams",
    "The people of one unit will work in another: what must they still not have?",
)
# A county's id leads to a function of the day, or to nothing where no calendar is kept yet.
workdays: Hook[Callable[[UUID], Callable[[date], bool] | None]] = Hook(
    "staffing.workdays", "On which days is work done in a county?"
)
