"""Scheduled upkeep of data protection. Times are UTC."""

from procrastinate.contrib.django import app

from gewu.kernel.acting import SYSTEM
from gewu.oversight.protection import actions


@app.periodic(cron="17 0 * * *")
@app.task(name="protection.remind_due", queueing_lock="protection.remind_due")
def remind_due(timestamp: int) -> None:
    """Remind the desk of what is near its day or past it; in the morning of China."""
    actions.remind_due(by=SYSTEM)


@app.periodic(cron="42 * * * *")
@app.task(name="protection.fulfil_restricted", queueing_lock="protection.fulfil_restricted")
def fulfil_restricted(timestamp: int) -> None:
    """Delete what was locked away until its case was closed, and words that nobody needs any more."""
    actions.fulfil_restricted(by=SYSTEM)
    actions.forget_answered(by=SYSTEM)
