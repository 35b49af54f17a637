"""Filters that somebody keeps under a name."""

from gewu.ground.accounts.models import User
from gewu.kernel.acting import action
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
