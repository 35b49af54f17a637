"""Even loads: what is too much in one part is handed on, from part to part, to where it lacks.

Neighbouring parts form a graph of their own. The cheapest way through it from a part that has too
much to one that has too little is a chain of moves: each part on the way gets a node and gives one.
"""

import heapq
from collections.abc import Iterator

from gewu.methods.partition.board import Board
from gewu.methods.partition.swaps import swap

Chain = list[int]

AT_ONCE = 0.1


def even_out(board: Board, least: int, most: int) -> bool:
    """Chains, and swaps where none helps, until every load is between the limits; whether it is."""
    mean = sum(board.load) / board.count
    for _ in range(4 * len(board.part)):
        if all(least <= load <= most for load in board.load):
            return True
        chains = _chains(board, least, most, mean)
        if any(_pass_on(board, chain, mean) for chain in chains) or swap(board, least, most):
            continue
        return False
    return False


def _chains(board: Board, least: int, most: int, mean: float) -> Iterator[Chain]:
    """Chains worth trying, the worst part first: away from the heavy, or towards the light."""
    exits = _exits(board)
    entries: dict[int, dict[int, int]] = {}
    for home, ways in exits.items():
        for to, loss in ways.items():
            entries.setdefault(to, {})[home] = loss
    worst = sorted(range(board.count), key=lambda part: -abs(board.load[part] - mean))
    for part in worst:
        load = board.load[part]
        if load > most:
            yield from _ways(exits, part, {p for p in worst if board.load[p] < mean})
        elif load < least:
            found = _ways(entries, part, {p for p in worst if board.load[p] > mean})
            yield from (chain[::-1] for chain in found)


def _exits(board: Board) -> dict[int, dict[int, int]]:
    """For each two neighbouring parts what the cheapest move between them costs, at least one."""
    found: dict[int, dict[int, int]] = {}
    for node in board.border():
        home, links = board.part[node], board.links(node)
        own = links.pop(home, 0)
        ways = found.setdefault(home, {})
        for to, price in links.items():
            ways[to] = min(ways.get(to, 1 << 30), max(1, 4 + own - price))
    return found


def _ways(arcs: dict[int, dict[int, int]], start: int, ends: set[int]) -> Iterator[Chain]:
    """The cheapest chain from a part to each of the ends, cheapest first (Dijkstra 1959)."""
    heap: list[tuple[int, int, int]] = [(0, start, -1)]
    before: dict[int, int] = {}
    while heap:
        cost, part, last = heapq.heappop(heap)
        if part in before:
            continue
        before[part] = last
        if part in ends:
            chain = [part]
            while before[chain[-1]] >= 0:
                chain.append(before[chain[-1]])
            yield chain[::-1]
        for to, loss in arcs.get(part, {}).items():
            if to not in before:
                heapq.heappush(heap, (cost + loss, to, part))


def _pass_on(board: Board, chain: Chain, mean: float) -> bool:
    """Hand nodes on along a chain: one, or several where much is to go; whether any was."""
    much = min(abs(board.load[chain[0]] - mean), abs(board.load[chain[-1]] - mean))
    # all the weight at once would leave long arms, and none of the ways is the cheapest for long
    done = 0
    while done <= much * AT_ONCE and _hand_on(board, chain):
        done += 1
    return done > 0


def _hand_on(board: Board, chain: Chain) -> bool:
    """Hand one node on along each link, if that brings the loads nearer to each other."""
    done: list[tuple[int, int]] = []
    before = _spread(board, chain)
    # from the end, so that every part has room before it gets
    for home, to in zip(chain[-2::-1], chain[:0:-1], strict=True):
        node = _cheapest(board, home, to)
        if node is None:
            break
        board.move(node, to)
        done.append((node, home))
    if len(done) == len(chain) - 1 and _spread(board, chain) < before:
        return True
    for node, home in reversed(done):
        board.move(node, home)
    return False


def _spread(board: Board, chain: Chain) -> int:
    """Squares of the loads: smaller, the nearer they are to each other."""
    return sum(board.load[part] ** 2 for part in chain)


def _cheapest(board: Board, home: int, to: int) -> int | None:
    """The node of one part that goes to another at the least cost and tears nothing apart."""
    room = board.load[home] - board.load[to]
    choices = []
    for node in board.members[home]:
        if node in board.fixed or board.weight[node] == 0:
            continue
        links = board.links(node)
        if to in links:
            heavy = max(0, board.weight[node] - max(1, room))
            choices.append((heavy, links.get(home, 0) - links[to], node))
    return next((node for _, _, node in sorted(choices) if board.may_leave(node)), None)
