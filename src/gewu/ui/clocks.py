"""The clock of a deadline as HTML, made without a template: lists show hundreds of them."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gewu.ui import icons, words


def clock(
    due: datetime,
    *,
    warn: datetime | None = None,
    state: str = "running",
    ended: datetime | None = None,
    compact: bool = False,
) -> SafeString:
    """The time left in words, icon and colour; the exact time on hover.

    `state` is running, paused or done; from `warn` on it is near its limit.
    """
    face = words.clock_face(due, timezone.now(), warn=warn, state=state, ended=ended)
    return format_html(
        '<gewu-clock class="clock clock-{}{}" state="{}" due="{}"{} title="{}">{}<span>{}</span>'
        "</gewu-clock>",
        face.state,
        " clock-compact" if compact else "",
        state,
        due.isoformat(),
        format_html(' warn="{}"', warn.isoformat()) if warn else "",
        gettext("Due %(time)s") % {"time": words.exact(due)},
        icons.icon(face.icon, size=16),
        face.text,
    )
