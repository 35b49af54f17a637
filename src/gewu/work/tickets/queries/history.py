"""The timeline of a ticket: moves, their words and their photos."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.kernel.ids import floor_at, moment_of
from gewu.work.tickets.models import Move, Note, Rating, Ticket, TicketPhoto
from gewu.work.tickets.rules.codes import code_words, named_units, tone_of

AMONG_STAFF = (
    "remind",
    "supervise",
    "lift",
    "remark",
    "redraw",
)  # how staff see to it is not the answer


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
    # Units that the move names besides the one that has the ticket: the former one, a helping one.
    others: dict[str, Unit] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        """What the codes of the move say, in words."""
        return code_words(self.move.codes, {key: each.name for key, each in self.others.items()})

    @property
    def tone(self) -> str:
        """The tone of the step."""
        return tone_of(self.move.verb, self.move.codes)


def oldest_move_of(ticket: Ticket) -> UUID:
    """No move has a smaller id: the months before the ticket need not be looked through.

    From the ticket's millisecond on, because its first move is made in the same one.
    """
    return floor_at(moment_of(ticket.pk))


def moves_of(ticket: Ticket) -> QuerySet[Move]:
    """The rows of a ticket's history, oldest first."""
    return Move.objects.filter(ticket_id=ticket.pk, id__gte=oldest_move_of(ticket)).order_by("id")


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
    entries = with_people(moves, named=not for_resident)
    for entry in entries:
        entry.is_veiled = entry.move.verb == "revisit" and not with_marks
        if entry.is_veiled:
            entry.who = None
        note = words.get(entry.move.pk)
        if note is not None and (note.is_public or not for_resident):
            entry.words = note.words
        entry.photos = photos.get(entry.move.pk, [])
        entry.stars = entry.move.codes.get("stars")
    return entries


def with_people(moves: list[Move], *, named: bool = True) -> list[Entry]:
    """Moves with whoever made them and the units that they are about."""
    units = Unit.ever.in_bulk({pk for move in moves for pk in unit_ids(move)})
    by = {move.by_id for move in moves if move.by_id and move.by_kind != "resident"}
    people = User.objects.in_bulk(by) if named else {}
    return [
        Entry(
            move=move,
            who=people.get(move.by_id) if move.by_id else None,
            unit=units.get(move.unit_id) if move.unit_id else None,
            others={key: units[pk] for key, pk in named_units(move.codes).items() if pk in units},
        )
        for move in moves
    ]


def unit_ids(move: Move) -> list[UUID]:
    """The units that a move names."""
    return [*([move.unit_id] if move.unit_id else []), *named_units(move.codes).values()]


def _without_marks(moves: list[Move]) -> list[Move]:
    """No ratings, and of the calls the first of each round."""
    kept: list[Move] = []
    called = False
    for move in moves:
        called = called and move.verb != "reopen"
        if move.verb in ("rate", "respond") or (move.verb == "revisit" and called):
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
