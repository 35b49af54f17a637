"""The timeline of a ticket: moves, their words and their photos."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.work.tickets.models import Move, Note, Rating, Ticket, TicketPhoto

AMONG_STAFF = ("remind", "supervise", "lift", "remark")  # how staff see to it is not the answer


@dataclass
class Entry:
    """One line of the timeline."""

    move: Move
    who: User | None
    unit: Unit | None
    words: str = ""
    photos: list[TicketPhoto] = field(default_factory=list)
    stars: int | None = None
    is_veiled: bool = False  # the reader learns that it happened, not when nor by whom


def moves_of(ticket: Ticket) -> QuerySet[Move]:
    """The rows of a ticket's history, oldest first."""
    return Move.objects.filter(ticket_id=ticket.pk).order_by("id")


def timeline(ticket: Ticket, *, for_resident: bool = False, with_marks: bool = True) -> list[Entry]:
    """What happened, oldest first; a resident reads public words and units, not people.

    Without marks the reader learns only that somebody called back, once for each round.
    """
    moves = list(moves_of(ticket))
    if for_resident:
        moves = [move for move in moves if move.verb not in AMONG_STAFF]
    if not with_marks:
        moves = _without_marks(moves)
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
        note, veiled = words.get(move.pk), move.verb == "revisit" and not with_marks
        shown = note is not None and (note.is_public or not for_resident)
        entries.append(
            Entry(
                move=move,
                who=people.get(move.by_id) if move.by_id and not veiled else None,
                unit=units.get(move.unit_id) if move.unit_id else None,
                words=note.words if note is not None and shown else "",
                photos=photos.get(move.pk, []),
                stars=move.codes.get("stars"),
                is_veiled=veiled,
            )
        )
    return entries


def _without_marks(moves: list[Move]) -> list[Move]:
    """No ratings, and of the calls the first of each round."""
    kept: list[Move] = []
    called = False
    for move in moves:
        called = called and move.verb != "reopen"
        if move.verb == "rate" or (move.verb == "revisit" and called):
            continue
        called = called or move.verb == "revisit"
        kept.append(move)
    return kept


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
