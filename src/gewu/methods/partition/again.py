"""Two or three neighbouring parts divided again, when METIS finds a shorter border in them.

METIS sees few parts better than many; the rest of the plan stays as it is.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pymetis

from gewu.methods.partition.board import Board
from gewu.methods.partition.cuts import Limits

# in thousandths; somewhat less than what is allowed, since the mean of two is not that of all
TIGHT = 20
CUTS = 4


def divide_again(board: Board, limits: Limits, seed: int) -> int:
    """Each two neighbouring parts, then each three in a row or round a corner; what was saved."""
    saved = 0
    touching = _touching(board)
    pairs = sorted(touching, key=lambda pair: (-touching[pair], pair))
    for group in [*pairs, *_threes(touching)]:
        saved += _divide(board, group, limits, seed)
    return saved


def _touching(board: Board) -> dict[tuple[int, ...], int]:
    """The pairs of parts that have a border, and what it costs."""
    found: dict[tuple[int, ...], int] = {}
    for node in board.border():
        home = board.part[node]
        for to, price in board.links(node).items():
            if home < to:
                found[home, to] = found.get((home, to), 0) + price
    return found


def _threes(touching: dict[tuple[int, ...], int]) -> list[tuple[int, ...]]:
    """Three parts each of which has a border with both others."""
    around: dict[int, set[int]] = {}
    for one, two in touching:
        around.setdefault(one, set()).add(two)
    return sorted(
        (one, two, three)
        for one, others in around.items()
        for two, three in combinations(sorted(others), 2)
        if (two, three) in touching
    )


def _divide(board: Board, group: Sequence[int], limits: Limits, seed: int) -> int:
    """Divide the nodes of some parts anew among them, if that is allowed and shorter."""
    nodes = sorted(node for part in group for node in board.members[part])
    place = {node: at for at, node in enumerate(nodes)}
    starts, near, price, before = [0], list[int](), list[int](), 0
    for node in nodes:
        for other, cost in zip(board.near[node], board.price[node], strict=True):
            if other in place:
                near.append(place[other])
                price.append(cost)
                before += cost if board.part[other] != board.part[node] else 0
        starts.append(len(near))
    found = pymetis.part_graph(
        len(group),
        pymetis.CSRAdjacency(np.array(starts), np.array(near)),
        vweights=np.array([board.weight[node] for node in nodes]),
        eweights=np.array(price),
        options=pymetis.Options(ufactor=TIGHT, ncuts=CUTS, seed=seed),
        recursive=len(group) == 2,
    )
    # another border of the same length is taken too: it may be shortened the next time
    if 2 * found.edge_cuts > before:
        return 0
    return _taken(board, group, nodes, found.vertex_part, limits, before // 2 - found.edge_cuts)


def _taken(
    board: Board,
    group: Sequence[int],
    nodes: list[int],
    found: Sequence[int],
    limits: Limits,
    saved: int,
) -> int:
    """Put the new parts on the board, unless one is not allowed or not in one piece."""
    names = _names(board, group, nodes, found)
    old = [board.part[node] for node in nodes]
    excess = sum(limits.excess(board.load[part]) for part in group)
    for node, part in zip(nodes, found, strict=True):
        board.move(node, names[part])
    held = all(
        names[new] == was
        for new, was, node in zip(found, old, nodes, strict=True)
        if node in board.fixed
    )
    even = sum(limits.excess(board.load[part]) for part in group) <= excess
    if held and even and all(board.is_whole(part) for part in group):
        return saved
    for node, part in zip(nodes, old, strict=True):
        board.move(node, part)
    return 0


def _names(board: Board, group: Sequence[int], nodes: list[int], found: Sequence[int]) -> list[int]:
    """Which part each new piece becomes: the one that is held in it, else what is left."""
    names = dict[int, int]()
    for node, part in zip(nodes, found, strict=True):
        if node in board.fixed:
            names[part] = board.part[node]
    left = iter([part for part in group if part not in names.values()])
    return [names[piece] if piece in names else next(left) for piece in range(len(group))]
