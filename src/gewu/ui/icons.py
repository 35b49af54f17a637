"""Icons of the sprite as HTML."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from gewu.ui import assets


def icon(name: str, label: str = "", size: int = 20) -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label."""
    return _drawn(name, str(label), size, assets.icons_url())


@lru_cache(maxsize=2_000)
def _drawn(name: str, label: str, size: int, sprite: str) -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" width="{}" height="{}" {}><use href="{}#{}"></use></svg>',
        size, size, SafeString(said), sprite, name,
    )  # fmt: skip
