"""How people are written down: citizen IDs with their check digit, ages, masks. Pure."""

import re
from datetime import date

from django.utils.translation import gettext as _

CHILD_YEARS = 14  # PIPL art. 28: all data of whoever is younger is sensitive
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
ID_SHAPE = re.compile(r"\d{17}[\dX]")
HIDDEN = "*"


def written_id(number: str) -> str:
    """A citizen ID without spaces, its last letter large."""
    return "".join(number.split()).upper()


def check_digit(first: str) -> str:
    """The last sign of a citizen ID, from the 17 digits before it (GB 11643, ISO 7064 MOD 11-2)."""
    return CHECK[sum(int(a) * b for a, b in zip(first, WEIGHTS, strict=True)) % 11]


def id_fault(number: str) -> str:
    """What is wrong with a written citizen ID; empty when nothing is."""
    if not ID_SHAPE.fullmatch(number):
        return _("A citizen ID has 17 digits and a digit or X at the end.")
    if born_of(number) is None:
        return _("The date of birth in this citizen ID does not exist.")
    if check_digit(number[:17]) != number[17]:
        return _("The last sign does not fit the others: a digit is wrong.")
    return ""


def born_of(number: str) -> date | None:
    """The date of birth that a citizen ID tells, if there is such a day."""
    return date_of(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def date_of(text: str) -> date | None:
    """A day as it is kept, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def date_fault(text: str) -> str:
    """What is wrong with a day; empty when nothing is."""
    return "" if date_of(text) else _("A day is written like 2015-03-09.")


def birth_fault(born: date | None, today: date) -> str:
    """What is wrong with a day of birth; empty when nothing is."""
    if born is None or date(1890, 1, 1) <= born <= today:
        return ""
    return _("Nobody who lives here can be born on this day.")


def child_until(born: date | None, today: date) -> date | None:
    """The fourteenth birthday of somebody who has not reached it; None for everyone else."""
    if born is None:
        return None
    return day if (day := birthday(born, CHILD_YEARS)) > today else None


def birthday(born: date, years: int) -> date:
    """The day on which so many years are full; of the 29th of February, the 1st of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def masked_name(name: str) -> str:
    """Enough for whoever knows the person: the first sign, one star for each of the others."""
    return f"{name[:1]}{HIDDEN * max(len(name) - 1, 1)}"[:4] if name else ""


def masked_room(room: str) -> str:
    """The first half of a room number."""
    return f"{room[: len(room) // 2]}{HIDDEN * (len(room) - len(room) // 2)}"
