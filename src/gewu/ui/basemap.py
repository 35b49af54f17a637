"""The quiet ground below every map: water, green, streets, buildings, where a site has them.

Each layer is one GeoJSON file under MEDIA_ROOT/map, kept compressed as it is sent. A site that has
a map of its own names it in its environment (docs/how-to/use-your-own-map-tiles.md); it takes their place.
"""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

TIANDITU = (
    "https://t{host}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
LAYERS = ("water", "green", "streets", "buildings")


def keep(layers: Mapping[str, Any]) -> None:
    """Put layers in the place of those that were there."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in LAYERS:
        text = json.dumps(layers[name], ensure_ascii=False, separators=(",", ":"))
        unfinished = folder / f"{name}.new"
        unfinished.write_bytes(gzip.compress(text.encode(), mtime=0))
        unfinished.replace(_path(name))


def stamp() -> str:
    """Changes with the layers, so that browsers may keep them; empty where there are none."""
    path = _path(LAYERS[-1])
    return f"{path.stat().st_mtime_ns:x}" if path.exists() else ""


def layer(name: str) -> bytes | None:
    """One layer as it is sent; None where there is none."""
    path = _path(name)
    return path.read_bytes() if name in LAYERS and path.exists() else None


def site() -> dict[str, Any] | None:
    """A site's own map as the map element wants it; None where it has none."""
    kind, where = settings.MAP_KIND, settings.MAP_WHERE
    if not kind:
        return None
    said: dict[str, Any] = {"credit": settings.MAP_CREDIT}
    if kind == "tianditu":  # the streets, and above them their names
        return said | {"pictures": [_tianditu(layer, where) for layer in ("vec", "cva")]}
    if kind == "raster":
        return said | {"pictures": [[where]]}
    path = archive()
    if path is not None:
        where = reverse("ui:map_archive", args=[f"{path.stat().st_mtime_ns:x}"])
    return said | {"archive": where}


def archive() -> Path | None:
    """The PMTiles file of this machine; None where the site has none."""
    return Path(settings.MAP_WHERE) if settings.MAP_KIND == "file" else None


def _tianditu(layer: str, key: str) -> list[str]:
    return [TIANDITU.format(host=host, layer=layer, key=key) for host in range(8)]


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "map"


def _path(name: str) -> Path:
    return _folder() / f"{name}.json.gz"
