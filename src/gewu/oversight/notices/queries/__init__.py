"""Reads of messages, always one's own; and who is told what."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.registers.models import DueNotice
from gewu.ground.staffing.models import StandIn, Unit
from gewu.ground.staffing.queries import nearest_with, people_of, professionals_of
from gewu.oversight.notices import rules
from gewu.oversight.notices.hooks import Letter
from gewu.oversight.notices.models import LANGUAGES, Message, Preference, Wording
from gewu.work.tickets.models import Reminder, Terms, Ticket, Whistle, WhistleReminder
from gewu.work.tickets.queries.scope import visible_to

PAGE = 40
COUNT_UP_TO = 99
MOST_MINE = 8
# Which list a message leads to that is about no single thing.
LISTS = {
    rules.URGENT_OPEN: "residents:emergencies",
    rules.GROWN: "residents:renewals",
    rules.RECORDS_DUE: "registers:due",
}
REDIRECTS = "tickets.accept_return"  # what dispatchers alone may do
WORDINGS = Path(__file__).parents[1] / "data" / "wordings.csv"


@dataclass(frozen=True)
class Line:
    """One message as its reader sees it."""

    message: Message
    subject: str
    words: str


@dataclass(frozen=True)
class Inbox:
    """Some messages, unread ones first, and the mark of the next page."""

    lines: list[Line]
    after: str


@dataclass(frozen=True)
class Newcomer:
    """A ticket that newly came to somebody's unit or to their decision, and the message of it."""

    message: Message
    ticket: Ticket


def messages_of(user: User) -> QuerySet[Message]:
    """Somebody's own messages."""
    return Message.objects.filter(user=user)


def message_for(user: User, pk: UUID) -> Message:
    """One of them; 404 for everyone else."""
    return get_object_or_404(messages_of(user), pk=pk)


def unread_count(user: User) -> int:
    """How many are unread; counting stops at a limit."""
    unread = messages_of(user).filter(read_at=None).order_by()
    return unread[: COUNT_UP_TO + 1].count()


def inbox(user: User, *, kind: str = "", unread: bool = True, after: UUID | None = None) -> Inbox:
    """One page, the latest first: of the unread ones, or of those that were read."""
    found = messages_of(user).filter(read_at__isnull=unread)
    if kind:
        found = found.filter(kind=kind)
    if after:
        found = found.filter(id__lt=after)
    rows = list(found.select_related("item", "area", "unit").order_by("-id")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return Inbox([line_of(row) for row in rows], str(rows[-1].pk) if more else "")


def became_mine(user: User) -> list[Newcomer]:
    """Open tickets that came to the reader's unit or decision and were not opened since.

    Read from their own messages; what has left their scope or has ended is no longer new.
    """
    unread = messages_of(user).filter(read_at=None, kind__in=rules.MINE).order_by("-id")
    latest: dict[UUID, Message] = {}
    for message in unread[: COUNT_UP_TO + 1]:
        if message.ticket_id:
            latest.setdefault(message.ticket_id, message)
    open_ones = visible_to(user).filter(closed_at__isnull=True).select_related("text", "area")
    tickets = open_ones.in_bulk(list(latest))
    return [Newcomer(latest[pk], tickets[pk]) for pk in latest if pk in tickets]


def line_of(message: Message) -> Line:
    """A message in the words of the reader's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    subject, words = wording_of(message.kind, language)
    facts = _facts(message)
    return Line(message, rules.filled(subject, facts), rules.filled(words, facts))


def letter_of(message: Message, address: str, link: str) -> Letter:
    """A message as it leaves the desk, in the county's language."""
    with override("zh-hans"):
        line = line_of(message)
    return Letter(line.subject, line.words, address, link)


def page_of(message: Message) -> str:
    """The page of a matter of staff, as far as its reader sees it."""
    if message.kind == rules.DATA_REQUEST:
        return reverse("protection:request", args=[message.matter_id])
    if message.kind in LISTS:
        return reverse(LISTS[message.kind])
    if message.kind == rules.ROSTER:
        return reverse("staffing:my_duty")
    if message.kind == rules.SWAP:
        leads = message.reason in ("decide", "told")
        duty = reverse("staffing:unit_duty", args=[message.unit_id])
        return duty if leads else reverse("staffing:my_duty")
    own = StandIn.objects.filter(leave=message.matter_id, user=message.user_id)
    if message.kind == rules.STAND_IN and not own.exists():
        return reverse("staffing:leaves")
    return reverse("staffing:leave", args=[message.matter_id])


def wording_of(kind: str, language: str) -> tuple[str, str]:
    """The county's own words, else the default ones."""
    own = Wording.objects.filter(kind=kind, language=language).first()
    return (own.subject, own.words) if own else defaults()[kind, language]


@cache
def defaults() -> dict[tuple[str, str], tuple[str, str]]:
    """The words that hold without being set up."""
    with WORDINGS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["kind"], row["language"]): (row["subject"], row["words"]) for row in rows}


