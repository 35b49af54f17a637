"""Plain values of an event to JSON and back: ids, codes, numbers and times, never words."""

import re
import types
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin
from uuid import UUID

LONGEST_CODE = 200
SPACE = re.compile(r"\s")

READERS: dict[type, Callable[[Any], Any]] = {
    bool: bool,
    int: int,
    float: float,
    str: str,
    UUID: UUID,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


def check_type(kind: Any) -> None:
    """Refuse a field type that cannot be written plainly."""
    for each in _alternatives(kind):
        inner = get_args(each)[0] if get_origin(each) is tuple else each
        if inner not in READERS:
            raise TypeError(f"events carry ids and plain values only, not {kind}")


def written(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, tuple):
        return [written(each) for each in value]
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a time needs its zone")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, str):
        return _checked_code(value)
    return value


def read(value: Any, kind: Any) -> Any:
    """The value of this type that was written."""
    if value is None:
        return None
    plain = next(each for each in _alternatives(kind))
    if get_origin(plain) is tuple:
        return tuple(READERS[get_args(plain)[0]](each) for each in value)
    return READERS[plain](value)


def _checked_code(text: str) -> str:
    # The journal is never scrubbed, so what a person wrote must not get in: codes only.
    if len(text) > LONGEST_CODE or not text.isascii() or SPACE.search(text):
        raise ValueError("events carry codes, not words")
    return str(text)


def _alternatives(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) not in (Union, types.UnionType):
        return (kind,)
    return tuple(each for each in get_args(kind) if each is not type(None))
