"""A plan of parts as its page shows it: maps, tables, and what the split or the import is sent."""

import json
from typing import Any

import numpy as np
import shapely
from django.utils import timezone

from gewu.ground.territory.forms.proposing import BELOW
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries.proposing import free_codes, free_codes_below
from gewu.ground.territory.rules.figures import Figures, figures
from gewu.ground.territory.rules.outlines import Outline
from gewu.ground.territory.rules.proposing import Plan, at_borders
from gewu.ground.territory.rules.rows import AreaRow
from gewu.ground.territory.views.studies import NAMES, Study

COLOURS = 8


def told(area: Area, study: Study) -> dict[str, Any]:
    """Everything of one plan to work on, or of two to choose from."""
    is_below = study.purpose == BELOW
    plans = [
        _one(area, name, plan, is_below=is_below)
        for name, plan in zip(NAMES, study.plans, strict=False)
    ]
    shown: dict[str, Any] = {
        "plans": plans,
        "first": plans[0],
        "is_below": is_below,
        "has_lines": bool(study.barriers),
        "has_paths": bool(study.paths),
        "today": timezone.localdate(),
    }
    if len(plans) == 1:
        shown |= _board(study.plans[0], plans[0])
    return shown


def absent(study: Study) -> frozenset[str]:
    """The questions about another plan that make no sense here."""
    plan = study.plans[0]
    there = {
        "keeps_whole": bool(study.below),
        "heeds_lines": bool(study.barriers),
        "heeds_held": bool(plan.held),
    }
    return frozenset(name for name, is_there in there.items() if not is_there)


def rows_below(area: Area, plan: Plan) -> list[AreaRow]:
    """The parts as new areas below one."""
    found = figures(plan)
    codes = free_codes_below(area, plan.count)
    rows = []
    for number, (part, code) in enumerate(zip(found.parts, codes, strict=True), start=1):
        names = _names(area, number, is_below=True)
        rows.append(
            AreaRow(
                number=number,
                code=code,
                parent_code=area.code,
                boundary=part.outline,
                name_zh=names["name_zh"],
                name_en=names["name_en"],
            )
        )
    return rows


def _one(area: Area, name: str, plan: Plan, *, is_below: bool) -> dict[str, Any]:
    """The parts with codes and names to begin with, and the map."""
    found: Figures = figures(plan)
    codes = (free_codes_below if is_below else free_codes)(area, plan.count)
    features, rows = [], []
    for number, (part, code) in enumerate(zip(found.parts, codes, strict=True), start=1):
        names = _names(area, number, is_below=is_below)
        colour = (number - 1) % COLOURS
        known = {"id": code, "code": code, "colour": colour, **names}
        features.append(_feature(known, part.outline))
        rows.append({"part": part, "number": number, **known})
    collection = {"type": "FeatureCollection", "features": features}
    return {
        "name": name,
        "letter": name.upper(),
        "wish": plan.wish,
        "figures": found,
        "rows": rows,
        "map": {"areas": collection},
        "outlines": json.dumps(collection, ensure_ascii=False),
    }


def _board(plan: Plan, told: dict[str, Any]) -> dict[str, Any]:
    """What can be moved by hand, in a list and as dots on the map."""
    ground = plan.ground
    borders = at_borders(plan)
    weights = ground.pieces.weights.tolist()
    middles = _middles(plan)
    names = [f"{row['number']}" for row in told["rows"]]
    pieces = [
        {
            "piece": piece,
            "label": ground.labels[piece],
            "households": weights[piece],
            "part": plan.parts[piece],
            "from": names[plan.parts[piece]],
            "to": touching[0],
            "held": piece in plan.held,
        }
        for piece, touching in sorted(borders.items(), key=lambda each: _order(plan, each[0]))
    ]
    dots = [
        {
            "type": "Feature",
            "properties": each | {"colour": int(each["part"]) % COLOURS},
            "geometry": {"type": "Point", "coordinates": middles[each["piece"]]},
        }
        for each in pieces
    ]
    lines = [_feature({}, line) for line in ground.lines]
    return {
        "pieces": pieces,
        "held": [
            {"piece": piece, "label": ground.labels[piece], "to": names[part]}
            for piece, part in sorted(plan.held.items())
        ],
        "moves": len(plan.moves),
        "board": {
            "areas": told["map"]["areas"],
            "dots": {"type": "FeatureCollection", "features": dots},
            "lines": {"type": "FeatureCollection", "features": lines},
        },
    }


def _order(plan: Plan, piece: int) -> tuple[int, str]:
    return plan.parts[piece], plan.ground.labels[piece]


def _middles(plan: Plan) -> list[tuple[float, float]]:
    """The middle of each piece in degrees."""
    ground = plan.ground
    counts = np.bincount(ground.piece_of)
    lon, lat = (
        np.round(np.bincount(ground.piece_of, weights=axis) / counts, 7)
        for axis in ground.degrees.T
    )
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _names(area: Area, number: int, *, is_below: bool) -> dict[str, str]:
    ending = "片"
    if is_below:
        ending = "微网格" if area.is_grid else "网格"
    english = f"{area.name_en} {number}" if area.name_en else ""
    return {"name_zh": f"{area.name_zh}{number}{ending}", "name_en": english}


def _feature(properties: dict[str, Any], shape: Outline | Any) -> dict[str, Any]:
    feature: dict[str, Any] = {"type": "Feature", "properties": properties}
    if "id" in properties:
        feature["id"] = properties["id"]
    return feature | {"geometry": shapely.geometry.mapping(shape)}
