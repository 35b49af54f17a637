"""Cutting land: a rectangle is halved again and again until everyone has a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from gewu.simulation.geography.lattice import Rect

AVENUE, STREET, LANE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Cut:
    """A straight cut on the lattice; streets run along cuts."""

    upright: bool
    at: int
    start: int
    end: int
    rank: int


class Cutter:
    """Cuts rectangles and remembers where, because that is where the streets are."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.cuts: list[Cut] = []

    def share(self, land: Rect, weights: Sequence[int], rank: int) -> list[Rect]:
        """One rectangle for each weight, about as large as the weight asks."""
        if len(weights) == 1:
            return [land]
        half = _fair_half(weights)
        part = sum(weights[:half]) / sum(weights) * self.rng.uniform(0.93, 1.07)
        near, far = self.cut(land, part, rank, room=(half, len(weights) - half))
        return self.share(near, weights[:half], rank) + self.share(far, weights[half:], rank)

    def cut(
        self, land: Rect, part: float, rank: int, room: tuple[int, int] = (1, 1)
    ) -> tuple[Rect, Rect]:
        """Cut across the longer side at this part of it, leaving room for so many shares."""
        upright = land.width * self.rng.uniform(0.94, 1.06) >= land.height
        length, across = (land.width, land.height) if upright else (land.height, land.width)
        least, most = -(-room[0] // across), length - -(-room[1] // across)
        at = max(least, min(most, round(length * part)))
        return self.cut_at(land, upright, (land.left if upright else land.bottom) + at, rank)

    def cut_at(self, land: Rect, upright: bool, at: int, rank: int) -> tuple[Rect, Rect]:
        """Cut exactly there."""
        if upright:
            self.cuts.append(Cut(True, at, land.bottom, land.top, rank))
            return Rect(land.left, land.bottom, at, land.top), Rect(
                at, land.bottom, land.right, land.top
            )
        self.cuts.append(Cut(False, at, land.left, land.right, rank))
        return Rect(land.left, land.bottom, land.right, at), Rect(
            land.left, at, land.right, land.top
        )


def joined(cuts: Sequence[Cut]) -> list[Cut]:
    """Cuts that continue each other on one line become one, of the better rank."""
    result: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.upright, c.at, c.start, c.end)):
        last = result[-1] if result else None
        if last and (last.upright, last.at) == (cut.upright, cut.at) and cut.start <= last.end:
            result[-1] = Cut(
                cut.upright, cut.at, last.start, max(last.end, cut.end), min(last.rank, cut.rank)
            )
        else:
            result.append(cut)
    return result


def _fair_half(weights: Sequence[int]) -> int:
    total, seen, best = sum(weights), 0, (float("inf"), 1)
    for index, weight in enumerate(weights[:-1], start=1):
        seen += weight
        best = min(best, (abs(2 * seen - total), index))
    return best[1]
