"""What a resident asks about their own data: written down at once, and done at once where it can be."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.residents.actions import correct_own, release_contact
from gewu.ground.residents.models import Contact, ResidentSession
from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action, refuse
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.oversight.protection import events, queries, rules, states
from gewu.oversight.protection.actions.erasing import erase_held
from gewu.oversight.protection.actions.moving import held_request, need_own, note, take, was_done
from gewu.oversight.protection.models import DataRequest
from gewu.work.tickets.models import Ticket

Kind = DataRequest.Kind
IN_WORDS = (Kind.CORRECT, Kind.EXPLAIN, Kind.OBJECT)


@action
def ask(
    *,
    session: ResidentSession,
    kind: str,
    words: str,
    ticket: Ticket | None = None,
    command: UUID | None = None,
    by: Actor,
) -> DataRequest:
    """Ask the desk in words: to correct, to explain what a machine did, or to stop something."""
    refuse(kind not in IN_WORDS and _("Please choose what you want."), "kind", "kind")
    refuse(rules.words_fault(words), "words", "words")
    request, _is_new = made(session, kind, ticket, words, command, by)
    return request


@action
def take_copy(*, session: ResidentSession, command: UUID | None = None, by: Actor) -> DataRequest:
    """Note that somebody takes a copy of everything; it is made at once."""
    request, is_new = made(session, Kind.COPY, None, "", command, by)
    return take(request, "fulfil", by=by) if is_new else request


@action
def correct_name(
    *,
    session: ResidentSession,
    contact: Contact,
    name: str,
    command: UUID | None = None,
    by: Actor,
) -> DataRequest:
    """One's own name is corrected at once; nobody has to agree."""
    request, is_new = made(session, Kind.CORRECT, None, "", command, by)
    if not is_new:
        return request
    correct_own(contact=contact, session=session, name=name, by=by)
    return take(request, "fulfil", by=by)


@action
def ask_deletion(
    *,
    session: ResidentSession,
    ticket: Ticket | None = None,
    command: UUID | None = None,
    by: Actor,
) -> DataRequest:
    """Delete one request, or everything of the number: now, or as soon as nobody works on it.

    What somebody still works on is locked away: nobody opens name and phone any more. What is held
    by a law and not by consent goes to the desk, which decides by the day it is due.
    """
    request, is_new = made(session, Kind.DELETE, ticket, "", command, by)
    if not is_new:
        return request
    left = erase_held(request=request, by=by)
    words = "\n".join((*left.at_work, *left.by_law))
    if left.by_law:
        return take(request, "pass_on", words=words, by=by)
    return take(request, "restrict" if left.at_work else "fulfil", words=words, by=by)


@action
def withdraw(
    *,
    request: DataRequest,
    session: ResidentSession,
    command: UUID | None = None,
    by: Actor,
) -> DataRequest:
    """The person takes the request back; what was locked away may be opened again."""
    request = held_request(request)
    need_own(request, session)
    if was_done(command) or request.state == states.WITHDRAWN:
        return request
    was_restricted = request.state == states.RESTRICTED
    take(request, "withdraw", command=command, by=by)
    if was_restricted:
        for contact in queries.contacts_about(request):
            release_contact(contact=contact, by=by)
    return request


def made(
    session: ResidentSession,
    kind: str,
    ticket: Ticket | None,
    words: str,
    command: UUID | None,
    by: Actor,
) -> tuple[DataRequest, bool]:
    """The new request with its first step, or the one that this command made before."""
    known = DataRequest.objects.filter(command=command).first() if command else None
    if known is not None:
        need_own(known, session)
        return known, False
    home, now, pk = county().pk, clock.now(), uuid7()
    terms = queries.terms_of(home)
    due = rules.due_on(timezone.localdate(now), terms.days, queries.workdays_of(home))
    request = DataRequest(
        id=pk,
        county_id=home,
        kind=kind,
        phone_index=session.phone_index,
        ticket=ticket,
        number=ticket.number if ticket else "",
        asked_at=now,
        due_on=due,
        command=command,
    )
    request.save(force_insert=True)
    note(request, "ask", "", now, words=words, by=by)
    announce(events.DataAsked(request_id=pk, kind=str(kind)), by=by)
    return request, True
