"""Plain taking of turns: whoever had the fewest is next. Where the solver starts from."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from gewu.methods.roster.checks import Pair
from gewu.methods.roster.turns import REST, Hand, Turn, can_take, clash


def rotate(
    turns: Sequence[Turn],
    hands: Sequence[Hand],
    pins: Iterable[Pair] = (),
    rest: timedelta = REST,
    *,
    level: bool = False,
) -> set[Pair]:
    """Turn by turn to the next in line who may take it; a turn stays short where nobody may.

    By the list, as a paper roster does it; `level` gives it to whoever had the fewest so far.
    """
    line = _Line(turns, hands, set(pins), rest, level)
    for index in sorted(range(len(turns)), key=lambda turn: turns[turn].begins):
        line.fill(index)
    return line.taken


class _Line:
    """People in their order, and what each has so far."""

    def __init__(
        self,
        turns: Sequence[Turn],
        hands: Sequence[Hand],
        taken: set[Pair],
        rest: timedelta,
        level: bool,
    ) -> None:
        self.turns, self.hands, self.taken = turns, hands, taken
        self.rest, self.level, self.next = rest, level, 0
        self.own: list[list[int]] = [[] for _hand in hands]
        self.load = [list(hand.carried) for hand in hands]
        for who, turn in taken:
            self._note(who, turn)

    def fill(self, index: int) -> None:
        """Give a turn to the next who may take it, as long as hands are missing."""
        missing = self.turns[index].need - sum(turn == index for _who, turn in self.taken)
        free = (who for who in self._order(index) if self._may(who, index))
        for who, _missing in zip(free, range(missing), strict=False):
            self.taken.add((who, index))
            self._note(who, index)
            self.next = (who + 1) % len(self.hands)

    def _order(self, index: int) -> list[int]:
        line = [(self.next + step) % len(self.hands) for step in range(len(self.hands))]
        return sorted(line, key=lambda who: self._had(who, index)) if self.level else line

    def _had(self, who: int, index: int) -> tuple[bool, int]:
        """A turn of a scarce kind counts once more among its own."""
        had, weights = self.load[who], self.turns[index].weights
        return index in self.hands[who].rather_not, sum(
            count * weight for count, weight in zip(had, weights, strict=True)
        )

    def _may(self, who: int, index: int) -> bool:
        if index in self.own[who] or not can_take(self.hands[who], index, self.turns):
            return False
        turn = self.turns[index]
        return not any(clash(turn, self.turns[other], self.rest) for other in self.own[who])

    def _note(self, who: int, index: int) -> None:
        self.own[who].append(index)
        for place, weight in enumerate(self.turns[index].weights):
            self.load[who][place] += weight
