"""A state said in a word, as HTML, made without a template: lists show hundreds of them."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from gewu.ui import icons


def pill(label: object, tone: str = "plain", icon: str = "") -> SafeString:
    """The word in its tone (plain, action, good, near, bad, paused), with an icon beside it."""
    drawn = icons.icon(icon, size=16) if icon else SafeString()
    return _drawn(str(label), tone, drawn)


@lru_cache(maxsize=2_000, typed=True)
def _drawn(label: str, tone: str, icon: SafeString) -> SafeString:
    return format_html('<span class="pill pill-{}">{}{}</span>', tone, icon, label)
