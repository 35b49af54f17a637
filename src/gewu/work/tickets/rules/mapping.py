"""Which column of a file becomes what: a small JSON file, read and checked once.

`data/mappings/` holds two that ship with the house; `docs/how-to` explains every key.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.methods.coordinates import System

OPEN = "open"
CLOSED = "closed"
AT_IMPORT = "import"
KEYS = (
    "name",
    "source_system",
    "source_id",
    "title",
    "words",
    "address",
    "lon",
    "lat",
    "coordinates",
    "item",
    "submitted_at",
    "closed_at",
    "state",
)


@dataclass(frozen=True, kw_only=True)
class Values:
    """A column, and what its values mean here; without a table they are taken as they are."""

    column: str
    table: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Moments:
    """A column of times, how they are written, in which zone, and what stands for an empty cell."""

    column: str
    formats: tuple[str, ...]
    zone: ZoneInfo
    missing: str = ""


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """The meaning of a file's columns; what is empty is not in the file."""

    name: str
    source_system: str
    source_id: str
    title: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    address: str = ""
    lon: str = ""
    lat: str = ""
    coordinates: System = "wgs84"
    item: Values | None = None
    submitted_at: Moments | None = None
    closed_at: Moments | None = None
    state: Values | None = None

    def columns(self) -> tuple[str, ...]:
        """Every column that the file must have."""
        single = (self.source_id, self.address, self.lon, self.lat)
        nested = (self.item, self.submitted_at, self.closed_at, self.state)
        named = (*single, *self.title, *self.words, *(each.column for each in nested if each))
        return tuple(dict.fromkeys(column for column in named if column))


def read_mapping(text: str) -> ColumnMapping:
    """The mapping in a JSON text, refused with the key that is wrong."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _refusal(_("It is not JSON: %(reason)s.") % {"reason": error}) from error
    if not isinstance(data, dict):
        raise _refusal(_("It is not an object with keys."))
    if unknown := sorted(set(data) - set(KEYS)):
        raise _refusal(
            _("It does not know the key %(keys)s. The keys are: %(known)s.")
            % {"keys": ", ".join(unknown), "known": ", ".join(KEYS)}
        )
    mapping = ColumnMapping(
        name=_text(data, "name"),
        source_system=_text(data, "source_system"),
        source_id=_text(data, "source_id"),
        title=_texts(data, "title"),
        words=_texts(data, "words"),
        address=_text(data, "address"),
        lon=_text(data, "lon"),
        lat=_text(data, "lat"),
        coordinates=_system(data),
        item=_values(data, "item"),
        submitted_at=_moments(data, "submitted_at"),
        closed_at=_moments(data, "closed_at"),
        state=_values(data, "state"),
    )
    _check_whole(mapping)
    return mapping


def _check_whole(mapping: ColumnMapping) -> None:
    if not mapping.source_system or not mapping.source_id:
        raise _refusal(
            _("source_system and source_id are needed, so that a second import adds nothing twice.")
        )
    if not mapping.title and not mapping.words:
        raise _refusal(_("title or words must name a column."))
    if bool(mapping.lon) != bool(mapping.lat):
        raise _refusal(_("lon and lat belong together."))
    states = mapping.state.table.values() if mapping.state else ()
    if wrong := sorted(set(states) - {OPEN, CLOSED}):
        raise _refusal(
            _("A state is open or closed, not %(states)s.") % {"states": ", ".join(wrong)}
        )


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise _refusal(_("%(key)s must be text.") % {"key": key})
    return value.strip()


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise _refusal(_("%(key)s must be a column or a list of columns.") % {"key": key})
    return tuple(values)


def _values(data: Mapping[str, Any], key: str) -> Values | None:
    if key not in data:
        return None
    inner = _inner(data, key, ("column", "values"))
    table = inner.get("values", {})
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        raise _refusal(_("%(key)s must be text.") % {"key": f"{key}.values"})
    return Values(column=_text(inner, "column"), table=table)


def _moments(data: Mapping[str, Any], key: str) -> Moments | None:
    if key not in data:
        return None
    inner = _inner(data, key, ("column", "formats", "zone", "missing"))
    missing = _text(inner, "missing")
    if missing not in ("", AT_IMPORT):
        raise _refusal(_("%(key)s can only be “import”.") % {"key": f"{key}.missing"})
    try:
        zone = ZoneInfo(_text(inner, "zone"))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _refusal(
            _("%(key)s needs a zone such as Asia/Shanghai: times without one mean nothing.")
            % {"key": key}
        ) from error
    return Moments(
        column=_text(inner, "column"),
        formats=_texts(inner, "formats"),
        zone=zone,
        missing=missing,
    )


def _inner(data: Mapping[str, Any], key: str, known: tuple[str, ...]) -> dict[str, Any]:
    inner = data[key]
    if not isinstance(inner, dict) or set(inner) - set(known) or not inner.get("column"):
        raise _refusal(
            _("%(key)s needs a column; it may have: %(known)s.")
            % {"key": key, "known": ", ".join(known)}
        )
    return inner


def _system(data: Mapping[str, Any]) -> System:
    value = data.get("coordinates", "wgs84")
    if value not in get_args(System):
        raise _refusal(
            _("coordinates must be one of: %(known)s.") % {"known": ", ".join(get_args(System))}
        )
    system: System = value
    return system


def _refusal(reason: str) -> Refusal:
    return Refusal(_("The mapping cannot be used. %(reason)s") % {"reason": reason}, code="mapping")
