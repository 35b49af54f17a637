"""Deleting all that belongs to a number, or one request of it; what cannot go yet is locked away."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from gewu.ground.residents.actions import erase_contact, restrict_contact
from gewu.kernel.acting import Actor, action
from gewu.oversight.protection import queries, states
from gewu.oversight.protection.actions.moving import held_request, take
from gewu.oversight.protection.models import DataRequest, DataStep
from gewu.work.tickets.actions import shred
from gewu.work.tickets.models import Ticket

Kind = DataRequest.Kind


@action
def erase_held(*, request: DataRequest, by: Actor) -> list[str]:
    """Delete what the request is about; answers in words what has to stay for now."""
    kept = [said for ticket in queries.tickets_about(request) if (said := _erase(ticket, by))]
    for contact in queries.contacts_about(request):
        if not Ticket.objects.filter(contact=contact).exists():
            erase_contact(contact=contact, by=by)
    if not kept and request.ticket_id is None:
        _forget_words(request)
    return kept


@action
def fulfil_restricted(*, by: Actor) -> int:
    """Delete what was locked away and is worked on no more; how many requests that ends."""
    ended = 0
    waiting = DataRequest.objects.filter(state=states.RESTRICTED).order_by("id")
    for found in waiting:
        request = held_request(found)
        if request.state == states.RESTRICTED and not erase_held(request=request, by=by):
            take(request, "fulfil", by=by)
            ended += 1
    return ended


def _erase(ticket: Ticket, by: Actor) -> str:
    """Nothing once words, photos, name and phone are gone, else why they have to stay."""
    if ticket.is_emptied:
        return ""
    if ticket.is_open or ticket.pending:
        if ticket.contact is not None:
            restrict_contact(contact=ticket.contact, by=by)
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
    mine.exclude(state=states.OPEN).update(sealed_phone=None)
