"""Sending, a minute at a time; safe to repeat."""

from procrastinate.contrib.django import app

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.oversight.notices.actions import deliver_due


@app.periodic(cron="* * * * *")
@app.task(name="notices.deliver", queueing_lock="notices.deliver", pass_context=False)
def deliver(timestamp: int) -> int:
    """Send everything that may go out now."""
    sent = 0
    while count := deliver_due(now=clock.now(), by=SYSTEM):
        sent += count
    return sent
