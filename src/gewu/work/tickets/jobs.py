"""Scheduled work on tickets; every job is safe to repeat."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.actions import close_silent
from gewu.work.tickets.models import Terms


@app.periodic(cron="*/10 * * * *")
@app.task(name="tickets.close_silent", queueing_lock="tickets.close_silent", pass_context=False)
def close_silent_tickets(timestamp: int) -> int:
    """Close what was checked and not contradicted for as long as the county announced."""
    counties = Terms.objects.order_by("pk").values_list("pk", flat=True)
    return sum(close_silent(county_id=county, now=timezone.now(), by=SYSTEM) for county in counties)
