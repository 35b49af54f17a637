"""Ends without work: not accepted with the legal route, or a question answered on the spot."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal
from gewu.work.tickets.actions.moving import Step, take, ticket_verb
from gewu.work.tickets.events import TicketAnsweredDirectly, TicketDeclined
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.rules.declining import REASONS
from gewu.work.tickets.rules.wording import checked_note


@ticket_verb
def decline(
    *, ticket: Ticket, reason: str, words: str, command: UUID | None = None, by: Actor
) -> Ticket:
    """Say why it is not accepted and which way is open; the reporter reads both."""
    if reason not in REASONS:
        raise Refusal(
            _("Choose why it is not accepted."), code="reason_of_declining", field="reason"
        )
    now = clock.now()
    step = Step(
        TicketDeclined,
        words=checked_note(words, needed=True),
        is_public=True,
        codes={"reason": reason},
        changes={"closed_at": now},
        payload={"reason": reason},
    )
    take(ticket, "decline", step, now=now, command=command, by=by)
    return ticket


@ticket_verb
def answer_directly(
    *,
    ticket: Ticket,
    words: str,
    item: Item | None = None,
    article: UUID | None = None,
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """Answer a question on the spot, which closes it; the reporter may still say it was no answer."""
    now = clock.now()
    changes: dict[str, Any] = {"closed_at": now, "checked_at": now}
    if item is not None:
        changes["item"] = item
    step = Step(
        TicketAnsweredDirectly,
        words=checked_note(words, needed=True),
        is_public=True,
        codes={"article": str(article)} if article else {},
        changes=changes,
    )
    take(ticket, "answer_directly", step, now=now, command=command, by=by)
    return ticket
