"""Shorter borders: moves that may get worse before they get better (Fiduccia, Mattheyses 1982).

In a pass every border node moves at most once, the one that saves most first, also when it saves
nothing; then everything after the best moment is taken back. Limits may be overstepped for a moment
by one node, so that a swap of two nodes is two moves. A part that a move would tear apart is left
as it is.
"""

import heapq
from dataclasses import dataclass, field
from random import Random

from gewu.methods.partition.board import Board

PATIENCE = 60


@dataclass(frozen=True)
class Limits:
    """What a part may weigh, and how far a pass may stray from it in between."""

    least: int
    most: int
    slack: int

    def excess(self, load: int) -> int:
        """How much a part is too light or too heavy."""
        return max(0, self.least - load, load - self.most)


@dataclass
class _Pass:
    board: Board
    limits: Limits
    random: Random
    heap: list[tuple[int, float, int, int, int]] = field(default_factory=list)
    stamp: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, list[int]] = field(default_factory=dict)
    moved: list[tuple[int, int]] = field(default_factory=list)
    locked: set[int] = field(default_factory=set)

    def push(self, node: int) -> None:
        """Put every move of a node on the heap; older entries of it lose their stamp."""
        if node in self.locked or node in self.board.fixed:
            return
        stamp = self.stamp[node] = self.stamp.get(node, 0) + 1
        home, links = self.board.part[node], self.board.links(node)
        own = links.pop(home, 0)
        for to, price in links.items():
            heapq.heappush(self.heap, (own - price, self.random.random(), node, to, stamp))

    def fits(self, node: int, to: int) -> bool:
        """Whether both parts stay within the limits, or near; if not, the node waits."""
        board, limits = self.board, self.limits
        home, weight = board.part[node], board.weight[node]
        if board.load[to] + weight > limits.most + limits.slack:
            self.waiting.setdefault(to, []).append(node)
            return False
        if board.load[home] - weight < limits.least - limits.slack:
            self.waiting.setdefault(home, []).append(node)
            return False
        return True

    def do(self, node: int, to: int) -> None:
        """Move, lock, and look again at whoever is touched by it."""
        home = self.board.part[node]
        self.board.move(node, to)
        self.moved.append((node, home))
        self.locked.add(node)
        again = {*self.board.near[node], *self.waiting.pop(home, ()), *self.waiting.pop(to, ())}
        for other in sorted(again):
            self.push(other)


def shorten(board: Board, limits: Limits, random: Random, patience: int = PATIENCE) -> int:
    """Passes until one saves nothing; what was saved."""
    saved = 0
    while True:
        found = _run(_Pass(board, limits, random), patience)
        saved += found
        if found == 0:
            return saved


def _run(this: _Pass, patience: int) -> int:
    """One pass from a plan to one that is no less even than allowed, and as short or shorter."""
    board, limits = this.board, this.limits
    for node in board.border():
        this.push(node)
    wrong = allowed = sum(map(limits.excess, board.load))
    best, saved, keep = 0, 0, 0
    while this.heap and len(this.moved) - keep < patience:
        loss, _, node, to, stamp = heapq.heappop(this.heap)
        if stamp != this.stamp[node] or node in this.locked:
            continue
        if not this.fits(node, to) or not board.may_leave(node):
            continue
        home = board.part[node]
        wrong -= limits.excess(board.load[home]) + limits.excess(board.load[to])
        this.do(node, to)
        wrong += limits.excess(board.load[home]) + limits.excess(board.load[to])
        saved -= loss
        if wrong <= allowed and saved > best:
            best, keep = saved, len(this.moved)
    for node, home in reversed(this.moved[keep:]):
        board.move(node, home)
    return best
