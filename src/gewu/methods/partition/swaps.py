"""Swaps: two parts exchange a node each, where weights are too coarse for a single move."""

from collections.abc import Iterator

from gewu.methods.partition.board import Board

# how many exchanges of two parts are tried, the most helpful first
TRIED = 40

Swap = tuple[int, int, int, int]


def swap(board: Board, least: int, most: int) -> bool:
    """One exchange that brings a part that is too heavy or too light nearer to the limits."""
    excess = [max(0, least - load, load - most) for load in board.load]
    wrong = sorted((part for part in range(board.count) if excess[part]), key=lambda p: -excess[p])
    around = _around(board)
    for part in wrong:
        for other in sorted({to for home, to in around if home == part}):
            for _, _, one, two in _helpful(board, around, part, other, least, most):
                if _exchange(board, one, two):
                    return True
    return False


def _around(board: Board) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """For each two neighbouring parts the nodes of the first at the second, with what they lose."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for node in board.border():
        home, links = board.part[node], board.links(node)
        own = links.pop(home, 0)
        for to, price in links.items():
            found.setdefault((home, to), []).append((node, own - price))
    return found


def _helpful(
    board: Board,
    around: dict[tuple[int, int], list[tuple[int, int]]],
    part: int,
    other: int,
    least: int,
    most: int,
) -> Iterator[Swap]:
    """Exchanges after which less is wrong and the two loads are nearer to each other."""
    mine, theirs = board.load[part], board.load[other]
    now = _wrong(mine, least, most) + _wrong(theirs, least, most)
    found = []
    for one, loss in around[part, other]:
        for two, gain in around.get((other, part), ()):
            given = board.weight[one] - board.weight[two]
            left = _wrong(mine - given, least, most) + _wrong(theirs + given, least, most)
            if left < now and abs(mine - theirs - 2 * given) < abs(mine - theirs):
                found.append((left, loss + gain, one, two))
    yield from sorted(found)[:TRIED]


def _wrong(load: int, least: int, most: int) -> int:
    return max(0, least - load, load - most)


def _exchange(board: Board, one: int, two: int) -> bool:
    """Both moves, or none where a part would not stay in one piece."""
    home, other = board.part[one], board.part[two]
    if not board.may_leave(one):
        return False
    board.move(one, other)
    if board.may_leave(two) and home in board.links(two):
        board.move(two, home)
        return True
    board.move(one, home)
    return False
