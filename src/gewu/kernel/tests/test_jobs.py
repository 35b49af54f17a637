import asyncio
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import AsyncMock

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django import app

from gewu.kernel import jobs
from gewu.kernel.drain import drain_all
from gewu.kernel.tests.kit import kick


def test_upkeep_is_scheduled():
    scheduled = {
        each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()
    }
    assert scheduled["kernel.retry_failures"] == "* * * * *"
    assert {"kernel.ensure_months", "kernel.remove_old_jobs", "kernel.sweep_files"} <= set(
        scheduled
    )


@pytest.mark.django_db
def test_failures_are_tried_again(ears):
    ear = ears()
    ear.stumbles_on = {1}
    kick(1)
    drain_all()
    ear.stumbles_on = set()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        jobs.retry_failures(timestamp=0)
    assert ear.numbers == [1]


def test_finished_jobs_are_dropped_and_failed_ones_stay():
    manager = SimpleNamespace(delete_old_jobs=AsyncMock())
    context = SimpleNamespace(app=SimpleNamespace(job_manager=manager))
    asyncio.run(jobs.remove_old_jobs(context, timestamp=0))
    asked = manager.delete_old_jobs.await_args.kwargs
    assert asked["nb_hours"] == 72 and not asked["include_failed"]
