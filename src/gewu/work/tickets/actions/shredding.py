"""Remove what people wrote and photographed about a ticket for good; the bare facts stay."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from gewu.ground.residents.actions import erase_contact
from gewu.ground.residents.models import Contact
from gewu.kernel import clock, files
from gewu.kernel.acting import Actor
from gewu.kernel.models import Attachment
from gewu.work.tickets import states
from gewu.work.tickets.actions.moving import Step, take, ticket_verb
from gewu.work.tickets.events import TicketShredded
from gewu.work.tickets.models import (
    Approval,
    HelpOrder,
    Note,
    Rating,
    Response,
    Revisit,
    Ticket,
    TicketPhoto,
    TicketText,
    Whistle,
    WhistleMeeting,
    WhistleTask,
)
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.rules.wording import checked_note

# Every table with words about a ticket: how it names the ticket, and which of its fields go.
WORDS: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Note, "ticket", ("words",)),
    (Approval, "ticket", ("words", "answer")),
    (HelpOrder, "ticket", ("words", "result")),
    (Revisit, "ticket", ("words",)),
    (Rating, "ticket", ("words",)),
    (Response, "ticket", ("words",)),
    (Response, "master", ("words",)),
    (Whistle, "ticket", ("words", "outcome_words")),
    (WhistleTask, "whistle__ticket", ("words", "result")),
    (WhistleMeeting, "whistle__ticket", ("minutes", "decisions")),
)


@ticket_verb
def shred(*, ticket: Ticket, words: str, command: UUID | None = None, by: Actor) -> Ticket:
    """Words, address, point, photos, name and phone go; number, item, area, steps and times stay."""
    words, now = checked_note(words, needed=True), clock.now()
    facts = {"shredded": ticket.text.shredded_at is not None, "pending": ticket.pending}
    states.TICKET.ask("shred", ticket.state, **facts)
    _erase_words(ticket, now)
    photos = _erase_photos(ticket)
    step = Step(
        TicketShredded,
        words=words,
        codes={"photos": photos},
        changes={"lon": None, "lat": None, "contact_id": None},
        payload={"photos": photos},
    )
    contact = ticket.contact
    take(ticket, "shred", step, now=now, command=command, facts=facts, by=by)
    _erase_contact(contact, by)
    return ticket


def _erase_words(ticket: Ticket, now: datetime) -> None:
    for model, named, fields in WORDS:
        known = {field.name for field in model._meta.fields}
        marked = {"shredded_at": now} if "shredded_at" in known else {}
        rows = model._default_manager.filter(Q((named, ticket.pk)))
        rows.update(**dict.fromkeys(fields, ""), **marked)
    zone = ZoneInfo(terms_of(ticket.county_id).zone)
    with override("zh-hans"):  # a headline is in the language of the county
        title = _("Removed on %(date)s") % {"date": f"{now.astimezone(zone):%Y-%m-%d}"}
    TicketText.objects.filter(ticket=ticket).update(
        title=title, words="", address="", terms=[], shredded_at=now
    )


def _erase_photos(ticket: Ticket) -> int:
    """How many; a file that another ticket shows as well stays with that one."""
    shown = TicketPhoto.objects.filter(ticket=ticket)
    attachments = list(Attachment.objects.filter(pk__in=shown.values("attachment")).order_by("id"))
    shown.delete()
    for each in attachments:
        if not TicketPhoto.objects.filter(attachment=each).exists():
            files.remove(each)
    return len(attachments)


def _erase_contact(contact: Contact | None, by: Actor) -> None:
    """Unless another ticket of the same report still needs it."""
    if contact is not None and not Ticket.objects.filter(contact=contact).exists():
        erase_contact(contact=contact, by=by)
