"""Ready words with places for what differs, such as {unit} or {单位}."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

PLACE = re.compile(r"\{([^{}]*)\}")
# Both ways to write a place; people who write templates read Chinese or English.
PLACES: dict[str, str] = {
    "单位": "unit",
    "时限": "limit",
    "编号": "number",
    "事项": "item",
    "截止": "due",
    "电话": "phone",
}
KNOWN = frozenset((*PLACES, *PLACES.values()))
# The steps whose words a template may fill.
VERBS = ("answer_directly", "ask", "decline", "handle", "check", "close")


def checked_places(words: str, *, field: str = "words_zh") -> str:
    """Words whose places are all known; a mistyped one would be read by a resident."""
    words = words.strip()
    unknown = [name for name in PLACE.findall(words) if name.strip() not in KNOWN]
    if unknown:
        raise Refusal(
            _("Nothing is known to put into {%(place)s}.") % {"place": unknown[0]},
            code="place",
            field=field,
        )
    return words


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with everything in its place; what is not known yet stays as it is written."""

    def put(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        return values.get(PLACES.get(name, name), "") or match.group(0)

    return PLACE.sub(put, words)
