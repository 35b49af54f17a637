"""Which tickets ended so long ago that words, photos, names and phones go; and what is left of them."""

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from gewu.ground.residents.models import Contact
from gewu.work.tickets import states
from gewu.work.tickets.models import ImportRun, Ticket, TicketPhoto, TicketText
from gewu.work.tickets.queries.import_runs import is_worked_on

OVER = (*states.ENDED, states.ARCHIVED)


def at_rest(border: datetime) -> QuerySet[Ticket]:
    """Tickets that ended before the border, and wait for nothing nor does one that hangs on them."""
    open_ones = Ticket.objects.filter(state__in=states.OPEN)
    hangs = Exists(open_ones.filter(Q(master=OuterRef("pk")) | Q(parent=OuterRef("pk"))))
    over = Ticket.objects.filter(state__in=OVER, closed_at__lt=border, pending="")
    over = over.exclude(master__state__in=states.OPEN).exclude(parent__state__in=states.OPEN)
    return over.exclude(hangs)


def words_to_go(border: datetime) -> QuerySet[Ticket]:
    """Of these, those that still have words."""
    return at_rest(border).filter(text__shredded_at=None)


def words_left(border: datetime) -> int:
    """Rows with words, and photos, of tickets that have been at rest for so long, looked for anew."""
    resting = at_rest(border).values("pk").order_by()
    texts = TicketText.objects.filter(ticket__in=resting)
    texts = texts.exclude(words="", address="", terms=[], shredded_at__isnull=False)
    return texts.count() + TicketPhoto.objects.filter(ticket__in=resting).count()


def words_oldest() -> datetime | None:
    """When the first ended that still has words."""
    kept = Ticket.objects.filter(state__in=OVER, text__shredded_at=None)
    found: datetime | None = kept.aggregate(first=Min("closed_at"))["first"]
    return found


def held(border: datetime) -> int:
    """Old tickets that are left alone: open ones, and ended ones that something open hangs on."""
    old = Q(state__in=states.OPEN, submitted_at__lt=border)
    ended = Q(state__in=OVER, closed_at__lt=border)
    resting = at_rest(border).values("pk").order_by()
    return Ticket.objects.filter(old | ended).exclude(pk__in=resting).count()


def contacts_to_go(border: datetime) -> QuerySet[Contact]:
    """Names and phones of which every ticket has been at rest for so long."""
    own = Ticket.objects.filter(contact=OuterRef("pk"))
    resting = at_rest(border).values("pk").order_by()
    kept = Contact.objects.filter(Exists(own), erased_at=None)
    return kept.exclude(Exists(own.exclude(pk__in=resting)))


def contacts_left(border: datetime) -> int:
    """Sealed names and phones whose tickets all are at rest, looked for anew."""
    resting = set(at_rest(border).exclude(contact=None).values_list("contact", flat=True))
    needed = Ticket.objects.filter(contact__in=resting).exclude(
        pk__in=at_rest(border).values("pk").order_by()
    )
    resting -= set(needed.values_list("contact", flat=True))
    sealed = Q(sealed_name__isnull=False) | Q(sealed_phone__isnull=False)
    return Contact.objects.filter(sealed | Q(phone_index__isnull=False), pk__in=resting).count()


def contacts_oldest() -> datetime | None:
    """When the first ticket ended whose name or phone is still there."""
    kept = Ticket.objects.filter(state__in=OVER, contact__erased_at=None, contact__isnull=False)
    found: datetime | None = kept.aggregate(first=Min("closed_at"))["first"]
    return found


def unfinished(border: datetime) -> QuerySet[ImportRun]:
    """Uploaded files that were never imported."""
    runs = ImportRun.objects.exclude(state=ImportRun.State.DONE)
    return runs.filter(created_at__lt=border).order_by("pk")


def uploads_waiting(border: datetime) -> int:
    """How many of them nobody works on."""
    return sum(not is_worked_on(run) for run in unfinished(border))


def uploads_held(border: datetime) -> int:
    """How many of them are worked on just now."""
    return sum(is_worked_on(run) for run in unfinished(border))


def uploads_oldest() -> datetime | None:
    """When the first of them came."""
    runs = ImportRun.objects.exclude(state=ImportRun.State.DONE)
    found: datetime | None = runs.aggregate(first=Min("created_at"))["first"]
    return found
