"""The board on which parts are refined: who is in which part, and which moves keep it whole.

Plain lists, because single moves of single nodes are looked at a hundred thousand times a second.
"""

from collections.abc import Sequence

from gewu.methods.partition.graph import Graph


class Board:
    """Nodes in parts. `part[v]` is the part of a node, `load[p]` the weight in a part.

    `moves` counts every move there was: how much work has been done, whatever the clock says.
    """

    def __init__(self, graph: Graph, parts: Sequence[int], count: int, fixed: Sequence[int] = ()):
        costs = graph.matrix(graph.costs)
        starts = costs.indptr.tolist()
        near, price = costs.indices.tolist(), costs.data.tolist()
        spans = list(zip(starts, starts[1:], strict=False))
        self.near: list[list[int]] = [near[start:end] for start, end in spans]
        self.price: list[list[int]] = [price[start:end] for start, end in spans]
        self.weight: list[int] = graph.weights.tolist()
        self.fixed = frozenset(fixed)
        self.count = count
        self.moves = 0
        self.put(parts)

    def put(self, parts: Sequence[int]) -> None:
        """Start again from these parts."""
        self.part = [int(part) for part in parts]
        self.load = [0] * self.count
        self.members: list[set[int]] = [set() for _ in range(self.count)]
        for node, part in enumerate(self.part):
            self.load[part] += self.weight[node]
            self.members[part].add(node)

    def cut(self) -> int:
        """What it costs to cut the edges between parts."""
        part = self.part
        twice = sum(
            price
            for node, near in enumerate(self.near)
            for other, price in zip(near, self.price[node], strict=True)
            if part[other] != part[node]
        )
        return twice // 2

    def links(self, node: int) -> dict[int, int]:
        """The parts around a node and what its edges into each of them cost."""
        part, found = self.part, dict[int, int]()
        for other, price in zip(self.near[node], self.price[node], strict=True):
            home = part[other]
            found[home] = found.get(home, 0) + price
        return found

    def border(self) -> list[int]:
        """The nodes with a neighbour in another part that are not held fast."""
        part = self.part
        return [
            node
            for node, near in enumerate(self.near)
            if node not in self.fixed and any(part[other] != part[node] for other in near)
        ]

    def move(self, node: int, to: int) -> None:
        """Give a node to another part."""
        self.moves += 1
        home = self.part[node]
        self.load[home] -= self.weight[node]
        self.members[home].discard(node)
        self.load[to] += self.weight[node]
        self.members[to].add(node)
        self.part[node] = to

    def may_leave(self, node: int) -> bool:
        """Whether the part of a node stays in one piece, and is not empty, without it."""
        part, home = self.part, self.part[node]
        kin = [other for other in self.near[node] if part[other] == home]
        if len(kin) <= 1:
            return len(kin) == 1
        # mostly its neighbours hold together round about the node; otherwise the whole part is
        # walked through
        return self._reaches(kin, set(kin), node) or self._reaches(kin, None, node)

    def _reaches(self, kin: list[int], among: set[int] | None, without: int) -> bool:
        part, home = self.part, self.part[without]
        missing = set(kin[1:])
        seen, open_ = {without, kin[0]}, [kin[0]]
        while open_ and missing:
            for other in self.near[open_.pop()]:
                if other in seen or part[other] != home or (among and other not in among):
                    continue
                seen.add(other)
                missing.discard(other)
                open_.append(other)
        return not missing

    def is_whole(self, part: int) -> bool:
        """Whether a part is in one piece; an empty one is not."""
        members = self.members[part]
        if not members:
            return False
        start = next(iter(members))
        seen, open_ = {start}, [start]
        while open_:
            for other in self.near[open_.pop()]:
                if other not in seen and other in members:
                    seen.add(other)
                    open_.append(other)
        return len(seen) == len(members)

    def broken(self) -> int:
        """How many parts are not in one piece."""
        return sum(not self.is_whole(part) for part in range(self.count))
