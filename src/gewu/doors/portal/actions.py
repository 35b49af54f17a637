"""What residents' pages write besides tickets: photos that wait for their report."""

from datetime import datetime

from gewu.doors.portal.queries import unsent_photos
from gewu.kernel import files
from gewu.kernel.acting import Actor, action
from gewu.kernel.models import Attachment


@action
def keep_photo(*, content: files.Content, by: Actor) -> Attachment:
    """Store a photo before its report is sent, so that it need not be chosen again."""
    return files.store(content, by=by)


@action
def forget_photos(*, older_than: datetime, by: Actor) -> int:
    """Erase residents' photos that never became part of a report; how many."""
    forgotten = list(unsent_photos().filter(created_at__lt=older_than).order_by("id"))
    for photo in forgotten:
        files.remove(photo)
    return len(forgotten)
