"""Deleting all that belongs to a number, or one request of it; what cannot go yet is locked away."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from gewu.ground.residents.actions import (
    Told,
    erase_contact,
    erase_person,
    restrict_contact,
    withdraw_consent,
)
from gewu.ground.residents.models import PersonPart
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action, refuse
from gewu.oversight.protection import queries, states
from gewu.oversight.protection.actions.moving import held_request, need_desk, take, was_done
from gewu.oversight.protection.models import DataRequest, DataStep
from gewu.work.tickets.actions import shred
from gewu.work.tickets.models import Ticket

Kind = DataRequest.Kind
TO_READ_IT = timedelta(days=30)


@dataclass(frozen=True)
class Left:
    """What has to stay for now, in words: worked on by somebody, or held by a law."""

    at_work: list[str]
    by_law: list[str]

    def __bool__(self) -> bool:
        return bool(self.at_work or self.by_law)


@action
def erase_held(*, request: DataRequest, by: Actor) -> Left:
    """Delete what the request is about; answers in words what has to stay for now."""
    at_work = _erase_cases(request, by)
    by_law = _erase_people(request, by) if request.ticket_id is None else []
    left = Left(at_work, by_law)
    if not left and request.ticket_id is None:
        _forget_words(request)
    return left


@action
def carry_out(*, request: DataRequest, command: UUID | None = None, by: Actor) -> DataRequest:
    """The desk deletes what is left of a person's data, although no law demands it."""
    request = held_request(request)
    need_desk(by)
    if was_done(command):
        return request
    mine = queries.people_of(bytes(request.phone_index))
    refuse(mine.own is None and _("Nothing is left that the desk could delete."), "nothing_left")
    for person in mine.all:
        erase_person(person=person, by=by)
    verb = "restrict" if queries.locked_contacts(request) else "fulfil"
    return take(request, verb, command=command, by=by)


@action
def fulfil_restricted(*, by: Actor) -> int:
    """Delete what was locked away and is worked on no more; how many requests that ends."""
    ended = 0
    waiting = DataRequest.objects.filter(state=states.RESTRICTED).order_by("id")
    for found in waiting:
        request = held_request(found)
        if request.state == states.RESTRICTED and not _erase_cases(request, by):
            if request.ticket_id is None:
                _forget_words(request)
            take(request, "fulfil", by=by)
            ended += 1
    return ended


@action
def forget_answered(*, by: Actor) -> int:
    """Words of what waited for an answer while all else was deleted go a month after the answer."""
    wish = DataRequest.objects.filter(
        kind=Kind.DELETE,
        state=states.DONE,
        ticket=None,
        phone_index=OuterRef("request__phone_index"),
        asked_at__gte=OuterRef("request__asked_at"),
    )
    old = DataStep.objects.filter(
        Exists(wish), request__decided_at__lt=clock.now() - TO_READ_IT, sealed_words__isnull=False
    )
    return old.update(sealed_words=None)


def _erase_cases(request: DataRequest, by: Actor) -> list[str]:
    """Tickets and contacts that were there when it was asked; what somebody works on stays."""
    at_work = [said for ticket in queries.tickets_about(request) if (said := _erase(ticket, by))]
    for contact in queries.contacts_about(request):
        still_needed = Ticket.objects.filter(contact=contact).exists()
        (restrict_contact if still_needed else erase_contact)(contact=contact, by=by)
    return at_work


def _erase_people(request: DataRequest, by: Actor) -> list[str]:
    """Take every consent back and erase who is then held by nothing; answers what a law holds."""
    mine, kept = queries.people_of(bytes(request.phone_index)), []
    for person in reversed(mine.all):  # children first: for them their guardian speaks
        for consent in queries.given_consents(person):
            guardian = mine.own if person.is_child else None
            told = Told(how="online", own_wish=True, guardian=guardian)
            withdraw_consent(person=person, purpose=consent.purpose, told=told, by=by)
        held = queries.held_by_law(person)
        kept += [_by_law(part) for part in held]
        if not held:
            erase_person(person=person, by=by)
    return kept


def _by_law(part: PersonPart) -> str:
    text = _(
        "What is held for “%(purpose)s” rests on %(authority)s and not on your consent. "
        "The desk for data protection decides about it and tells you why."
    )
    return text % {"purpose": part.purpose.name, "authority": part.purpose.authority}


def _erase(ticket: Ticket, by: Actor) -> str:
    """Nothing once words, photos, name and phone are gone, else why they have to stay."""
    if ticket.is_open or ticket.pending:
        text = _(
            "Request %(number)s is still being worked on, so its words stay until it is closed. "
            "Name and phone are locked away: nobody opens them. Then all of it is deleted by itself."
        )
        return text % {"number": ticket.shown_number}
    with override("zh-hans"):  # a note of the ticket is in the language of the county
        words = _("Removed at the wish of the person who reported it.")
    shred(ticket=ticket, words=words, by=by)
    return ""


def _forget_words(request: DataRequest) -> None:
    """What was written in requests that have ended goes too; that there were some stays on record."""
    mine = DataRequest.objects.filter(phone_index=request.phone_index)
    steps = DataStep.objects.filter(request__in=mine.exclude(state=states.OPEN).order_by())
    steps.update(sealed_words=None)
