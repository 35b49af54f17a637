"""What a plan breaks, however it was made: by the solver, by turns or by hand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gewu.methods.roster.turns import REST, Hand, Measures, Turn, clash, is_away

Pair = tuple[int, int]  # a hand and a turn


@dataclass(frozen=True, order=True)
class Breach:
    """One rule that is not kept.

    `why` is "missing" or "many" for a turn, and "unable", "away", "overlap", "rest" or "nights"
    for a hand in it; the last three name the other turn as well.
    """

    turn: int
    why: str
    hand: int = -1
    other: int = -1
    count: int = 0


def breaches(
    turns: Sequence[Turn], hands: Sequence[Hand], taken: Iterable[Pair], rest: timedelta = REST
) -> list[Breach]:
    """Everything that is wrong with who takes what, in the order of the turns."""
    pairs = set(taken)
    found = [*_of_turns(turns, pairs)]
    for index, hand in enumerate(hands):
        own = sorted((turn for who, turn in pairs if who == index), key=lambda t: turns[t].begins)
        found += _of_hand(turns, index, hand, own, rest)
    return sorted(found)


def counts(turns: Sequence[Turn], hands: Sequence[Hand], taken: Iterable[Pair]) -> list[Measures]:
    """How much each hand has, with what it had before."""
    total = [list(hand.carried) for hand in hands]
    for who, turn in set(taken):
        for place, weight in enumerate(turns[turn].weights):
            total[who][place] += weight
    return [Measures(*each) for each in total]


def spreads(turns: Sequence[Turn], hands: Sequence[Hand], taken: Iterable[Pair]) -> Measures:
    """The most less the fewest, for each measure."""
    columns = list(zip(*counts(turns, hands, taken), strict=True))
    return Measures(*(max(column) - min(column) for column in columns)) if columns else Measures()


def _of_turns(turns: Sequence[Turn], pairs: set[Pair]) -> Iterator[Breach]:
    held = [0] * len(turns)
    for _who, turn in pairs:
        held[turn] += 1
    for index, each in enumerate(turns):
        if held[index] < each.need:
            yield Breach(index, "missing", count=each.need - held[index])
        elif held[index] > each.need:
            yield Breach(index, "many", count=held[index] - each.need)


def _of_hand(
    turns: Sequence[Turn], index: int, hand: Hand, own: list[int], rest: timedelta
) -> Iterator[Breach]:
    for place, one in enumerate(own):
        if one not in hand.able:
            yield Breach(one, "unable", index)
        if is_away(hand, turns[one]):
            yield Breach(one, "away", index)
        for other in own[place + 1 :]:
            if why := clash(turns[one], turns[other], rest):
                yield Breach(other, why, index, one)
