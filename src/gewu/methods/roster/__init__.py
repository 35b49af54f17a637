"""Shares turns out fairly: rests are kept, counts are even, and a no says what is missing.

`turns` holds the words, `checks` what a plan breaks, `solve` the proposal (OR-Tools CP-SAT),
`rotation` the plain taking of turns that it starts from and is measured against.
"""

from gewu.methods.roster.checks import Breach, breaches, counts, spreads
from gewu.methods.roster.rotation import rotate
from gewu.methods.roster.solve import Plan, Shortage, propose
from gewu.methods.roster.turns import REST, Hand, Measures, Turn

__all__ = [
    "REST",
    "Breach",
    "Hand",
    "Measures",
    "Plan",
    "Shortage",
    "Turn",
    "breaches",
    "counts",
    "propose",
    "rotate",
    "spreads",
]
