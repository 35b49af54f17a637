"""What can be said of a plan: each part on the ground, and the whole beside another plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np
from django.utils.translation import gettext as _
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.proposing import Plan, heaviest
from gewu.kernel.acting import Refusal
from gewu.methods import partition

EVEN = 0.03


@dataclass(frozen=True)
class Part:
    """A proposed part: outline, households, addresses, roundness (0 to 1), metres on foot."""

    outline: Outline
    households: int
    addresses: int
    roundness: float
    walk: int
    far: int
    # Whether it lies on both sides of a line.
    crosses: bool


@dataclass(frozen=True)
class Figures:
    """The parts, and the whole: `roundness` is the mean of Polsby and Popper's measure."""

    parts: tuple[Part, ...]
    imbalance: float
    roundness: float
    walk: int
    far: int
    # Households outside the part that keeps the worker, which is the largest.
    changing: int
    outside: int
    warnings: tuple[str, ...]

    @property
    def households(self) -> int:
        """All of them together."""
        return sum(part.households for part in self.parts)

    @property
    def uneven(self) -> int:
        """The imbalance in whole per cent, as people say it."""
        return round(100 * self.imbalance)

    @property
    def crossing(self) -> int:
        """How many parts lie on both sides of a line."""
        return sum(part.crosses for part in self.parts)


def figures(plan: Plan) -> Figures:
    """Drawn and measured as it stands now, by hand or not."""
    ground, own = plan.ground, np.asarray(plan.parts, dtype=np.int64)
    by_node = ground.node_parts(plan.parts)
    wholes = [(outline, plan.parts[piece]) for outline, piece in ground.wholes]
    try:
        outlines = partition.outlines(ground.degrees, own[ground.piece_of], ground.within, wholes)
    except ValueError as error:
        text = _("These parts cannot be drawn inside the outline of the area.")
        raise Refusal(text, code="no_plan", field="file") from error
    loads = np.bincount(own, ground.pieces.weights, minlength=plan.count).astype(np.int64)
    addresses = np.bincount(own, ground.addresses, minlength=plan.count).astype(np.int64)
    means, tenths = partition.distances(ground.graph, by_node, ground.net, plan.count)
    rounds = partition.compactness(outlines)
    torn = _torn(plan, own)
    parts = tuple(
        Part(
            outline=outlines[number],
            households=int(loads[number]),
            addresses=int(addresses[number]),
            roundness=round(float(rounds[number]), 2),
            walk=_metres(means[number]),
            far=_metres(tenths[number]),
            crosses=number in torn,
        )
        for number in range(plan.count)
    )
    uneven = partition.imbalance(loads)
    total = max(1, int(loads.sum()))
    return Figures(
        parts=parts,
        imbalance=uneven,
        roundness=round(float(rounds.mean()), 2),
        walk=_metres(float(np.nansum(means * loads) / total)),
        far=_metres(float(np.nansum(tenths * loads) / total)),
        changing=total - int(loads.max()),
        outside=ground.outside,
        warnings=tuple(_warnings(plan, uneven)),
    )


def _torn(plan: Plan, own: np.ndarray[tuple[int], np.dtype[np.int64]]) -> set[int]:
    """Parts that hang together only across a line, if one may be crossed at all."""
    graph, closed = plan.ground.pieces, plan.ground.closed
    first, second = graph.edges[:, 0], graph.edges[:, 1]
    open_ = ~closed & (own[first] == own[second])
    ties = csr_array(
        (np.ones(int(open_.sum())), (first[open_], second[open_])), shape=(len(graph),) * 2
    )
    labels = connected_components(ties, directed=False)[1]
    lived = graph.weights > 0
    return {part for part in range(plan.count) if len(np.unique(labels[(own == part) & lived])) > 1}


def _warnings(plan: Plan, uneven: float) -> Iterator[str]:
    if uneven <= EVEN:
        return
    if (large := heaviest(plan)) is not None:
        text = _(
            "“%(name)s” alone has %(count)d households, more than its share; no plan can even that"
            " out while it stays whole."
        )
        yield text % {"name": large[0], "count": large[1]}
    elif plan.is_by_hand:
        yield _("By hand the parts have become more uneven than 3 %.")
    elif plan.ground.wholes:
        yield _(
            "Because areas below stay whole the parts are more uneven than 3 %. Compare with a plan"
            " that may cut them."
        )
    elif plan.held:
        yield _("Because of what is held in its part the parts are more uneven than 3 %.")
    elif plan.ground.closed.any():
        yield _("Because roads and rivers are heeded the parts are more uneven than 3 %.")


def _metres(value: float) -> int:
    return round(value) if isfinite(value) else 0
