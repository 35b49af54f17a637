"""Scheduled and heavy work of registers; every job is safe to repeat."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from gewu.ground.registers import actions
from gewu.ground.registers.actions import importing
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM


@app.task(name="registers.find_anew", pass_context=False)
def find_anew(kind: str) -> int:
    """Make the words by which records are found once more, after a field changed."""
    return actions.find_anew(kind_id=UUID(kind), by=SYSTEM)


@app.task(name="registers.check_import", pass_context=False)
def check_import(run: str) -> None:
    """Look through a table."""
    importing.check_import(pk=UUID(run), by=SYSTEM)


@app.task(name="registers.land_import", pass_context=False)
def land_import(run: str) -> None:
    """Import a table that was looked through."""
    importing.land_import(pk=UUID(run), by=SYSTEM)


@app.periodic(cron="31 22 * * *")
@app.task(name="registers.remind_due", queueing_lock="registers.remind_due", pass_context=False)
def remind_due(timestamp: int) -> int:
    """Tell the workers of a place what fell due, early in the morning of China."""
    return actions.remind_due(today=timezone.localdate(clock.now()), by=SYSTEM)


@app.periodic(cron="47 * * * *")
@app.task(
    name="registers.forget_old_imports",
    queueing_lock="registers.forget_old_imports",
    pass_context=False,
)
def forget_old_imports(timestamp: int) -> int:
    """Erase tables that lie unfinished for a day."""
    return importing.forget_old_imports(now=clock.now(), by=SYSTEM)
