"""Scheduled work on staff; every job is safe to repeat."""

from procrastinate.contrib.django import app

from gewu.ground.staffing import actions
from gewu.kernel.acting import SYSTEM


@app.periodic(cron="5 * * * *")
@app.task(
    name="staffing.begin_stand_ins",
    queueing_lock="staffing.begin_stand_ins",
    pass_context=False,
)
def begin_stand_ins(timestamp: int) -> int:
    """Tell those who begin to stand in tomorrow."""
    return actions.begin_stand_ins(by=SYSTEM)
