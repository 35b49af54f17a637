"""Whether two reports may be about one thing: place, time, item and words, and why we think so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, cos, hypot, radians

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.methods.bigrams import terms

NEAR_METRES = 150
LOOK_BACK = timedelta(days=30)
# From this share of common search terms on, words count as similar.
ALIKE = 0.35
FEWEST_COMMON = 3
# Politeness that everybody writes says nothing about the matter.
POLITE = frozenset(terms("你好 您好 想问一下 请问 反映一下 麻烦了 麻烦您 谢谢 请尽快处理"))
METRES_PER_DEGREE = 111_320.0
ROUNDED_TO = 10


@dataclass(frozen=True)
class Trace:
    """What two reports have in common. The distance is unknown where one has only an area."""

    metres: float | None
    same_item: bool
    alike: float
    days: int
    is_open: bool = True


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """The distance of two points in a town; flat is exact enough below a few kilometres."""
    east = (other_lon - lon) * cos(radians((lat + other_lat) / 2))
    return hypot(east, other_lat - lat) * METRES_PER_DEGREE


def box_around(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """West, south, east and north of a square that holds everything so near."""
    up = metres / METRES_PER_DEGREE
    side = up / max(cos(radians(lat)), 0.01)
    return lon - side, lat - up, lon + side, lat + up


def alike(ours: Collection[str], theirs: Collection[str]) -> float:
    """The share of the shorter text's terms that the other one holds too, 0 to 1.

    Single characters are left out: they occur everywhere. One or two pairs prove nothing.
    """
    one, two = _telling(ours), _telling(theirs)
    common = len(one & two)
    return common / min(len(one), len(two)) if common >= FEWEST_COMMON else 0.0


def may_be_same(trace: Trace) -> bool:
    """The same item or similar words, near by; with no point on one side both are asked for."""
    similar = trace.alike >= ALIKE
    if trace.metres is None:
        return trace.same_item and similar
    return trace.metres <= NEAR_METRES and (trace.same_item or similar)


def weight(trace: Trace) -> tuple[bool, float]:
    """For sorting, the most likely first: open ones, then by place, item, words and time."""
    metres = NEAR_METRES if trace.metres is None else trace.metres
    near = 1 - min(metres, NEAR_METRES) / NEAR_METRES
    recent = 1 - min(trace.days, LOOK_BACK.days) / LOOK_BACK.days
    sure = 0.35 * near + 0.3 * trace.same_item + 0.25 * trace.alike + 0.1 * recent
    return trace.is_open, sure


def reasons(trace: Trace) -> list[str]:
    """Why we think so, in plain words."""
    said = [_where(trace.metres)]
    if trace.same_item:
        said.append(_("the same item"))
    if trace.alike >= ALIKE:
        said.append(_("similar words"))
    return [*said, _when(trace.days)]


def _telling(held: Iterable[str]) -> set[str]:
    return {term for term in held if len(term) > 1} - POLITE


def _where(metres: float | None) -> str:
    if metres is None:
        return _("in the same area")
    rounded = max(ROUNDED_TO, ceil(metres / ROUNDED_TO) * ROUNDED_TO)
    return _("within %(metres)s m") % {"metres": rounded}


def _when(days: int) -> str:
    if days < 1:
        return _("today")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
