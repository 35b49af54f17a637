"""The exported list: who made it and when at its head, nothing personal in its rows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ui.exporting import Export, file_answer
from gewu.work.tickets.models import Ticket


def table_of(tickets: QuerySet[Ticket], *, viewer: User, kind: str, purpose: str) -> HttpResponse:
    """The answer that carries the file."""
    taken = Export("tickets", viewer, is_personal=False, purpose=purpose)
    notes = [_("Without titles, words, addresses and contacts.")]
    rows: Iterator[list[Any]] = (_row(ticket) for ticket in tickets.iterator(chunk_size=2_000))
    return file_answer(taken, kind, _columns(), rows, notes)


def _columns() -> list[str]:
    return [
        _("Number"),
        _("State"),
        _("Channel"),
        _("Item code"),
        _("Item"),
        _("Area code"),
        _("Area"),
        _("Unit"),
        _("Limit"),
        _("Reported"),
        _("Due"),
        _("Checked"),
        _("Closed"),
        _("Times reopened"),
        _("Words removed"),
    ]


def _row(ticket: Ticket) -> list[Any]:
    item, area, unit = ticket.item, ticket.area, ticket.unit
    return [
        ticket.shown_number,  # in groups, so that a spreadsheet keeps every digit
        ticket.state_label,
        ticket.get_channel_display(),
        item.code if item else "",
        item.name if item else "",
        area.code if area else "",
        area.name if area else "",
        unit.name if unit else "",
        ticket.limit_words,
        *(_moment(each) for each in (ticket.submitted_at, ticket.due_at)),
        *(_moment(each) for each in (ticket.checked_at, ticket.closed_at)),
        ticket.reopened,
        _moment(getattr(ticket, "shredded_at", None)),
    ]


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
