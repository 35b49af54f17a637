"""Let go what residents wrote, showed and were called, when its time is over: a batch at a time."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from gewu.ground.residents.actions import erase_contact
from gewu.ground.residents.models import Contact
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.actions.import_runs import KEPT, forget_old_uploads
from gewu.work.tickets.actions.shredding import shred
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import ageing


def let_words_go(border: datetime, most: int) -> int:
    """Words, address, point and photos of tickets that have been at rest since the border."""
    chosen = ageing.words_to_go(border).order_by("closed_at", "id").values("pk")[:most]
    locked = Ticket.objects.filter(pk__in=list(chosen.values_list("pk", flat=True)))
    tickets = list(locked.select_for_update(of=("self",), skip_locked=True).order_by("id"))
    with override("zh-hans"):  # a note is in the language of the county
        why = _("The time for which words and photos are kept is over.")
    for ticket in tickets:
        shred(ticket=ticket, words=why, by=SYSTEM)
    return len(tickets)


def let_contacts_go(border: datetime, most: int) -> int:
    """Names and phones of which every ticket has been at rest since the border."""
    chosen = list(ageing.contacts_to_go(border).order_by("id").values_list("pk", flat=True)[:most])
    locked = Contact.objects.filter(pk__in=chosen).order_by("id")
    contacts = list(locked.select_for_update(of=("self",), skip_locked=True))
    for contact in contacts:
        erase_contact(contact=contact, by=SYSTEM)
    return len(contacts)


def let_uploads_go(border: datetime, most: int) -> int:
    """Uploaded files that were never imported."""
    return forget_old_uploads(now=border + KEPT, by=SYSTEM)
