"""Dividing places fairly: equal parts, each in one piece, with short borders and clean outlines.

Words: a *graph* says who lives next to whom; a *part* is a set of its nodes; a *start* is a plan to
refine; a *chain* hands weight on from part to part; a *pin* holds a node in a part; a *barrier* is a
line along which borders are cheap, or that a part crosses only where it must; a *piece* is what stays
together; an *outline* is the polygon of a part.
"""

from gewu.methods.partition.barriers import crossing, cut_by, with_barriers
from gewu.methods.partition.board import Board
from gewu.methods.partition.coverage import outlines
from gewu.methods.partition.figures import (
    Change,
    changed,
    compactness,
    cut_edges,
    decile,
    distances,
    imbalance,
    over_mean,
    walks,
)
from gewu.methods.partition.graph import Graph, neighbours, on_plane
from gewu.methods.partition.pieces import joined
from gewu.methods.partition.plans import Division, divide, how_many
from gewu.methods.partition.starts import plain_metis
from gewu.methods.partition.walking import Network, along, network

__all__ = [
    "Board",
    "Change",
    "Division",
    "Graph",
    "Network",
    "along",
    "changed",
    "compactness",
    "crossing",
    "cut_by",
    "cut_edges",
    "decile",
    "distances",
    "divide",
    "how_many",
    "imbalance",
    "joined",
    "neighbours",
    "network",
    "on_plane",
    "outlines",
    "over_mean",
    "plain_metis",
    "walks",
    "with_barriers",
]
