"""Scheduled upkeep. Times are UTC; a task gets the moment it was due as a number."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from gewu.kernel import drain, files, partitions

KEEP_JOBS_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(name="kernel.retry_failures", queueing_lock="kernel.retry_failures")
def retry_failures(timestamp: int) -> None:
    """Try failed deliveries whose pause is over."""
    drain.retry_failures()


@app.periodic(cron="7 18 * * *")
@app.task(name="kernel.ensure_months", queueing_lock="kernel.ensure_months")
def ensure_months(timestamp: int) -> None:
    """Keep partitions two months ahead."""
    partitions.ensure_all()


@app.periodic(cron="22 18 * * *")
@app.task(name="kernel.sweep_files", queueing_lock="kernel.sweep_files")
def sweep_files(timestamp: int) -> None:
    """Erase files of transactions that did not commit."""
    files.sweep(older_than=timezone.now() - timedelta(days=1))


@app.periodic(cron="37 18 * * *")
@app.task(name="kernel.remove_old_jobs", queueing_lock="kernel.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> Any:
    """Drop finished jobs; failed ones stay to be looked at."""
    return await builtin_tasks.remove_old_jobs(context, max_hours=KEEP_JOBS_HOURS)
