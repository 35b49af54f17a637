"""Times and numbers as people say them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from gewu.methods.small_counts import FEWEST, Small, Told

ICONS = {
    "running": "clock",
    "near": "clock-exclamation",
    "overdue": "alarm",
    "paused": "player-pause",
    "done": "circle-check",
    "late": "clock-check",
}


@dataclass(frozen=True)
class ClockFace:
    """What a clock shows: its state, its words and its icon."""

    state: str
    text: str

    @property
    def icon(self) -> str:
        """The icon that goes with the state."""
        return ICONS[self.state]


def span(length: timedelta) -> str:
    """A length of time with its two largest units: 2 h 10 min."""
    minutes = int(abs(length).total_seconds() // 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days >= 7:
        return _days(days)
    if days:
        return _joined(_days(days), _hours(hours_left) if hours_left else "")
    if hours:
        return _joined(_hours(hours), _minutes(minutes_left) if minutes_left else "")
    return _minutes(minutes) if minutes else gettext("less than a minute")


def whole_span(minutes: int) -> str:
    """A length with all its units, so that lengths below each other can be added up."""
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    parts = (
        _days(days) if days else "",
        _hours(hours_left) if hours_left else "",
        _minutes(minutes_left) if minutes_left else "",
    )
    return _joined(*parts) or _minutes(0)


def clock_face(
    due: datetime,
    now: datetime,
    *,
    warn: datetime | None = None,
    state: str = "running",
    ended: datetime | None = None,
) -> ClockFace:
    """What the clock of a deadline shows at a moment; `state` is running, paused or done."""
    if state == "paused":
        return ClockFace("paused", gettext("paused"))
    if state == "done":
        if ended is not None and ended > due:
            return ClockFace("late", gettext("done %(time)s late") % {"time": span(ended - due)})
        return ClockFace("done", gettext("on time"))
    if now > due:
        return ClockFace("overdue", gettext("%(time)s over") % {"time": span(now - due)})
    near = warn is not None and now >= warn
    return ClockFace(
        "near" if near else "running", gettext("%(time)s left") % {"time": span(due - now)}
    )


def moment(value: datetime, now: datetime) -> str:
    """A moment as people say it: today 14:30, yesterday 09:05, Nov. 3 10:00."""
    local, today = timezone.localtime(value), timezone.localdate(now)
    clock = date_format(local, "H:i")
    named = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    day = named.get((local.date() - today).days) or day_words(local, today.year)
    return f"{day} {clock}"


def day_words(value: datetime, this_year: int) -> str:
    """A day, with its year only when that is not this one."""
    return date_format(value, gettext("N j") if value.year == this_year else gettext("N j, Y"))


def exact(value: datetime) -> str:
    """The exact time, for hovering and for paper."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"


def number(value: float | int) -> str:
    """A number with its thousands set apart, alike in both languages."""
    return f"{value:,}" if isinstance(value, int) else number_format(value, 1, use_l10n=True)


def count_told(count: Told) -> str:
    """A count of people as it may be told, for a page or a file."""
    if isinstance(count, int):
        return number(count)
    if isinstance(count, Small):
        return gettext("fewer than %(count)s") % {"count": FEWEST}
    return gettext("not told")


def why_not_told(count: Told) -> str:
    """Why a count is not told as a figure; empty where it is."""
    if isinstance(count, int):
        return ""
    if isinstance(count, Small):
        return gettext("So few could be recognised.")
    return gettext("With it the small figure beside it could be worked out.")


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _hours(count: int) -> str:
    return gettext("%(count)d h") % {"count": count}


def _minutes(count: int) -> str:
    return gettext("%(count)d min") % {"count": count}


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
