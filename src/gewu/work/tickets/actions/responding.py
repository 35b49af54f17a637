"""Whoever was merged answers about the work on the master; its own reporter decides the closing."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.work.tickets import states
from gewu.work.tickets.actions.closing import reopen_until
from gewu.work.tickets.actions.moving import Step, locked_together, take, was_done
from gewu.work.tickets.actions.settling import ask_for, open_approval
from gewu.work.tickets.events import MergedReporterAnswered, TicketDoubted
from gewu.work.tickets.models import Approval, Response, Ticket
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.rules.wording import checked_note, checked_stars

Kind = Response.Kind


@action
def respond(
    *,
    ticket: Ticket,
    stars: int | None = None,
    words: str = "",
    command: UUID | None = None,
    by: Actor,
) -> Ticket:
    """It is solved, or how many stars the work is worth: kept beside the master, and closes nothing."""
    ticket, master = _with_master(ticket)
    if was_done(master, command):
        return ticket
    words, now = checked_note(words, needed=False), clock.now()
    kind = Kind.SOLVED if stars is None else Kind.RATED
    stars = None if stars is None else checked_stars(stars)
    _once(ticket, master, kind)
    step = Step(
        MergedReporterAnswered,
        codes={"said": str(kind)} | ({"stars": stars} if stars else {}),
        payload={"said": str(kind)},
    )
    take(master, "respond", step, now=now, command=command, by=by)
    _keep(ticket, master, kind, stars=stars, words=words, at=now)
    return ticket


@action
def doubt(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """It is not solved: the desk decides whether the unit gets it again, or it was another matter."""
    ticket, master = _with_master(ticket)
    if was_done(master, command):
        return ticket
    words, now = checked_note(words, needed=True), clock.now()
    _once(ticket, master, Kind.UNSOLVED)
    until = reopen_until(master, terms_of(master.county_id).reopen_days, now)
    facts = {"now": now, "reopen_until": until}
    states.TICKET.ask("doubt", master.state, **facts)
    approval = _application(master, words, by)
    step = Step(TicketDoubted, words=words, changes={"pending": master.pending})
    take(master, "doubt", step, now=now, command=command, facts=facts, by=by)
    _keep(ticket, master, Kind.UNSOLVED, words=words, approval=approval, at=now)
    return ticket


def _keep(ticket: Ticket, master: Ticket, kind: str, **said: Any) -> None:
    whose = {"ticket": ticket, "master": master, "county_id": master.county_id}
    Response.objects.create(**whose, round=master.reopened, kind=kind, **said)


def _application(master: Ticket, words: str, by: Actor) -> Approval | None:
    """One for all who doubt; while something else waits, the desk is told and sees the answer."""
    if master.pending_kind == Approval.Kind.DOUBT:
        return open_approval(master)
    if master.pending:
        return None
    return ask_for(master, Approval.Kind.DOUBT, words=words, now=clock.now(), by=by)


def _with_master(ticket: Ticket) -> tuple[Ticket, Ticket]:
    """A merged ticket and its master, both held."""
    found = Ticket.objects.select_related("master").get(pk=ticket.pk)
    held = locked_together(found, found.master) if found.master else [found]
    if held[0].master_id is None or held[0].master_id != held[-1].pk:
        raise Refusal(_("It has moved meanwhile. Please read how it stands now."), code="moved")
    return held[0], held[1]


def _once(ticket: Ticket, master: Ticket, kind: str) -> None:
    said = Response.objects.filter(ticket=ticket, master=master, round=master.reopened, kind=kind)
    if said.exists():
        raise Refusal(_("You have answered this already. Thank you."), code="answered")
