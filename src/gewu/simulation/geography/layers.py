"""The quiet base of the map as GeoJSON: ground, water, streets, buildings, names."""

from collections.abc import Iterable, Iterator
from typing import Any

from shapely import Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from gewu.simulation.geography.buildings import Building
from gewu.simulation.geography.county import County
from gewu.simulation.geography.places import Place

Json = dict[str, Any]
GROUND = {
    "park": "green",
    "field": "field",
    "orchard": "green",
    "square": "paved",
    "school": "campus",
}
OPEN_KINDS = {
    "pond": "water",
    "green": "green",
    "paved": "paved",
    "pitch": "pitch",
    "furrow": "furrow",
}
BANK_DEGREES = 0.000_1  # some ten metres of grass along the river
STREET_CLASSES = ("avenue", "street", "lane")


def base_layers(county: County) -> dict[str, Json]:
    """All base layers by name, each a feature collection."""
    return {
        "water": _collection(_water(county)),
        "green": _collection(_ground(county)),
        "streets": _collection(_streets(county)),
        "buildings": _collection(_buildings(county)),
    }


def areas_geojson(places: Iterable[Place]) -> Json:
    """Areas with their codes and names, ready for the import of areas."""
    return _collection(
        feature(
            place.border,
            code=place.code,
            parent=place.parent,
            level=place.level,
            name_zh=place.name_zh,
            name_en=place.name_en,
        )
        for place in places
    )


def feature(shape: BaseGeometry, **properties: Any) -> Json:
    """One feature."""
    return {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(shape))}


def _collection(features: Iterable[Json]) -> Json:
    return {"type": "FeatureCollection", "features": list(features)}


def _ground(county: County) -> Iterator[Json]:
    if county.streets.river is not None:
        banks = county.streets.river.buffer(BANK_DEGREES, cap_style="flat")
        yield feature(banks.intersection(county.places[0].border), kind="green")
    for parcel in county.parcels:
        if parcel.use in GROUND:
            yield feature(
                parcel.micro.border,
                kind=GROUND[parcel.use],
                name_zh=parcel.name_zh,
                name_en=parcel.name_en,
            )
    for house in county.buildings:
        if house.kind in OPEN_KINDS and house.kind != "pond":
            yield feature(house.outline, kind=OPEN_KINDS[house.kind])


def _water(county: County) -> Iterator[Json]:
    if county.streets.river is not None:
        yield feature(
            county.streets.river.intersection(county.places[0].border),
            kind="river",
            name_zh="清禾河",
            name_en="Qinghe Stream",
        )
    for house in county.buildings:
        if house.kind == "pond":
            yield feature(_softened(house.outline), kind="pond")


def _streets(county: County) -> Iterator[Json]:
    lanes_last = sorted(county.streets.streets, key=lambda street: -street.rank)
    for street in lanes_last:
        yield feature(
            _lighter(street.line),
            kind=STREET_CLASSES[street.rank],
            name_zh=street.name_zh,
            name_en=street.name_en,
        )


def _buildings(county: County) -> Iterator[Json]:
    for house in county.buildings:
        if house.kind not in OPEN_KINDS:
            yield feature(
                house.outline, kind=_kind(house), floors=house.floors, number=house.number
            )


def _kind(house: Building) -> str:
    return "home" if house.number else house.kind


def _softened(outline: Polygon) -> Polygon:
    """A pond has no corners."""
    narrow = min(outline.bounds[2] - outline.bounds[0], outline.bounds[3] - outline.bounds[1])
    rounder = outline.buffer(-0.25 * narrow).buffer(0.25 * narrow)
    return outline if rounder.is_empty else rounder


def _lighter(line: BaseGeometry) -> BaseGeometry:
    return line.simplify(0.000_002)


def _rounded(shape: Json) -> Json:
    """Six decimals are a tenth of a metre, enough for a drawing and a third lighter."""

    def walk(part: Any) -> Any:
        return round(part, 6) if isinstance(part, float) else [walk(p) for p in part]

    return {"type": shape["type"], "coordinates": walk(shape["coordinates"])}
