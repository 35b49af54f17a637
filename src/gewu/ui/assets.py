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


def imports_of(entry: str) -> list[str]:
    """Addresses of the scripts that an entry imports, so that they come beside it and not after it."""
    return [static(chunk["file"]) for chunk in _with_imports(f"entries/{entry}.ts")[1:]]


def styles_of(entry: str) -> list[str]:
    """Addresses of the style sheets of an entry and of what it imports."""
    return _styles(_with_imports(f"entries/{entry}.ts"))


def later(part: str) -> tuple[list[str], list[str]]:
    """Addresses of the scripts and style sheets of a part that a page loads when it needs it."""
    chunks = _with_imports(part)
    return [static(chunk["file"]) for chunk in chunks], _styles(chunks)


def _styles(chunks: list[dict[str, Any]]) -> list[str]:
    return [static(name) for name in dict.fromkeys(n for c in chunks for n in c.get("css", ()))]


def _with_imports(name: str) -> list[dict[str, Any]]:
    """What the manifest says of a part and of all that it imports, the part itself first."""
    manifest = _manifest()
    found: dict[str, dict[str, Any]] = {}
    waiting = [name]
    while waiting:
        at = waiting.pop(0)
        if at in manifest and at not in found:
            found[at] = manifest[at]
            waiting += manifest[at].get("imports", ())
    return list(found.values())


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
