"""The proposal: hard rules as clauses, evenness as what is made small (OR-Tools CP-SAT)."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ortools.sat.python import cp_model

from gewu.methods.roster.checks import Pair
from gewu.methods.roster.rotation import rotate
from gewu.methods.roster.turns import REST, Hand, Turn, can_take, clashes

# A turn that stays short weighs more than any unevenness; a wish less than a turn more for one.
SHORT, SPREAD, UNEVEN, WISH = 100_000, 20, 2, 1
# What may be given up to see what stands in the way, the smallest first.
RELAXED = ("nights", "rest", "away")


@dataclass(frozen=True)
class Shortage:
    """So many hands are missing in a turn; so many may take it at all and are there."""

    turn: int
    missing: int
    there: int


@dataclass(frozen=True)
class Plan:
    """Who takes what. With shortages it is as full as the rules allow.

    `gap` is how far it may be from the best plan (0 when it is the best); `helps` names what
    would have to be given up so that nothing is short: "nights", "rest", "away", or "hands"
    when only more people help.
    """

    taken: frozenset[Pair]
    is_best: bool
    gap: float
    seconds: float
    shortages: tuple[Shortage, ...] = ()
    helps: tuple[str, ...] = ()


def propose(
    turns: Sequence[Turn],
    hands: Sequence[Hand],
    pins: Iterable[Pair] = (),
    *,
    rest: timedelta = REST,
    seconds: float = 10,
    workers: int = 2,
) -> Plan:
    """The fairest plan found in that many seconds; pinned pairs stay whatever they break."""
    fixed = frozenset(pins)
    model = _Model(turns, hands, fixed, rest)
    model.make_even()
    found = model.solve(seconds, workers)
    short = model.shortages(found.taken)
    if not short:
        return found
    helps = _what_helps(turns, hands, fixed, rest, min(seconds, 3), workers)
    return Plan(found.taken, found.is_best, found.gap, found.seconds, short, helps)


def _what_helps(
    turns: Sequence[Turn],
    hands: Sequence[Hand],
    pins: frozenset[Pair],
    rest: timedelta,
    seconds: float,
    workers: int,
) -> tuple[str, ...]:
    """The single rules without which nothing is short; else more hands."""
    found = []
    for rule in RELAXED:
        model = _Model(turns, hands, pins, rest, without=rule)
        if not model.shortages(model.solve(seconds / len(RELAXED), workers).taken):
            found.append(rule)
    return tuple(found) or ("hands",)


class _Model:
    """Turns and hands as a CP-SAT model."""

    def __init__(
        self,
        turns: Sequence[Turn],
        hands: Sequence[Hand],
        pins: frozenset[Pair],
        rest: timedelta,
        without: str = "",
    ) -> None:
        self.turns, self.hands, self.pins = turns, hands, pins
        self.rest, self.without = rest, without
        self.model = cp_model.CpModel()
        self.takes: dict[Pair, Any] = {}
        self.cost: list[Any] = []
        for who, hand in enumerate(hands):
            for index in range(len(turns)):
                if (who, index) in pins or self._may(hand, index):
                    self.takes[who, index] = self.model.new_bool_var("")
        for pair in pins:
            self.model.add(self.takes[pair] == 1)
        self._fill()
        self._exclude()

    def _may(self, hand: Hand, index: int) -> bool:
        if self.without == "away":
            return index in hand.able
        return can_take(hand, index, self.turns)

    def _fill(self) -> None:
        by_turn = defaultdict(list)
        for (_who, index), var in self.takes.items():
            by_turn[index].append(var)
        pinned: dict[int, int] = defaultdict(int)
        for _who, index in self.pins:
            pinned[index] += 1
        self.short: list[Any] = []
        for index, turn in enumerate(self.turns):
            need = max(turn.need, pinned[index])
            short = self.model.new_int_var(0, need, "")
            self.model.add(sum(by_turn[index]) + short == need)
            self.short.append(short)
            self.cost.append(SHORT * short)

    def _exclude(self) -> None:
        for one, other, why in clashes(self.turns, self.rest):
            if why == self.without:
                continue
            for who in range(len(self.hands)):
                first, second = (who, one), (who, other)
                if first in self.pins and second in self.pins:
                    continue  # somebody wanted it so, and is warned elsewhere
                if first in self.takes and second in self.takes:
                    self.model.add_at_most_one(self.takes[first], self.takes[second])

    def make_even(self) -> None:
        """The most less the fewest, and how far each is from the mean, for each measure."""
        for place in range(3):
            self._make_even(place)
        for (who, index), var in self.takes.items():
            if index in self.hands[who].rather_not:
                self.cost.append(WISH * var)

    def _make_even(self, place: int) -> None:
        own = defaultdict(list)
        for (who, index), var in self.takes.items():
            if self.turns[index].weights[place]:
                own[who].append(var)
        if len(own) < 2:
            return
        before = {who: self.hands[who].carried[place] for who in own}
        pinned = sum(self.turns[index].weights[place] for _who, index in self.pins)
        needed = pinned + sum(turn.need for turn in self.turns if turn.weights[place])
        most_of_all = max(before.values()) + needed
        mean = (sum(before.values()) + needed) / len(own)
        most, fewest = (self.model.new_int_var(0, most_of_all, "") for _end in range(2))
        for who, vars_ in own.items():
            total = before[who] + sum(vars_)
            self.model.add(total <= most)
            self.model.add(total >= fewest)
            off = self.model.new_int_var(0, most_of_all, "")
            self.model.add(off >= total - math.ceil(mean))
            self.model.add(off >= math.floor(mean) - total)
            self.cost.append(UNEVEN * off)
        self.cost.append(SPREAD * (most - fewest))
        if not self.pins:  # whole numbers: what no plan can beat, so that the best is known as such
            self.model.add(most + sum(self.short) >= math.ceil(mean))
            self.model.add(fewest <= math.floor(mean))

    def solve(self, seconds: float, workers: int) -> Plan:
        """Ask the solver, beginning with who had the fewest so far."""
        for who, index in self.takes.keys() & (
            start := rotate(self.turns, self.hands, self.pins, self.rest, level=True)
        ):
            self.model.add_hint(self.takes[who, index], 1)
        for pair in self.takes.keys() - start:
            self.model.add_hint(self.takes[pair], 0)
        self.model.minimize(sum(self.cost))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = 1
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            # Time was over before the first answer: taking turns is always an answer.
            return Plan(frozenset(start), is_best=False, gap=1.0, seconds=solver.wall_time)
        taken = frozenset(pair for pair, var in self.takes.items() if solver.value(var))
        value, bound = solver.objective_value, solver.best_objective_bound
        gap = max(0.0, (value - bound) / max(1.0, value))
        return Plan(taken, status == cp_model.OPTIMAL, gap, solver.wall_time)

    def shortages(self, taken: Iterable[Pair]) -> tuple[Shortage, ...]:
        """Which turns a plan leaves short."""
        held: dict[int, int] = defaultdict(int)
        there: dict[int, int] = defaultdict(int)
        for _who, index in taken:
            held[index] += 1
        for who, index in self.takes:
            there[index] += can_take(self.hands[who], index, self.turns)
        return tuple(
            Shortage(index, turn.need - held[index], there[index])
            for index, turn in enumerate(self.turns)
            if held[index] < turn.need
        )
