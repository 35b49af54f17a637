"""What the parameters of a request mean (OGC 17-069r4, sections 7.15.2 to 7.15.4 and 7.15.8)."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from uuid import UUID

from django.utils.translation import gettext as _

LIMIT = 100
MOST = 1000
BOX_LENGTHS = (4, 6)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})")
OPEN = ("", "..")

# West, south, east, north in degrees.
Box = tuple[float, float, float, float]


class WrongParameter(ValueError):
    """A parameter that cannot be used, and why, in words."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Period:
    """From a moment to another, both belonging to it; None is open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which items are wanted: in one of the boxes, at some time, so many, after a mark."""

    boxes: tuple[Box, ...] = ()
    period: Period | None = None
    limit: int = LIMIT
    after: UUID | None = None


def boxes_of(text: str) -> tuple[Box, ...]:
    """The box that was asked for: none, one, or two where it crosses the 180th meridian."""
    if not text:
        return ()
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in BOX_LENGTHS or not all(map(math.isfinite, numbers)):
        raise WrongParameter("bbox", _("bbox takes 4 or 6 numbers with commas between them."))
    half = len(numbers) // 2
    (west, south), (east, north) = numbers[:2], numbers[half : half + 2]
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise WrongParameter("bbox", _("bbox lies outside the world: west, south, east, north."))
    if south > north:
        raise WrongParameter("bbox", _("The south of bbox lies above its north."))
    if west <= east:
        return ((west, south, east, north),)
    return ((west, south, 180.0, north), (-180.0, south, east, north))


def period_of(text: str, zone: tzinfo) -> Period | None:
    """An instant, or two with a slash between them, one of which may be open; days are local."""
    if not text:
        return None
    first, slash, last = text.partition("/")
    if not slash:
        return Period(_moment(first, zone, time.min), _moment(first, zone, time.max))
    if first in OPEN and last in OPEN:
        raise WrongParameter("datetime", _("An interval that is open at both ends says nothing."))
    start = None if first in OPEN else _moment(first, zone, time.min)
    end = None if last in OPEN else _moment(last, zone, time.max)
    if start and end and start > end:
        raise WrongParameter("datetime", _("The interval ends before it begins."))
    return Period(start, end)


def limit_of(text: str) -> int:
    """How many items a page has; more than the most is the most, as the standard says."""
    if not text:
        return LIMIT
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise WrongParameter("limit", _("limit takes a whole number from 1."))
    return min(int(text), MOST)


def mark_of(text: str) -> UUID | None:
    """Where the next page begins, as the link to it says."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise WrongParameter("after", _("This is no mark of a next page.")) from None


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """A parameter that the description does not name is a mistake of whoever asks."""
    known = tuple(known)
    for name in given:
        if name not in known:
            text = _("There is no parameter %(name)s here. Known are: %(known)s.")
            raise WrongParameter(name, text % {"name": name[:40], "known": ", ".join(known)})


def _moment(text: str, zone: tzinfo, of_day: time) -> datetime:
    # a plus sign in an address stands for a space
    text = text.replace(" ", "+")
    try:
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), of_day, zone)
        if MOMENT.fullmatch(text):
            return datetime.fromisoformat(text.upper())
    except ValueError:
        pass
    raise WrongParameter(
        "datetime",
        _("datetime takes days as 2026-01-31 or moments as 2026-01-31T08:00:00Z, not “%(text)s”.")
        % {"text": text[:40]},
    )
