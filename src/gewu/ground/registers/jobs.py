"""Scheduled and heavy work of registers; every job is safe to repeat."""

from uuid import UUID

from procrastinate.contrib.django import app

from gewu.ground.registers import actions
from gewu.kernel.acting import SYSTEM


@app.task(name="registers.find_anew", pass_context=False)
def find_anew(kind: str) -> int:
    """Make the words by which records are found once more, after a field changed."""
    return actions.find_anew(kind_id=UUID(kind), by=SYSTEM)
