"""Scheduled work on areas; every job is safe to repeat."""

from procrastinate.contrib.django import app

from gewu.ground.territory import actions
from gewu.kernel.acting import SYSTEM


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="territory.enter_due_redraws",
    queueing_lock="territory.enter_due_redraws",
    pass_context=False,
)
def enter_due_redraws(timestamp: int) -> int:
    """Bring the plans into force whose day has come."""
    return actions.enter_due(by=SYSTEM)
