"""What a report must say, and how long it may be."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal

LONGEST_TITLE = 120
LONGEST_WORDS = 5_000
TITLE_FROM_WORDS = 40
REMARK = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]$")
MOST_PHOTOS = 9


def checked_words(title: str, words: str) -> tuple[str, str]:
    """Title and words without stray space; a missing title is the beginning of the words."""
    title, words = " ".join(title.split()), words.strip()
    if not title and not words:
        raise Refusal(
            _("Say in a few words what is wrong or what you need."), code="empty", field="words"
        )
    if len(words) > LONGEST_WORDS:
        raise Refusal(
            _("That is %(count)s characters; please shorten it to %(limit)s.")
            % {"count": len(words), "limit": LONGEST_WORDS},
            code="too_long",
            field="words",
        )
    title = title or beginning(words)
    if len(title) > LONGEST_TITLE:
        raise Refusal(
            _("The title is longer than %(limit)s characters; put the rest into the description.")
            % {"limit": LONGEST_TITLE},
            code="too_long",
            field="title",
        )
    return title, words


def checked_note(words: str, *, needed: bool, field: str = "words") -> str:
    """The words that go with a move."""
    words = words.strip()
    if needed and not words:
        raise Refusal(_("Say in a sentence what was done or why."), code="empty", field=field)
    if len(words) > LONGEST_WORDS:
        raise Refusal(
            _("That is %(count)s characters; please shorten it to %(limit)s.")
            % {"count": len(words), "limit": LONGEST_WORDS},
            code="too_long",
            field=field,
        )
    return words


def checked_moment(moment: datetime, now: datetime) -> datetime:
    """When a request was made, which cannot be later than now."""
    if moment > now:
        raise Refusal(
            _("The time of the report lies in the future."), code="future", field="submitted_at"
        )
    return moment


def checked_stars(stars: int) -> int:
    """One to five stars."""
    if stars not in range(1, 6):
        raise Refusal(_("Choose one to five stars."), code="stars", field="stars")
    return stars


def without_remark(name: str) -> str:
    """A name of the catalogue without its last brackets, which tell staff what to do."""
    return REMARK.sub("", name) or name


def beginning(words: str) -> str:
    """As much of the words as makes a title."""
    line = " ".join(words.split())
    return line if len(line) <= TITLE_FROM_WORDS else line[: TITLE_FROM_WORDS - 1] + "…"
