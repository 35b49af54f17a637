"""A ratio keeps numerator and denominator; of nothing there is no share, neither 0 % nor 100 %."""

from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "—"


@dataclass(frozen=True)
class Ratio:
    """So many of so many."""

    numerator: float
    denominator: float

    @property
    def value(self) -> float | None:
        """The share, or None where there is nothing to have a share of."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def shown(self) -> str:
        """The share in percent with one decimal, or a dash."""
        return NOTHING if self.value is None else f"{self.value * 100:.1f}%"

    @property
    def counted(self) -> str:
        """Numerator and denominator as they are published beside every share."""
        return f"{self.numerator:g} / {self.denominator:g}"


def weighted(parts: Iterable[tuple[Ratio, float]]) -> float | None:
    """Shares by their weights; unknown as soon as one of them is."""
    total = 0.0
    for ratio, weight in parts:
        if ratio.value is None:
            return None
        total += ratio.value * weight
    return total
