"""Files of the VRPLIB kind, and what is known to be the best for each.

The format says nothing of how distances are rounded, and the collections differ: CVRPLIB's X
rounds to whole numbers, DIMACS cuts after one digit, Vidal's multi-depot files keep three. So a
known solution is reckoned anew in each way, and the way that gives the cost it states is right.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pyvrp
from pyvrp import ProblemData

# how much larger the numbers of the problem are than those of the file
SCALES = {"round": 1, "dimacs": 10, "exact": 1000, "trunc": 1}
COST = re.compile(r"^cost\s*:?\s*([0-9.]+)", re.IGNORECASE | re.MULTILINE)
KIND = re.compile(r"^TYPE\s*:\s*(\w+)", re.MULTILINE)


class Unreadable(ValueError):
    """The file is not what it should be; the message says what is wrong."""


@dataclass(frozen=True)
class Instance:
    """A problem with what its costs are multiplied by, and the best cost anybody has found.

    `best_known` is in the unit in which it was stated, as `cost` turns the solver's into it.
    """

    data: ProblemData
    rounding: str
    scale: int
    best_known: float | None

    def cost(self, reckoned: float) -> float:
        """A cost of the solver as the collection states it."""
        return reckoned / self.scale


def read_instance(path: Path) -> Instance:
    """The instance at the path; Unreadable when it is none."""
    text = _text(path)
    stated, solution = best_known(path)
    for rounding in _roundings(text):
        data = _data(path, rounding)
        scale = _scale(data, rounding, stated, solution)
        if scale:
            return Instance(data, rounding, scale, stated)
    rounding = _roundings(text)[0]
    scale = SCALES[rounding]
    return Instance(_data(path, rounding), rounding, scale, stated)


def best_known(path: Path) -> tuple[float | None, Path | None]:
    """The best cost known of an instance, from NAME.sol beside it or a table of the collection."""
    beside = path.with_suffix(".sol")
    if beside.is_file():
        found = COST.search(_text(beside))
        return (float(found[1]) if found else None), beside
    for table in (
        *sorted(path.parent.glob("*bks*.csv")),
        *sorted(path.parent.parent.glob("*bks*.csv")),
    ):
        with table.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                if path.stem in (row.get("name"), row.get("instance")):
                    return float(row["bks"]), None
    return None, None


def _roundings(text: str) -> list[str]:
    """Ways of rounding, the usual one of the kind first."""
    kind = KIND.search(text)
    first = "round" if kind and kind[1] == "CVRP" else "dimacs"
    return [first, *(each for each in SCALES if each != first)]


def _scale(
    data: ProblemData, rounding: str, stated: float | None, solution: Path | None
) -> int | None:
    """By how much the known solution, reckoned anew, is larger than stated; None if by no such."""
    if stated is None or solution is None:
        return None
    try:
        known = pyvrp.read_solution(solution, data)
    except (ValueError, IndexError, KeyError, RuntimeError):
        return None
    reckoned = known.distance() + known.uncollected_prizes()
    fits = (scale for scale in {1, SCALES[rounding]} if abs(reckoned - stated * scale) < 0.5)
    return next(fits, None)


def _data(path: Path, rounding: str) -> ProblemData:
    try:
        return pyvrp.read(path, round_func=rounding)
    except Exception as error:  # the library raises whatever its parser stumbled upon
        raise Unreadable(str(error) or type(error).__name__) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be read") from error
