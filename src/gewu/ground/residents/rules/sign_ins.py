"""How residents prove that a number is theirs: codes, how often, and how long it holds. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

DIGITS = 6
TRIES = 5
LIFE = timedelta(minutes=5)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# A short message reaches mobile numbers only.
MOBILE = re.compile(r"1\d{10}|\+\d{7,15}")


@dataclass(frozen=True)
class Limit:
    """At most so many within so long."""

    most: int
    within: timedelta


PER_NUMBER = (Limit(1, timedelta(minutes=1)), Limit(6, timedelta(hours=1)))
# One address alone cannot use up what a number may ask for.
PER_BOTH = (Limit(3, timedelta(hours=1)),)
PER_ADDRESS = (Limit(30, timedelta(hours=1)),)  # a whole housing block may share one
WRONG_PER_ADDRESS = Limit(40, timedelta(hours=1))
LONGEST_LIMIT = timedelta(hours=1)


def mobile_fault(phone: str) -> str:
    """What keeps a code from being sent to a number that is written in the one way."""
    if MOBILE.fullmatch(phone):
        return ""
    return _("Write a mobile number: 11 digits, or + and the number of another country.")


def seconds_to_wait(limit: Limit, earlier: Iterable[datetime], now: datetime) -> int:
    """How long until one more is within the limit; 0 when it is now."""
    counted = sorted((at for at in earlier if now - at < limit.within), reverse=True)
    if len(counted) < limit.most:
        return 0
    left = counted[limit.most - 1] + limit.within - now
    return max(1, -(-left // timedelta(seconds=1)))


def code_fault(*, used: bool, tries: int, expires_at: datetime, now: datetime) -> str:
    """Why a code can no longer be entered; empty while it can."""
    if used:
        return _("This code was used already. Ask for a new one.")
    if now >= expires_at:
        return _("This code is older than five minutes. Ask for a new one.")
    if tries >= TRIES:
        return _("This code was tried too often. Ask for a new one.")
    return ""


def wrong_code(left: int) -> str:
    """A code that does not match, and how often it may still be tried."""
    if not left:
        return _("This code was tried too often. Ask for a new one.")
    return _("The code does not match. Tries left: %(count)s.") % {"count": left}


def is_over(*, began_at: datetime, last_at: datetime, now: datetime) -> bool:
    """Whether a session has ended by itself."""
    return now - last_at > IDLE or now - began_at > LONGEST
