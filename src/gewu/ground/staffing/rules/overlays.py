"""Codes of professional grids and the days of what they cover."""

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SEQUENCE, CJ349, OWN = "sequence", "cj349", "own"
SCHEMES = [
    (SEQUENCE, gettext_lazy("15 digits, the last three from 900 to 999")),
    (CJ349, gettext_lazy("CJ/T 349: 20 digits")),
    (OWN, gettext_lazy("Our own codes, kept as they are")),
]
# CJ/T 349: managed object 6, county 6, street 3, community 3, sequence 2.
PATTERNS = {SEQUENCE: r"\d{12}9\d{2}", CJ349: r"\d{20}", OWN: r"\S(.{0,38}\S)?"}
COUNTY_AT = {SEQUENCE: 0, CJ349: 6}
COUNTY_DIGITS = 6


def overlay_code_fault(scheme: str, code: str, county_code: str) -> str:
    """What is wrong with the code of a professional grid; empty when nothing is."""
    if not re.fullmatch(PATTERNS[scheme], code):
        text = _("%(code)s is no such code: %(scheme)s.")
        return text % {"code": code, "scheme": dict(SCHEMES)[scheme]}
    begins = COUNTY_AT.get(scheme)
    county = county_code[:COUNTY_DIGITS]
    if begins is None or not county.isdecimal():
        return ""
    if code[begins : begins + COUNTY_DIGITS] != county:
        text = _("%(code)s should have the county's %(county)s at digit %(at)s.")
        return text % {"code": code, "county": county, "at": begins + 1}
    return ""


def cover_day_fault(day: date, today: date, first: date) -> str:
    """What is wrong with the day from which other grids are covered."""
    if day < today:
        return _("What was covered in the past stays as it was. Choose today or a later day.")
    if day < first:
        return _("The professional grid begins later.")
    return ""
