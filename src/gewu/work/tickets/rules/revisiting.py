"""Calling back 回访: what an answer leads to, when to try again, when somebody cannot be reached."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

SOLVED, PARTLY, UNSOLVED, UNREACHED = "solved", "partly", "unsolved", "unreached"
ATTEMPTS = 3
DAYS = 2
PAUSE = timedelta(hours=3)  # nobody is rung up again at once
MORNING = time(9)
DISSATISFIED = 2  # one and two of five

CLOSE, BACK, WAIT, GIVE_UP = "close", "back", "wait", "give_up"


def verdict(
    outcome: str, satisfied: int | None, attempts: Sequence[datetime], zone: ZoneInfo
) -> str:
    """What an answer leads to: the end, back to the unit, another attempt, or giving up."""
    if outcome == UNREACHED:
        return GIVE_UP if cannot_be_reached(attempts, zone) else WAIT
    dissatisfied = satisfied is not None and satisfied <= DISSATISFIED
    return BACK if outcome == UNSOLVED or dissatisfied else CLOSE


def cannot_be_reached(attempts: Sequence[datetime], zone: ZoneInfo) -> bool:
    """Three attempts in vain on at least two days."""
    return len(attempts) >= ATTEMPTS and len(_days(attempts, zone)) >= DAYS


def next_attempt(checked_at: datetime, attempts: Sequence[datetime], zone: ZoneInfo) -> datetime:
    """When to ring next: at once, then some hours later, the last time on another day."""
    if not attempts:
        return checked_at
    last = max(attempts)
    later = last + PAUSE
    if len(attempts) >= ATTEMPTS - 1 and len(_days(attempts, zone)) < DAYS:
        tomorrow = last.astimezone(zone).date() + timedelta(days=1)
        return max(later, datetime.combine(tomorrow, MORNING, zone))
    return later


def checked_answer(
    outcome: str, satisfied: int | None, attitude: int | None, contacted: bool | None
) -> None:
    """Whoever was reached gave a mark; whoever was not gave none."""
    for field, mark in (("satisfied", satisfied), ("attitude", attitude)):
        if mark is not None and mark not in range(1, 6):
            raise Refusal(_("Choose one to five."), code="mark", field=field)
    if outcome == UNREACHED and (satisfied, attitude, contacted) != (None, None, None):
        raise Refusal(
            _("Nobody was reached, so there are no answers to keep."),
            code="unreached",
            field="outcome",
        )
    if outcome != UNREACHED and satisfied is None:
        raise Refusal(_("Ask how satisfied they are."), code="mark", field="satisfied")


def _days(attempts: Sequence[datetime], zone: ZoneInfo) -> set[object]:
    return {each.astimezone(zone).date() for each in attempts}
