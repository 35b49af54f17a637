"""The timeline of a ticket: moves, their words and their photos."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.work.tickets.models import Move, Note, Rating, Ticket, TicketPhoto


@dataclass
class Entry:
    """One line of the timeline."""

    move: Move
    who: User | None
    unit: Unit | None
    words: str = ""
    photos: list[TicketPhoto] = field(default_factory=list)
    stars: int | None = None


def moves_of(ticket: Ticket) -> QuerySet[Move]:
    """The rows of a ticket's history, oldest first."""
    # No move is older than its ticket: the months before it need not be looked through.
    return Move.objects.filter(ticket_id=ticket.pk, id__gte=ticket.pk).order_by("id")


def timeline(ticket: Ticket, *, for_resident: bool = False) -> list[Entry]:
    """What happened, oldest first; a resident reads public words and units, not people."""
    moves = list(moves_of(ticket))
    words = {note.move_id: note for note in Note.objects.filter(ticket=ticket)}
    photos = photos_by_move(ticket)
    units = Unit.objects.in_bulk({move.unit_id for move in moves if move.unit_id})
    people = (
        {}
        if for_resident
        else User.objects.in_bulk({m.by_id for m in moves if m.by_id and m.by_kind != "resident"})
    )
    entries = []
    for move in moves:
        note = words.get(move.pk)
        shown = note is not None and (note.is_public or not for_resident)
        entries.append(
            Entry(
                move=move,
                who=people.get(move.by_id) if move.by_id else None,
                unit=units.get(move.unit_id) if move.unit_id else None,
                words=note.words if note is not None and shown else "",
                photos=photos.get(move.pk, []),
                stars=move.codes.get("stars"),
            )
        )
    return entries


def photos_by_move(ticket: Ticket) -> dict[UUID, list[TicketPhoto]]:
    """Photos of a ticket under the move that brought them."""
    found: dict[UUID, list[TicketPhoto]] = {}
    photos = TicketPhoto.objects.filter(ticket=ticket).select_related("attachment").order_by("id")
    for photo in photos:
        found.setdefault(photo.move_id, []).append(photo)
    return found


def photo_counts(ticket: Ticket) -> dict[str, int]:
    """How many photos there are from before and after the work."""
    stages = TicketPhoto.objects.filter(ticket=ticket).values_list("stage", flat=True)
    counts = dict.fromkeys(TicketPhoto.Stage.values, 0)
    for stage in stages.order_by("id"):
        counts[stage] += 1
    return counts


def rating_of(ticket: Ticket) -> Rating | None:
    """The resident's rating of the latest closing."""
    return Rating.objects.filter(ticket=ticket).order_by("-round").first()
