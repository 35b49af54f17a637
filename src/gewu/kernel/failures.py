"""Events that a listener could not take in: noted without personal data, tried again later."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from django.db import DatabaseError, transaction
from django.db.models import Count
from django.utils import timezone

from gewu.kernel.acting import Refusal
from gewu.kernel.journal import Listener, heard_from, listeners
from gewu.kernel.models import JournalEntry, ListenerFailure

log = logging.getLogger(__name__)

# After the last pause a person has to look.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
HERE = Path(__file__).resolve().parents[1]


class Orphaned(Exception):
    """The listener or the entry of a failure is gone."""


def hear_or_note(listener: Listener, entry: JournalEntry) -> None:
    """Deliver one event; note it where that fails."""
    try:
        with transaction.atomic():
            listener.hear([heard_from(entry)])
    except Exception as error:
        _note(listener, entry, error)


@transaction.atomic
def retry_next() -> bool | None:
    """Try the failure that has waited longest: whether it went through, None if there is none."""
    due = ListenerFailure.objects.filter(resolved_at=None, next_try_at__lte=timezone.now())
    locked = due.select_for_update(of=("self",), skip_locked=True)
    failure = locked.order_by("next_try_at").first()
    return retry(failure) if failure else None


def retry(failure: ListenerFailure) -> bool:
    """Try one failure, whose row the caller has locked; whether it went through."""
    try:
        with transaction.atomic():
            listener, entry = _found(failure)
            listener.hear([heard_from(entry)])
    except Exception as error:
        failure.tries += 1
        failure.next_try_at = _next_try(failure.tries)
        failure.error, failure.hint = type(error).__name__, hint_of(error)
        failure.save(update_fields=["tries", "next_try_at", "error", "hint"])
        return False
    failure.resolved_at, failure.next_try_at = timezone.now(), None
    failure.save(update_fields=["resolved_at", "next_try_at"])
    return True


def open_by_listener() -> dict[str, int]:
    """How many failures each listener has open."""
    rows = ListenerFailure.objects.filter(resolved_at=None).values_list("listener")
    return dict(rows.annotate(Count("id")).order_by("listener"))


def hint_of(error: BaseException) -> str:
    """Where to look, without the message: messages of databases and parsers quote people's data."""
    if isinstance(error, Refusal):
        return error.code
    ours = [frame for frame in extract_tb(error.__traceback__) if str(HERE) in frame.filename]
    place = ""
    if ours:
        place = f"{Path(ours[-1].filename).relative_to(HERE)}:{ours[-1].lineno}"
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    known = constraint if isinstance(error, DatabaseError) else None
    return " ".join(part for part in (place, known) if part)[:200]


def _note(listener: Listener, entry: JournalEntry, error: Exception) -> None:
    hint = hint_of(error)
    log.error("%s cannot hear %s: %s %s", listener.name, entry, type(error).__name__, hint)
    failure = ListenerFailure(
        listener=listener.name,
        entry=entry.id,
        event_name=entry.name,
        next_try_at=_next_try(1),
        error=type(error).__name__,
        hint=hint,
    )
    # The entry may come a second time, after a restore; then its story starts anew.
    ListenerFailure.objects.bulk_create(
        [failure],
        update_conflicts=True,
        unique_fields=["listener", "entry"],
        update_fields=["tries", "next_try_at", "error", "hint", "resolved_at"],
    )


def _next_try(tries: int) -> datetime | None:
    return timezone.now() + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def _found(failure: ListenerFailure) -> tuple[Listener, JournalEntry]:
    entry = JournalEntry.objects.filter(id=failure.entry).first()
    listener = {each.name: each for each in listeners()}.get(failure.listener)
    if entry is None or listener is None:
        raise Orphaned
    return listener, entry
