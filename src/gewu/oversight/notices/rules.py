"""When a message may go out, how often it is tried, and what its words may name. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.acting import Refusal

QUIET_FROM, QUIET_UNTIL = time(21), time(7)
TRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))
PLACE = re.compile(r"\{(\w+)\}")
BARE_COMMA = re.compile(r"(?:^|(?<=[,，、]))\s*[,，、]")
LONGEST_SUBJECT, LONGEST_WORDS = 120, 600

REMINDER, GIVEN, HELP, APPROVAL = "reminder", "given", "help", "approval"
RETURN, URGED, SUPERVISED = "return", "urged", "supervised"
LEAVE_ASKED, LEAVE, STAND_IN, ROSTER, SWAP = "leave_asked", "leave", "stand_in", "roster", "swap"
DATA_REQUEST, URGENT_OPEN, GROWN = "data_request", "urgent_open", "grown"
RECORDS_DUE = "records_due"
KINDS: dict[str, str | Promise] = {
    REMINDER: gettext_lazy("Reminder"),
    GIVEN: gettext_lazy("Given to your unit"),
    HELP: gettext_lazy("Your unit is asked to help"),
    APPROVAL: gettext_lazy("To be decided"),
    RETURN: gettext_lazy("Sent back, to be decided"),
    URGED: gettext_lazy("Urged by the reporter"),
    SUPERVISED: gettext_lazy("Under supervision"),
    LEAVE_ASKED: gettext_lazy("Leave to be decided"),
    LEAVE: gettext_lazy("Your leave"),
    STAND_IN: gettext_lazy("You stand in"),
    ROSTER: gettext_lazy("Roster published"),
    SWAP: gettext_lazy("Swap of shifts"),
    DATA_REQUEST: gettext_lazy("Request about own data"),
    URGENT_OPEN: gettext_lazy("Emergency opening to be reviewed"),
    GROWN: gettext_lazy("14 by now, to be asked themselves"),
    RECORDS_DUE: gettext_lazy("Records to be looked at"),
}
# What a message about staff says of its matter.
STAFF_REASONS: dict[str, str | Promise] = {
    "granted": gettext_lazy("It is granted"),
    "refused": gettext_lazy("It is refused; the page says why"),
    "ended": gettext_lazy("It was taken back or ends earlier"),
    "named": gettext_lazy("You stand in on these days"),
    "begins": gettext_lazy("It begins; look at what is open"),
    "over": gettext_lazy("You do not stand in any longer"),
    "asked": gettext_lazy("A colleague asks you to swap"),
    "decide": gettext_lazy("Both agree, and you decide"),
    "agreed": gettext_lazy("Agreed to; the lead still decides"),
    "done": gettext_lazy("It is swapped"),
    "told": gettext_lazy("Two colleagues swapped, so that you know"),
    "declined": gettext_lazy("It is declined; the shift stays yours"),
    "new": gettext_lazy("A resident asks; it is due on this day"),
    "soon": gettext_lazy("Three working days are left, or fewer"),
    "late": gettext_lazy("The day has passed without an answer"),
    "withdrawn": gettext_lazy("It was withdrawn; nothing changes for you"),
}
# By these a ticket comes to somebody's unit or to their decision.
MINE = (GIVEN, HELP, APPROVAL, RETURN)
# What the words of a message may name, and how it is called on the page of templates.
PLACES: dict[str, str | Promise] = {
    "number": gettext_lazy("Number of the ticket"),
    "item": gettext_lazy("Item"),
    "place": gettext_lazy("Name of the area"),
    "limit": gettext_lazy("Limit"),
    "reason": gettext_lazy("Why the message"),
    "unit": gettext_lazy("Name of the unit"),
    "days": gettext_lazy("Days"),
}


def not_before(
    now: datetime, quiet_from: time, quiet_until: time, zone: ZoneInfo, *, urgent: bool
) -> datetime:
    """The first moment at which a message may leave the desk."""
    if urgent or quiet_from == quiet_until:
        return now
    here = now.astimezone(zone)
    if not _is_quiet(here.time(), quiet_from, quiet_until):
        return now
    day = here.date()
    if quiet_from > quiet_until and here.time() >= quiet_from:
        day += timedelta(days=1)
    return datetime.combine(day, quiet_until, zone)


def next_try(tried: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; nothing once it is given up."""
    return now + TRIES[tried - 1] if tried <= len(TRIES) else None


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Words with their places filled; what nobody knows is left out, with its comma."""
    said = PLACE.sub(lambda found: facts.get(found[1], ""), text)
    return BARE_COMMA.sub("", said).strip()


def checked_wording(subject: str, words: str) -> tuple[str, str]:
    """Words of a message: short, and naming only what a message may name."""
    subject, words = " ".join(subject.split()), words.strip()
    for field, text, most in (
        ("subject", subject, LONGEST_SUBJECT),
        ("words", words, LONGEST_WORDS),
    ):
        if not text:
            raise Refusal(_("Say it in a few words."), code="empty", field=field)
        if len(text) > most:
            raise Refusal(
                _("At most %(count)s characters.") % {"count": most}, code="long", field=field
            )
        if unknown := sorted(set(PLACE.findall(text)) - set(PLACES)):
            raise Refusal(
                _("A message cannot name this: %(names)s") % {"names": ", ".join(unknown)},
                code="place",
                field=field,
            )
    return subject, words


def _is_quiet(at: time, quiet_from: time, quiet_until: time) -> bool:
    if quiet_from < quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until
