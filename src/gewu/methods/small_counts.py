"""Small counts of people are not told, nor anything from which they could be worked out.

A count from 1 to 4 is *small* and hidden (primary suppression). Where totals are told as well, other
counts of the same line are *withheld*, so that a total does not give the small one away (secondary
suppression). What a reader may know is taken to be: small ones lie between 1 and 4, withheld ones
are 5 or more. After that at least three values of every small count are possible along its row and
its column, and no hidden cell of a table is settled by all sums together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

FEWEST = 5
POSSIBLE = 3  # of the four values of a small count

Place = tuple[int, int]


@dataclass(frozen=True)
class Small:
    """A count from 1 to 4."""

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class Withheld:
    """A larger count that would give a small one away."""

    def __bool__(self) -> bool:
        return False


SMALL, WITHHELD = Small(), Withheld()
Told = int | Small | Withheld


@dataclass(frozen=True)
class Line:
    """Counts and their total, as they may be told."""

    cells: tuple[Told, ...]
    total: Told


@dataclass(frozen=True)
class Table:
    """Rows of counts with the totals of rows and columns, as they may be told."""

    rows: tuple[tuple[Told, ...], ...]
    row_totals: tuple[Told, ...]
    column_totals: tuple[Told, ...]
    total: Told


def told(count: int) -> Told:
    """One count that stands for itself."""
    return SMALL if is_small(count) else count


def is_small(count: int) -> bool:
    """Whether a count is so small that it could be somebody."""
    return 0 < count < FEWEST


def share_told(part: int, whole: int) -> float | None:
    """A share that neither part nor rest gives away; None where it may not be told."""
    if whole < FEWEST or is_small(part) or is_small(whole - part):
        return None
    return part / whole


def line_told(counts: Sequence[int]) -> Line:
    """Counts of one kind, and their total."""
    table = table_told([counts])
    return Line(table.rows[0], table.row_totals[0])


def table_told(rows: Sequence[Sequence[int]]) -> Table:
    """Counts by two kinds, and the totals of each."""
    grid = _Grid(rows)
    grid.protect()
    told_rows = [tuple(grid.told(at) for at in row) for row in grid.lines()[: grid.height]]
    return Table(
        tuple(row[:-1] for row in told_rows[:-1]),
        tuple(row[-1] for row in told_rows[:-1]),
        told_rows[-1][:-1],
        told_rows[-1][-1],
    )


class _Grid:
    """A table with its totals as a last row and a last column, and which cells are hidden."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        full = [[*row, sum(row)] for row in rows]
        full.append([sum(column) for column in zip(*full, strict=True)])
        self.values = full
        self.height, self.width = len(full), len(full[0])
        # A table of one line has its counts once more as the totals of columns: one and the same.
        self.is_line = len(rows) == 1
        self.hidden = {at for at in self.places() if is_small(self.value(at))}

    def places(self) -> Iterator[Place]:
        return ((row, column) for row in range(self.height) for column in range(self.width))

    def lines(self) -> list[list[Place]]:
        """Every row and then every column, the total last."""
        across = [[(row, column) for column in range(self.width)] for row in range(self.height)]
        return across + [list(column) for column in zip(*across, strict=True)]

    def value(self, at: Place) -> int:
        return self.values[at[0]][at[1]]

    def told(self, at: Place) -> Told:
        if at not in self.hidden:
            return self.value(at)
        return SMALL if is_small(self.value(at)) else WITHHELD

    def protect(self) -> None:
        """Hide more, a cell at a time, until nothing small can be worked out."""
        while (line := self._given_away()) is not None:
            more = [at for at in line if at not in self.hidden and self.value(at)]
            inside = [at for at in more if at != line[-1]]
            self.hidden.add(min(inside or more, key=lambda at: (self.value(at), at)))

    def _given_away(self) -> list[Place] | None:
        """The first line that tells too much and has something left to hide."""
        more = [line for line in self._told_lines() if self._has_more(line)]
        tight = (line for line in more if not self._is_open(line))
        # Whether a ring is closed is asked last: closing lines one by one often closes it.
        settled = (line for line in more if any(map(self._is_settled, line)))
        return next(chain(tight, settled), None)

    def _has_more(self, line: list[Place]) -> bool:
        return any(at not in self.hidden and self.value(at) for at in line)

    def _told_lines(self) -> list[list[Place]]:
        return [self.lines()[0]] if self.is_line else self.lines()

    def _is_open(self, line: list[Place]) -> bool:
        """Whether along this line enough values of each small count are possible."""
        *inside, end = line
        hidden = [at for at in inside if at in self.hidden]
        small = [at for at in hidden if is_small(self.value(at))]
        if not hidden or end in self.hidden:
            return True
        if not small:
            return len(hidden) > 1
        others, withheld = len(small) - 1, len(hidden) - len(small)
        total = sum(self.value(at) for at in hidden)
        lowest = others + FEWEST * withheld
        highest = total if withheld else others * (FEWEST - 1)
        possible = [value for value in range(1, FEWEST) if lowest <= total - value <= highest]
        return len(possible) >= POSSIBLE

    def _is_settled(self, at: Place) -> bool:
        """Whether all sums together leave a hidden cell one value: it lies on no ring of hidden ones."""
        if at not in self.hidden or self.is_line:
            return False
        row, column = at
        seen, ahead = {("row", row)}, [("row", row)]
        while ahead:
            kind, number = ahead.pop()
            for other in self.hidden - {at}:
                if other[kind == "column"] == number:
                    end = ("column", other[1]) if kind == "row" else ("row", other[0])
                    if end not in seen:
                        seen.add(end)
                        ahead.append(end)
        return ("column", column) not in seen
