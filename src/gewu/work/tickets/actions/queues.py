"""Filters that somebody keeps under a name, and lists that somebody takes away."""

from gewu.ground.accounts.models import User
from gewu.kernel.acting import action
from gewu.kernel.journal import announce
from gewu.work.tickets.events import TicketsExported
from gewu.work.tickets.models import SavedQueue


@action
def save_queue(*, name: str, query: str, by: User) -> SavedQueue:
    """Keep a filter; the same name again replaces it."""
    queue, _is_new = SavedQueue.objects.update_or_create(
        user=by, name=name.strip()[:40], defaults={"query": query[:500]}
    )
    return queue


@action
def forget_queue(*, queue: SavedQueue, by: User) -> None:
    """Drop a kept filter of one's own."""
    SavedQueue.objects.filter(pk=queue.pk, user=by).delete()


@action
def note_export(*, rows: int, queue: str, by: User) -> None:
    """Put on record that a list left the house."""
    announce(TicketsExported(rows=rows, queue=queue), by=by)
