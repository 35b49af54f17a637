"""Codes of records, where a standard says how they are made."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.methods.checkdigit import is_valid_credit_code

FREE, COMPONENT, CREDIT = "", "component", "credit"
CODE_RULES = [
    (FREE, gettext_lazy("Free")),
    (COMPONENT, gettext_lazy("Component of a city, 16 digits (GB/T 30428.2)")),
    (CREDIT, gettext_lazy("Unified social credit code, 18 characters (GB 32100)")),
]
# 6 digits of the county, 2 of the large class (five of them), 2 of the small class, 6 in sequence.
COMPONENT_CODE = re.compile(r"([0-9]{6})(0[1-5])([0-9]{2})([0-9]{6})")
LONGEST = 40


def code_fault(rule: str, code: str, county_code: str) -> str:
    """What is wrong with a code; nothing for an empty one."""
    if not code:
        return ""
    if len(code) > LONGEST:
        return _("A code has at most %(most)d characters.") % {"most": LONGEST}
    if rule == COMPONENT:
        return _component_fault(code, county_code)
    if rule == CREDIT and not is_valid_credit_code(code):
        return _("This is no unified social credit code: its check character does not fit.")
    return ""


def _component_fault(code: str, county_code: str) -> str:
    found = COMPONENT_CODE.fullmatch(code)
    if found is None:
        return _(
            "16 digits: 6 of the county, 2 of the large class (01–05), 2 of the small, 6 more."
        )
    county, _large, small, sequence = found.groups()
    if county != county_code[:6]:
        return _("It begins with %(begins)s; the county's code is %(county)s.") % {
            "begins": county,
            "county": county_code[:6],
        }
    if small == "00" or sequence == "000000":
        return _("Small class and sequence begin with 1, not with 0.")
    return ""
