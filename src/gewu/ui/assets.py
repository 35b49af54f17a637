"""Which built files belong to an entry of the front end, read from Vite's manifest."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

BUILT = Path(__file__).parent.parent / "static_built"


def scripts_of(entry: str) -> list[str]:
    """Addresses of the scripts of an entry; none while the front end is not built."""
    chunk = _manifest().get(f"entries/{entry}.ts")
    return [static(chunk["file"])] if chunk else []


def styles_of(entry: str) -> list[str]:
    """Addresses of the style sheets of an entry and of what it imports."""
    manifest = _manifest()
    found: list[str] = []
    waiting = [f"entries/{entry}.ts"]
    while waiting:
        chunk = manifest.get(waiting.pop(0), {})
        found += [name for name in chunk.get("css", ()) if name not in found]
        waiting += chunk.get("imports", ())
    return [static(name) for name in found]


@cache
def icons_url() -> str:
    """Address of the sprite of icons."""
    built = (BUILT / "assets").glob("icons-*.svg")
    return static(next((f"assets/{path.name}" for path in built), "icons.svg"))


def _manifest() -> dict[str, Any]:
    return _read() if settings.DEBUG else _read_once()


@cache
def _read_once() -> dict[str, Any]:
    return _read()


def _read() -> dict[str, Any]:
    path = BUILT / ".vite" / "manifest.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found
