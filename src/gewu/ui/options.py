"""Option elements of a select, drawn in one go: a filter of a county has hundreds."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

OPTION = '<option value="{}"{}>{}</option>'
CHOSEN = mark_safe(" selected")


def options(things: Iterable[Any], chosen: Any = None, value: str = "pk") -> SafeString:
    """Of pairs of value and label, or of things with a name: `{% options units form.unit.value %}`."""
    wanted = "" if chosen is None else str(chosen)
    pairs = (
        each if isinstance(each, tuple) else (getattr(each, value), each.name) for each in things
    )
    rows = ((key, CHOSEN if str(key) == wanted else "", label) for key, label in pairs)
    return format_html_join("", OPTION, rows)