def wordings() -> list[tuple[str, str, str, str, bool]]:
    """Every kind in every language: kind, language, subject, words, and whether it is own."""
    own = {(each.kind, each.language): each for each in Wording.objects.order_by("id")}
    found = []
    for kind in rules.KINDS:
        for language, _name in LANGUAGES:
            row = own.get((kind, language))
            subject, words = (row.subject, row.words) if row else defaults()[kind, language]
            found.append((kind, language, subject, words, row is not None))
    return found


def preference_of(user: User) -> Preference:
    """How somebody wants messages; not saved where they never said so."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def zone_of(county_id: UUID) -> ZoneInfo:
    """The zone in which quiet hours are read."""
    zone = Terms.objects.filter(pk=county_id).values_list("zone", flat=True).first()
    return ZoneInfo(zone or "Asia/Shanghai")


def in_unit(ticket: Ticket, permission: str, unit_id: UUID | None = None) -> list[User]:
    """Who does the work in a unit; where nobody does, whoever can give it to another unit.

    In a department that has a professional worker for this place, it is theirs first.
    """
    unit = unit_id or ticket.unit_id
    if unit and (theirs := professionals_of(unit, permission, ticket.area_path)):
        return theirs
    found = people_of(unit, permission) if unit else []
    return found or nearest_with(REDIRECTS, ticket.area_path, ticket.barred)


def lead_of(ticket: Ticket) -> list[User]:
    """Who leads the unit: its own lead, above a grid's team whoever stands closest to it."""
    found = people_of(ticket.unit_id, "tickets.endorse") if ticket.unit_id else []
    if not found and ticket.unit and ticket.unit.kind != Unit.Kind.DEPARTMENT:
        found = nearest_with("tickets.endorse", ticket.area_path, ticket.barred)
    return found or nearest_with(REDIRECTS, ticket.area_path, ticket.barred)


def over_place(ticket: Ticket, permission: str) -> list[User]:
    """Who holds a permission at the place of a ticket, the nearest only."""
    return nearest_with(permission, ticket.area_path, ticket.barred)


def for_whistle(whistle: Whistle, audience: str, unit_id: UUID | None) -> list[User]:
    """Whom a reminder of a whistle is for; never for approval whoever raised it."""
    unit = Unit.ever.get(pk=unit_id) if unit_id else whistle.unit
    found: list[User] = []
    if audience == "handler":
        found = people_of(unit.pk, "tickets.report_in")
    if audience == "lead":
        found = people_of(unit.pk, "tickets.endorse")
        if not found and unit.kind != Unit.Kind.DEPARTMENT:
            found = nearest_with("tickets.endorse", whistle.area_path)  # who sees it there
    found = found or nearest_with("tickets.approve_whistle", whistle.approval_path)
    found = [each for each in found if unit_id or each.pk != whistle.raised_by]
    return found or nearest_with(REDIRECTS, whistle.approval_path)


def _facts(message: Message) -> dict[str, str]:
    limit = f"{timezone.localtime(message.limit_at):%Y-%m-%d %H:%M}" if message.limit_at else ""
    rows = (Reminder, WhistleReminder)
    reasons = dict(pair for row in rows for pair in row._meta.get_field("reason").flatchoices)
    reasons |= rules.STAFF_REASONS
    is_whistle = message.whistle_id is not None
    item = _("Whistle") if is_whistle else ""
    about = Whistle(number=message.number) if is_whistle else Ticket(number=message.number)
    number = about.shown_number if message.number else ""
    if message.kind == rules.RECORDS_DUE and message.matter_id:
        due = DueNotice.objects.filter(pk=message.matter_id).select_related("kind").first()
        item = due.kind.name if due else ""
    return {
        "number": number,
        "item": message.item.name if message.item else item,
        "place": message.area.name if message.area else "",
        "limit": limit,
        "reason": str(reasons.get(message.reason, "")),
        "unit": message.unit.name if message.unit else "",
        "days": message.shown_days,
    }
