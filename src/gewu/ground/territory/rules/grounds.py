"""The ground of a plan: addresses as pieces that are never split, and who lives next to whom."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from gewu.ground.territory.rules.outlines import DECIMALS, Outline
from gewu.ground.territory.rules.places import Places
from gewu.kernel.acting import Refusal
from gewu.methods import partition

FEWEST_PLACES = 4
# Buildings of one name stand in many estates; only rows so near to each other are one building.
ONE_BUILDING = 80.0
# Entrances that the table puts at one place are set side by side, so many metres apart.
SIDE_BY_SIDE = 8.0
# Neighbours who walk farther than this to each other are parted as by a river.
LONGEST_ON_FOOT = 300.0

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Below:
    """An area that is there already and goes whole to one part."""

    code: str
    name: str
    outline: Outline


@dataclass(frozen=True)
class Ground:
    """Points (addresses, and one for each empty area), their pieces, and the graphs of both."""

    within: Outline
    degrees: Floats
    piece_of: Ints
    addresses: Ints
    labels: tuple[str, ...]
    # The outlines of the areas that stay whole, each with its piece.
    wholes: tuple[tuple[Outline, int], ...]
    graph: partition.Graph
    pieces: partition.Graph
    # Which edges between pieces cross a line, or are too far on foot.
    closed: Flags
    net: partition.Network | None
    pins: Mapping[int, str]
    outside: int
    lines: tuple[BaseGeometry, ...] = ()

    def node_parts(self, parts: Sequence[int]) -> Ints:
        """The part of each node of the graph."""
        own = np.asarray(parts, dtype=np.int64)[self.piece_of]
        found = np.zeros(len(self.graph), dtype=np.int64)
        found[self.graph.node_of] = own
        return found


def ground_of(
    within: Outline,
    places: Places,
    below: Sequence[Below],
    barriers: tuple[BaseGeometry, ...],
    paths: tuple[BaseGeometry, ...],
    *,
    by_unit: bool,
) -> Ground:
    """Everything that a plan is drawn on; ValueError where it hangs together too little."""
    inside = shapely.contains_xy(within, places.degrees[:, 0], places.degrees[:, 1])
    outside, places = int((~inside).sum()), places.only(inside)
    if len(places) < FEWEST_PLACES:
        raise Refusal(
            _("Only %(count)d of %(all)d addresses lie in this area.")
            % {"count": len(places), "all": len(inside)},
            code="too_few",
            field="file",
        )
    count = len(places)
    if by_unit:
        places = replace(places, degrees=_side_by_side(places))
    degrees, households, area_of = _with_empty(places, below)
    graph = partition.neighbours(degrees[:, 0], degrees[:, 1], households, within=within)
    net = partition.network(paths, graph.meridian) if paths else None
    graph = partition.along(graph, net) if net else graph
    piece_of = _pieces(graph, places, area_of, by_unit=by_unit)
    node_piece = np.zeros(len(graph), dtype=np.int64)
    node_piece[graph.node_of] = piece_of
    pieces = partition.joined(graph, node_piece)
    shut = partition.crossing(graph, barriers)
    if net:
        shut |= graph.lengths > LONGEST_ON_FOOT
    # two pieces are apart where every tie between them is
    ties = partition.joined(replace(graph, costs=(~shut).astype(np.int64)), node_piece)
    return Ground(
        within=within,
        degrees=degrees,
        piece_of=piece_of,
        addresses=np.bincount(piece_of[:count], minlength=len(pieces)).astype(np.int64),
        labels=_labels(places, piece_of, area_of, below, len(pieces)),
        wholes=tuple(_wholes(below, area_of, piece_of)),
        graph=graph,
        pieces=pieces,
        closed=ties.costs == 0,
        net=net,
        pins=_pinned(places, piece_of),
        outside=outside,
        lines=barriers,
    )


def _side_by_side(places: Places) -> Floats:
    """Entrances at one place a few metres apart, in the order of their names."""
    degrees = places.degrees.copy()
    keys = np.round(degrees, DECIMALS)
    together: dict[tuple[float, float], dict[str, list[int]]] = {}
    for row, (lon, lat) in enumerate(keys.tolist()):
        unit = places.units[row] if places.units else ""
        together.setdefault((lon, lat), {}).setdefault(unit, []).append(row)
    for (_lon, lat), units in together.items():
        east = SIDE_BY_SIDE / (111_320 * np.cos(np.radians(lat)))
        for number, unit in enumerate(sorted(units)):
            degrees[units[unit], 0] += (number - (len(units) - 1) / 2) * east
    return degrees


def _with_empty(places: Places, below: Sequence[Below]) -> tuple[Floats, Ints, Ints]:
    """Points with their households and areas below; of an area without any, a point inside."""
    area_of = np.full(len(places), -1, dtype=np.int64)
    if below:
        tree = shapely.STRtree([each.outline for each in below])
        point, area = tree.query(shapely.points(places.degrees), predicate="intersects")
        # the first of two that overlap
        area_of[point[::-1]] = area[::-1]
    empty = sorted(set(range(len(below))) - set(area_of.tolist()))
    middles = [below[area].outline.representative_point() for area in empty]
    added = np.array([(each.x, each.y) for each in middles]).reshape(-1, 2)
    return (
        np.vstack([places.degrees, added]),
        np.concatenate([places.households, np.zeros(len(empty), dtype=np.int64)]),
        np.concatenate([area_of, np.array(empty, dtype=np.int64)]),
    )


def _pieces(graph: partition.Graph, places: Places, area_of: Ints, *, by_unit: bool) -> Ints:
    """Points that stay together: of one place, one building, one area below."""
    count = len(graph.node_of)
    ties = [np.column_stack([np.arange(count), count + graph.node_of])]
    in_area = np.flatnonzero(area_of >= 0)
    ties.append(np.column_stack([in_area, count + len(graph) + area_of[in_area]]))
    ties.append(_same_building(graph, places, by_unit=by_unit))
    pairs = np.concatenate(ties)
    size = count + len(graph) + int(area_of.max(initial=-1)) + 1
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    found = connected_components(joined, directed=False)[1][:count]
    return np.unique(found, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _same_building(graph: partition.Graph, places: Places, *, by_unit: bool) -> Ints:
    """Pairs of points of one building, by its name and nearness; of one entrance if so wished."""
    named: dict[tuple[str, str], list[int]] = {}
    for row, building in enumerate(places.buildings):
        unit = places.units[row] if by_unit and places.units else ""
        if building:
            named.setdefault((building, unit), []).append(row)
    where = graph.places[graph.node_of]
    found = [np.zeros((0, 2), dtype=np.int64)]
    for rows in named.values():
        near = cKDTree(where[rows]).query_pairs(ONE_BUILDING, output_type="ndarray")
        found.append(np.asarray(rows, dtype=np.int64)[near].reshape(-1, 2))
    return np.concatenate(found)


def _labels(
    places: Places, piece_of: Ints, area_of: Ints, below: Sequence[Below], count: int
) -> tuple[str, ...]:
    """What a piece is called: its area below, its building, else a number."""
    names = [""] * count
    for row, piece in enumerate(piece_of.tolist()):
        if names[piece]:
            continue
        if area_of[row] >= 0:
            names[piece] = below[area_of[row]].name
        elif row < len(places) and places.buildings:
            unit = places.units[row] if places.units else ""
            names[piece] = " ".join(word for word in (places.buildings[row], unit) if word)
    doubles = Counter(name for name in names if name)
    seen: Counter[str] = Counter()
    for piece, name in enumerate(names):
        seen[name] += 1
        if not name:
            names[piece] = _("Address %(number)d") % {"number": piece + 1}
        elif doubles[name] > 1:
            names[piece] = f"{name} ({seen[name]})"
    return tuple(names)


def _wholes(below: Sequence[Below], area_of: Ints, piece_of: Ints) -> Iterator[tuple[Outline, int]]:
    for number, each in enumerate(below):
        yield each.outline, int(piece_of[np.argmax(area_of == number)])


def _pinned(places: Places, piece_of: Ints) -> dict[int, str]:
    found: dict[int, str] = {}
    for row, name in enumerate(places.parts):
        piece = int(piece_of[row])
        if name and found.setdefault(piece, name) != name:
            text = _("What is one piece stands with two parts in the table: %(one)s and %(other)s.")
            raise Refusal(
                text % {"one": found[piece], "other": name}, code="torn_pin", field="file"
            )
    return found
