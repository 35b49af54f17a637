"""Fair parts of an area, proposed from the households of its addresses; a person decides.

The rule: 300 to 500 households a grid, about 50 a micro-grid, no building split, every part in one
piece (`docs/adr/0012-fair-grids.md`, `docs/adr/0017-pieces-lines-and-two-plans.md`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory.rules.grounds import Below, Ground, ground_of
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.places import Places
from gewu.kernel.acting import Refusal
from gewu.methods import partition
from gewu.methods.partition import Board

MOST_PARTS = 60


@dataclass(frozen=True)
class Wish:
    """How many households a part should have, and what is to be heeded."""

    target: int
    keeps_whole: bool = True
    by_unit: bool = False
    heeds_lines: bool = True


@dataclass(frozen=True)
class Plan:
    """The part of each piece, as drawn and then changed by hand; what is held in which part."""

    wish: Wish
    ground: Ground
    parts: tuple[int, ...]
    count: int
    held: Mapping[int, int]
    # Each piece that was moved by hand, and the part that it left.
    moves: tuple[tuple[int, int], ...] = ()

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody changed what was drawn."""
        return bool(self.moves)


def propose(
    within: Outline,
    places: Places,
    wish: Wish,
    below: Sequence[Below] = (),
    barriers: tuple[BaseGeometry, ...] = (),
    paths: tuple[BaseGeometry, ...] = (),
    held: Mapping[int, int] | None = None,
) -> Plan:
    """A plan of parts of about so many households inside an outline."""
    try:
        ground = ground_of(
            within,
            places,
            below if wish.keeps_whole else (),
            barriers if wish.heeds_lines else (),
            paths,
            by_unit=wish.by_unit,
        )
        return drawn(ground, wish, held or {})
    except ValueError as error:
        raise Refusal(
            _("No plan can be drawn from these addresses: they hang together too little."),
            code="no_plan",
            field="file",
        ) from error


def drawn(ground: Ground, wish: Wish, held: Mapping[int, int]) -> Plan:
    """A plan on a ground that is known; what is held stays where it is."""
    graph, _kept = partition.cut_by(ground.pieces, ground.closed)
    count = partition.how_many(graph, wish.target)
    _refuse_count(count, int(graph.weights.sum()))
    pins = dict(held) or _pins(ground, count)
    pins = {piece: part for piece, part in pins.items() if part < count and piece < len(graph)}
    division = partition.divide(graph, wish.target, pins)
    return Plan(wish, ground, tuple(division.parts.tolist()), count, pins)


def moved(plan: Plan, piece: int, to: int) -> Plan:
    """The plan with a piece in another part, unless that would tear one apart."""
    board = _board(plan)
    if not (0 <= piece < len(plan.parts) and 0 <= to < plan.count):
        raise Refusal(_("This is not in the plan."), code="unknown", field="piece")
    home = plan.parts[piece]
    if home == to:
        raise Refusal(_("It belongs to this part already."), code="same", field="to")
    if to not in board.links(piece):
        text = _("It does not touch this part. Move what lies between them first.")
        raise Refusal(text, code="apart", field="to")
    if not board.may_leave(piece):
        text = _("Without it the part that it leaves would not be in one piece.")
        raise Refusal(text, code="torn", field="piece")
    parts = list(plan.parts)
    parts[piece] = to
    held = {**plan.held, **({piece: to} if piece in plan.held else {})}
    return replace(plan, parts=tuple(parts), moves=(*plan.moves, (piece, home)), held=held)


def undone(plan: Plan) -> Plan:
    """The plan without the last move by hand."""
    if not plan.moves:
        raise Refusal(_("Nothing was moved by hand."), code="nothing")
    piece, home = plan.moves[-1]
    parts = list(plan.parts)
    parts[piece] = home
    held = {**plan.held, **({piece: home} if piece in plan.held else {})}
    return replace(plan, parts=tuple(parts), moves=plan.moves[:-1], held=held)


def holding(plan: Plan, piece: int) -> Plan:
    """The plan with a piece held in its part, or let go if it was held."""
    if not 0 <= piece < len(plan.parts):
        raise Refusal(_("This is not in the plan."), code="unknown", field="piece")
    held = dict(plan.held)
    if piece in held:
        del held[piece]
    else:
        held[piece] = plan.parts[piece]
    return replace(plan, held=held)


def at_borders(plan: Plan) -> dict[int, list[int]]:
    """The pieces at another part, each with the parts that it touches, the closest tie first."""
    board = _board(plan)
    found = {}
    for piece in board.border():
        links = board.links(piece)
        links.pop(plan.parts[piece], None)
        found[piece] = sorted(links, key=lambda part: (-links[part], part))
    return found


def _board(plan: Plan) -> Board:
    # moved by hand a piece may cross a line: whoever moves it sees the line on the map
    return Board(plan.ground.pieces, plan.parts, plan.count)


def _pins(ground: Ground, count: int) -> dict[int, int]:
    """The pieces that the table holds in a part; parts are numbered as their names come."""
    names = {name: number for number, name in enumerate(dict.fromkeys(ground.pins.values()))}
    if len(names) > count:
        text = _("The table names %(named)d parts, but there will be %(count)d only.")
        raise Refusal(
            text % {"named": len(names), "count": count}, code="too_many_pins", field="target"
        )
    return {piece: names[name] for piece, name in ground.pins.items()}


def _refuse_count(count: int, households: int) -> None:
    if count < 2:
        raise Refusal(
            _("With %(count)d households there is nothing to divide. Choose a smaller size.")
            % {"count": households},
            code="one_part",
            field="target",
        )
    if count > MOST_PARTS:
        raise Refusal(
            _("That would be %(count)d parts. Choose a larger size.") % {"count": count},
            code="too_many_parts",
            field="target",
        )


def heaviest(plan: Plan) -> tuple[str, int] | None:
    """A piece with more households than a part may have, which nothing can even out."""
    weights = plan.ground.pieces.weights
    piece = int(np.argmax(weights))
    mean = float(weights.sum()) / plan.count
    if weights[piece] <= mean * 1.03:
        return None
    return plan.ground.labels[piece], int(weights[piece])
