"""Code schemes as data: the national digits, an older one, or a site's own codes kept as they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.territory.rules.levels import Level

LONGEST_CODE = 40
LONGEST_STATISTICAL = 12  # the statistical office fills the codes of every level up to 12 digits
NUMBER = re.compile(r"\d(\.\d+)?[eE]\+?\d+")


@dataclass(frozen=True)
class CodeScheme:
    """How the codes of one county are made: digits per level, and what a child repeats."""

    name: str
    label: str | Promise
    patterns: dict[int, str]
    # How many leading digits the codes below a level repeat; 0: nothing is repeated.
    shared: dict[int, int]


NATIONAL = CodeScheme(
    name="national",
    label=gettext_lazy("National: community 12 digits, grid 15, micro-grid 17"),
    patterns={
        Level.COUNTY: r"\d{6}(0{6})?",
        Level.TOWN: r"\d{9}(0{3})?",
        Level.COMMUNITY: r"\d{12}",
        Level.GRID: r"\d{15}",
        Level.MICRO_GRID: r"\d{17}",
    },
    shared={Level.COUNTY: 6, Level.TOWN: 9, Level.COMMUNITY: 12, Level.GRID: 15},
)
CJ213 = CodeScheme(
    name="cj213",
    label=gettext_lazy("CJ/T 213: community 11 digits, grid 14, micro-grid 16"),
    patterns={
        Level.COUNTY: r"\d{6}",
        Level.TOWN: r"\d{8}",
        Level.COMMUNITY: r"\d{11}",
        Level.GRID: r"\d{14}",
        Level.MICRO_GRID: r"\d{16}",
    },
    shared={Level.COUNTY: 6, Level.TOWN: 8, Level.COMMUNITY: 11, Level.GRID: 14},
)
OWN = CodeScheme(
    name="own",
    label=gettext_lazy("Our own codes, kept as they are"),
    patterns=dict.fromkeys(Level, r"\S(.{0,38}\S)?"),
    shared={},
)
SCHEMES = {scheme.name: scheme for scheme in (NATIONAL, CJ213, OWN)}
SCHEME_CHOICES = [(scheme.name, scheme.label) for scheme in SCHEMES.values()]


def code_fault(scheme: CodeScheme, level: int, code: str, parent_code: str = "") -> str:
    """What is wrong with a code, in words; empty when nothing is."""
    if not code:
        return _("The code is missing.")
    if not re.fullmatch(scheme.patterns[level], code):
        if fault := _spoilt(scheme, level, code):
            return fault
        return _("%(code)s is not a code of the level %(level)s: %(scheme)s.") % {
            "code": code[:LONGEST_CODE],
            "level": Level(level).label,
            "scheme": scheme.label,
        }
    start = parent_code[: scheme.shared.get(level - 1, 0)]
    if not code.startswith(start):
        return _("%(code)s should begin with %(start)s, the code of the area above it.") % {
            "code": code,
            "start": start,
        }
    return ""


def fresh_code(scheme: CodeScheme, into: str, former: str, code: str) -> Iterator[str]:
    """Codes for what moves from under one code to another: the same end first, then numbers."""
    tail = code.removeprefix(former) if code.startswith(former) else f"-{code}"
    yield f"{into}{tail}"[:LONGEST_CODE]
    digits = 2 if scheme.shared else 0
    for number in range(1, 100 if digits else 10_000):
        yield f"{into}{number:02d}" if digits else f"{into}-{number}"[:LONGEST_CODE]


def level_of_code(scheme: CodeScheme, code: str) -> int | None:
    """The level that the digits alone tell, from the top: 370811002000 is a town filled up."""
    if not scheme.shared:
        return None
    return next((level for level in Level if re.fullmatch(scheme.patterns[level], code)), None)


def parent_codes(scheme: CodeScheme, code: str) -> list[str]:
    """Which codes the area above may bear by the digits alone, the likeliest first."""
    level = level_of_code(scheme, code)
    if level is None or level == Level.COUNTY:
        return []
    start = code[: scheme.shared[level - 1]]
    return [start, start.ljust(LONGEST_STATISTICAL, "0")]


def _spoilt(scheme: CodeScheme, level: int, code: str) -> str:
    """What a spreadsheet does to codes that it takes for numbers."""
    if NUMBER.fullmatch(code):
        return _("%(code)s was a number in a spreadsheet and lost digits: keep codes as text.") % {
            "code": code
        }
    for zeros in ("0", "00", "000"):
        if code.isdecimal() and re.fullmatch(scheme.patterns[level], zeros + code):
            return _(
                "%(code)s seems to have lost the zeros before it in a spreadsheet: is it %(whole)s?"
            ) % {"code": code, "whole": zeros + code}
    return ""
