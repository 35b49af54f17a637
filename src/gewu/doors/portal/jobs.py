"""Scheduled upkeep of residents' pages. Times are UTC."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from gewu.doors.portal.actions import forget_photos
from gewu.doors.portal.queries import PHOTO_WAITS
from gewu.kernel.acting import SYSTEM


@app.periodic(cron="52 18 * * *")
@app.task(name="portal.forget_photos", queueing_lock="portal.forget_photos")
def forget_unsent_photos(timestamp: int) -> None:
    """Erase photos whose report was never sent."""
    forget_photos(older_than=timezone.now() - timedelta(seconds=PHOTO_WAITS), by=SYSTEM)
