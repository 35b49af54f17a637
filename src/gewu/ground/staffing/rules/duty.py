"""When shifts are, which of them count as nights, and what is said about a plan. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ONE_DAY = timedelta(days=1)
LONGEST_DAYS = 92
# Whoever works in these hours does not sleep at night.
NIGHT_FROM, NIGHT_TO = 23 * 60, 29 * 60


class Days(TextChoices):
    """On which days a kind of shift is needed."""

    DAILY = "daily", gettext_lazy("Every day")
    WORKDAYS = "workdays", gettext_lazy("Workdays")
    DAYS_OFF = "days_off", gettext_lazy("Weekends and holidays")
    WEEKDAYS = "weekdays", gettext_lazy("Chosen days of the week")


class Swaps(TextChoices):
    """What the lead does about swaps that two people agreed on."""

    TOLD = "told", gettext_lazy("The lead is told")
    APPROVE = "approve", gettext_lazy("The lead approves")


WEEKDAYS: tuple[tuple[int, Promise], ...] = (
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
)
BREACHES: dict[str, Promise] = {
    "missing": gettext_lazy("Too few people"),
    "many": gettext_lazy("More people than needed"),
    "unable": gettext_lazy("Holds no post that may take this shift"),
    "away": gettext_lazy("Cannot on this day"),
    "overlap": gettext_lazy("Has another shift at the same time"),
    "rest": gettext_lazy("Less than 11 hours of rest"),
    "nights": gettext_lazy("Two nights running"),
}
HELPS: dict[str, Promise] = {
    "nights": gettext_lazy("If somebody takes two nights running, nothing is missing."),
    "rest": gettext_lazy("With less rest between two shifts, nothing is missing."),
    "away": gettext_lazy("If somebody who cannot on that day could after all, nothing is missing."),
    "hands": gettext_lazy(
        "No rule stands in the way: allow more posts for this shift, or ask for fewer people."
    ),
}


def is_night(begins: time, ends: time) -> bool:
    """Whether a shift lies in the night for three hours or more."""
    start = begins.hour * 60 + begins.minute
    end = ends.hour * 60 + ends.minute
    if end <= start:
        end += 24 * 60
    spans = ((NIGHT_FROM, NIGHT_TO), (NIGHT_FROM - 24 * 60, NIGHT_TO - 24 * 60))
    return any(min(end, to) - max(start, from_) >= 180 for from_, to in spans)


def span_of(day: date, begins: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when a shift of this day lasts."""
    last = day if ends > begins else day + ONE_DAY
    return datetime.combine(day, begins, zone), datetime.combine(last, ends, zone)


def is_on(day: date, on: str, weekdays: Sequence[int], is_workday: Callable[[date], bool]) -> bool:
    """Whether a kind of shift is needed on this day."""
    if on == Days.DAILY:
        return True
    if on == Days.WEEKDAYS:
        return day.weekday() in weekdays
    return is_workday(day) == (on == Days.WORKDAYS)


def days_between(first: date, end: date) -> Iterator[date]:
    """Every day from the first to the one before the end."""
    while first < end:
        yield first
        first += ONE_DAY


def period_fault(first: date, last: date) -> str:
    """What is wrong with the days of a roster; empty when nothing is."""
    if last < first:
        return _("The last day lies before the first.")
    if (last - first).days >= LONGEST_DAYS:
        return _("A roster is for three months at most.")
    return ""


def shift_days_fault(on: str, weekdays: Sequence[int]) -> str:
    """What is wrong with the days of a kind of shift; empty when nothing is."""
    if on == Days.WEEKDAYS and not weekdays:
        return _("Choose the days of the week.")
    return ""


def quality(outcome: dict[str, object]) -> str:
    """How good a proposal is, in a sentence."""
    if not outcome:
        return ""
    if outcome.get("short"):
        return _("As full as the rules allow, but some shifts are short of people.")
    if outcome.get("is_best"):
        return _("There is no fairer plan under these rules.")
    gap = outcome.get("gap")
    return _("A good plan: at most %(percent)d%% from the best possible.") % {
        "percent": round(100 * float(gap if isinstance(gap, float | int) else 1))
    }


def before(carried: Mapping[object, Sequence[int]], who: object) -> Sequence[int]:
    """What somebody had before; whoever is new to the work begins where the one with the fewest stands."""
    if who in carried:
        return carried[who]
    return [min(column) for column in zip(*carried.values(), strict=True)] or [0, 0, 0]


def sentence(faults: Sequence[str]) -> str:
    """Several faults as one; empty when there are none."""
    return _("; ").join(faults)
