"""The nightly run. Times are UTC; safe to repeat."""

from procrastinate.contrib.django import app

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.oversight.keeping import actions


@app.periodic(cron="11 19 * * *")
@app.task(name="keeping.purge", queueing_lock="keeping.purge", pass_context=False)
def purge(timestamp: int) -> int:
    """Let go what is older than its period; how much went."""
    return sum(run.gone for run in actions.purge_all(now=clock.now(), by=SYSTEM))


@app.periodic(cron="*/20 * * * *")
@app.task(name="keeping.go_on", queueing_lock="keeping.go_on", pass_context=False)
def go_on(timestamp: int) -> int:
    """End a run whose worker was stopped."""
    return sum(run.gone for run in actions.go_on(now=clock.now(), by=SYSTEM))
