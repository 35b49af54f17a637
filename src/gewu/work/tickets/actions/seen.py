"""A verb of somebody who decides by what they saw: not if it has moved since."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets.actions.moving import locked_together, was_done
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.meanwhile import has_moved

MOVED = "moved"


@action
def do_as_seen(
    *,
    ticket: Ticket,
    seen: int | None,
    act: Callable[..., Any],
    beside: Sequence[Ticket] = (),
    command: UUID | None = None,
    by: Actor,
) -> Any:
    """Call a verb of a ticket, held meanwhile, if it is still what was shown; `act` takes the rest.

    What the verb locks `beside` it is locked here, all in one order.

    A command that was obeyed before comes through: repeating it is harmless.
    """
    held, *_others = locked_together(ticket, *beside)
    if not was_done(held, command) and has_moved(held, seen):
        raise Refusal(_("Somebody was faster. Please look at it as it is now."), code=MOVED)
    return act(command=command, by=by)
