"""The quiet ground below every map: water, green, streets, buildings, where a site has them.

Each layer is one GeoJSON file under MEDIA_ROOT/map, kept compressed as it is sent.
"""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

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


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "map"


def _path(name: str) -> Path:
    return _folder() / f"{name}.json.gz"
