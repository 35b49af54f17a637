"""What residents' pages write besides tickets: photos that wait for their report."""

from datetime import datetime

from gewu.kernel import files
from gewu.kernel.acting import Actor, action
from gewu.kernel.models import Attachment
from gewu.work.tickets.models import TicketPhoto


@action
def keep_photo(*, content: files.Content, by: Actor) -> Attachment:
    """Store a photo before its report is sent, so that it need not be chosen again."""
    return files.store(content, by=by)


@action
def forget_photos(*, older_than: datetime, by: Actor) -> int:
    """Erase residents' photos that never became part of a report; how many."""
    sent = TicketPhoto.objects.values("attachment").order_by()
    waiting = Attachment.objects.filter(added_by_kind="resident", created_at__lt=older_than)
    forgotten = list(waiting.exclude(pk__in=sent).order_by("id"))
    for photo in forgotten:
        files.remove(photo)
    return len(forgotten)
