"""Many tickets at once: somebody ticks some rows of their queue and asks for one verb."""

from uuid import uuid4

from gewu.kernel.acting import SYSTEM
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets import actions
from gewu.work.tickets.models import BatchRun, Ticket
from gewu.work.tickets.queries.batch import Order, may_start
from gewu.work.tickets.queries.scope import visible_to

ROWS = 6
VERBS = ("dispatch", "file_and_dispatch", "merge", "remark", "sign", "supervise", "urge")
# Where a verb makes sense; some rows of another state are ticked as well, and are refused.
STATES = {
    "dispatch": ("filed", "dispatched"),
    "file_and_dispatch": ("submitted",),
    "sign": ("dispatched",),
    "merge": ("submitted", "filed"),
}


def batch(world: World) -> BatchRun:
    """One verb for some rows, sent twice as an impatient hand does."""
    verb = world.rng.choice(VERBS)
    able = [user for user in world.users if may_start(user, verb)]
    if not able:
        raise NobodyMay("batch")
    by = world.rng.choice(able)
    seen = visible_to(by).filter(closed_at__isnull=True)
    fitting = seen.filter(state__in=STATES[verb]) if verb in STATES else seen
    tickets = [*fitting.order_by("-id")[:ROWS], *seen.order_by("id")[:1]]
    if not tickets:
        raise NobodyMay("batch")
    order = Order(
        verb,
        unit=world.rng.choice([None, world.other_unit(tickets[0])]) if verb == "dispatch" else None,
        condition=world.rng.choice(world.conditions) if verb == "file_and_dispatch" else None,
        master=tickets[0] if verb == "merge" else None,
        level=world.rng.choice(Ticket.Supervision.values) if verb == "supervise" else "",
    )
    rows, command = [each.pk for each in tickets], uuid4()
    for _time in range(2):
        run = actions.start_batch(
            order=order, tickets=rows, words="批量办理", command=command, by=by
        )
        actions.work_batch(pk=run.pk, by=SYSTEM)
    return run
