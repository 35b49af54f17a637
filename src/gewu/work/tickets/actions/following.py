"""Beside the work: urge, supervise, remark, keep the reporter unnamed, lay to rest."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.moving import Step, take, ticket_verb
from gewu.work.tickets.events import (
    ConfidentialityChanged,
    SupervisionLifted,
    TicketArchived,
    TicketRemarked,
    TicketSupervised,
    TicketUrged,
)
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.rules.following import urging_day
from gewu.work.tickets.rules.wording import checked_note

REST_AFTER = timedelta(days=60)  # after the longest time in which anything may still be asked


@ticket_verb
def urge(*, ticket: Ticket, words: str = "", command: UUID | None = None, by: Actor) -> Ticket:
    """The reporter asks to hurry: heard once a working day, and told to whoever has it."""
    now, clocks = clock.now(), clockwork_of(ticket.county_id)
    day = urging_day(now.astimezone(ZoneInfo(clocks.terms.zone)).date(), clocks.calendar)
    step = Step(
        TicketUrged,
        words=checked_note(words, needed=False),
        is_public=True,
        changes={"urges": ticket.urges + 1, "urged_on": day},
    )
    facts = {"urged_today": ticket.urged_on == day}
    take(ticket, "urge", step, now=now, command=command, facts=facts, clocks=clocks, by=by)
    return ticket


@ticket_verb
def supervise(
    *, ticket: Ticket, level: str, words: str, command: UUID | None = None, by: Actor
) -> Ticket:
    """A supervisor follows it as blue, yellow or red, and says what is expected."""
    if level not in Ticket.Supervision.values:
        raise Refusal(_("Choose blue, yellow or red."), code="level", field="level")
    step = Step(
        TicketSupervised,
        words=checked_note(words, needed=True),
        codes={"level": level},
        changes={"supervision": level},
        payload={"level": level},
    )
    take(ticket, "supervise", step, now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
def lift(*, ticket: Ticket, words: str = "", command: UUID | None = None, by: Actor) -> Ticket:
    """It goes its ordinary way again."""
    words = checked_note(words, needed=False)
    step = Step(SupervisionLifted, words=words, changes={"supervision": ""})
    take(ticket, "lift", step, now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
def remark(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """A word among staff, which the reporter does not read."""
    step = Step(TicketRemarked, words=checked_note(words, needed=True))
    take(ticket, "remark", step, now=clock.now(), command=command, by=by)
    return ticket


@ticket_verb
def confide(
    *, ticket: Ticket, is_confidential: bool, command: UUID | None = None, by: Actor
) -> Ticket:
    """Hide the reporter from whoever handles it, or stop hiding."""
    step = Step(
        ConfidentialityChanged,
        codes={"confidential": is_confidential},
        changes={"is_confidential": is_confidential},
        payload={"is_confidential": is_confidential},
    )
    take(ticket, "confide", step, now=clock.now(), command=command, by=by)
    return ticket


@action
def archive_old(*, now: datetime, most: int = 2_000, by: Actor) -> int:
    """Lay to rest what ended long ago and waits for nothing; how many tickets that were."""
    old = Ticket.objects.filter(state__in=states.ENDED, pending="", closed_at__lte=now - REST_AFTER)
    # A merged ticket ends with its master: until then its reporter is still asked.
    old = old.filter(Q(master=None) | Q(master__state=states.ARCHIVED))
    rows = old.select_for_update(of=("self",), skip_locked=True).order_by("closed_at", "id")
    tickets = list(rows[:most])
    for ticket in tickets:
        take(ticket, "archive", Step(TicketArchived), now=now, by=by)
    return len(tickets)
