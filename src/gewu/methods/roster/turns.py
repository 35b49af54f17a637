"""What is shared out, and among whom. Indices stand for turns and hands everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

REST = timedelta(hours=11)
ONE_DAY = timedelta(days=1)


class Measures(NamedTuple):
    """What is kept even: all turns, those by night, those on days off."""

    turns: int = 0
    nights: int = 0
    days_off: int = 0


@dataclass(frozen=True)
class Turn:
    """A span of time for which so many hands are needed; the night belongs to the day it begins."""

    day: date
    begins: datetime
    ends: datetime
    need: int = 1
    is_night: bool = False
    is_day_off: bool = False

    def __post_init__(self) -> None:
        if self.ends <= self.begins:
            raise ValueError("a turn ends after it begins")
        if self.need < 0:
            raise ValueError("nobody is needed less than not at all")

    @property
    def weights(self) -> Measures:
        """By how much each measure grows for whoever takes it."""
        return Measures(1, int(self.is_night), int(self.is_day_off))


@dataclass(frozen=True)
class Hand:
    """Somebody who can take some of the turns; `carried` is what they have had before."""

    able: frozenset[int]
    away: frozenset[date] = frozenset()
    rather_not: frozenset[int] = frozenset()
    carried: Measures = Measures()


def clash(one: Turn, other: Turn, rest: timedelta = REST) -> str:
    """Why nobody can take both: "overlap", "rest" or "nights"; empty when somebody can."""
    first, second = sorted((one, other), key=lambda turn: (turn.begins, turn.ends))
    if second.begins < first.ends:
        return "overlap"
    if second.begins - first.ends < rest:
        return "rest"
    if first.is_night and second.is_night and second.day - first.day == ONE_DAY:
        return "nights"
    return ""


def clashes(turns: Sequence[Turn], rest: timedelta = REST) -> Iterator[tuple[int, int, str]]:
    """Every two turns that exclude each other, and why."""
    order = sorted(range(len(turns)), key=lambda index: turns[index].begins)
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            first, second = turns[one], turns[other]
            if second.begins >= first.ends + rest and second.day - first.day > ONE_DAY:
                break
            if why := clash(first, second, rest):
                yield one, other, why


def is_away(hand: Hand, turn: Turn) -> bool:
    """Away on the day it begins, or on a day that it reaches into."""
    if turn.day in hand.away:
        return True
    last = (turn.ends - timedelta(microseconds=1)).date()
    return last != turn.day and last in hand.away


def can_take(hand: Hand, index: int, turns: Sequence[Turn]) -> bool:
    """Allowed and there."""
    return index in hand.able and not is_away(hand, turns[index])
