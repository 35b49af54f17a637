"""Scheduled upkeep of residents; safe to repeat. Times are UTC."""

from procrastinate.contrib.django import app

from gewu.ground.residents import actions
from gewu.kernel.acting import SYSTEM


@app.periodic(cron="23 16 * * *")
@app.task(
    name="residents.end_childhoods",
    queueing_lock="residents.end_childhoods",
    pass_context=False,
)
def end_childhoods(timestamp: int) -> int:
    """Guardianships end on the 14th birthday, soon after midnight in China."""
    return actions.end_childhoods(by=SYSTEM)
