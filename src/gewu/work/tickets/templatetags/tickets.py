"""Tags of lists of tickets. A list has fifty rows: what stands in each is worked out here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gewu.ui.clocks import clock
from gewu.ui.pills import pill
from gewu.ui.templatetags.ui import han, when
from gewu.ui.words import clock_face
from gewu.work.tickets import states
from gewu.work.tickets.models import Ticket

register = template.Library()

WITHOUT_CLOCK = (states.DECLINED, states.MERGED, states.CANCELLED)
# Tone and icon of a state; open ones that are not named wait, ended ones are put away.
LOOKS = {
    states.CLOSED: ("good", "check"),
    states.CHECKED: ("good", "check"),
    states.IN_PROGRESS: ("action", "tools"),
    states.CHECKING: ("action", "eye"),
    states.VERIFYING: ("action", "map-search"),
    states.RETURNING: ("near", "corner-up-left"),
    states.SUSPENDED: ("paused", "player-pause"),
    states.NEEDS_INFO: ("paused", "player-pause"),
}
WAITING, PUT_AWAY = ("plain", "hourglass"), ("plain", "archive")
NO_ID = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket of a list."""

    ticket: Ticket
    address: str
    clock: SafeString
    title: str
    place: SafeString | str
    unit: SafeString | str
    state: SafeString


@register.simple_tag(takes_context=True)
def ticket_rows(context: Context, tickets: Iterable[Ticket]) -> Iterator[Row]:
    """The rows of a list; a page says in `row_clock` which clock: due, stage, unit, reported."""
    clock_shown = str(context.get("row_clock", ""))
    # The address of one ticket is that of another with its id in it.
    before, after = reverse("tickets:ticket", args=[NO_ID]).split(NO_ID)
    for ticket in tickets:
        yield Row(
            ticket,
            address=f"{before}{ticket.pk}{after}",
            clock=row_clock(ticket, clock_shown),
            title=han(ticket.text.headline),
            place=han(ticket.area.name) if ticket.area else _muted(_no_place(ticket)),
            unit=han(ticket.unit.name) if ticket.unit else _muted(_("No unit yet")),
            state=state_pill(ticket),
        )


@register.simple_tag
def state_pill(ticket: Ticket) -> SafeString:
    """The state in a word, with its icon."""
    tone, icon = LOOKS.get(ticket.state, WAITING if ticket.is_open else PUT_AWAY)
    return pill(ticket.state_label, tone=tone, icon=icon)


@register.simple_tag
def ticket_clock(ticket: Ticket, *, compact: bool = False) -> SafeString | str:
    """The resident's clock; nothing where no promise is left to keep."""
    if ticket.state in WITHOUT_CLOCK:
        return ""
    return clock(
        ticket.due_at,
        warn=ticket.warn_at,
        state=ticket.clock_state,
        ended=ticket.ended_at,
        compact=compact,
    )


def row_clock(ticket: Ticket, shown: str) -> SafeString:
    """The clock by which the list is sorted."""
    if shown == "reported":
        return _muted(when(ticket.submitted_at))
    if shown == "stage":
        return _limit(ticket, ticket.stage_due_at)
    if shown == "unit":
        if ticket.unit_due_at and ticket.state in (states.CHECKING, states.CHECKED):
            return _muted(when(ticket.unit_due_at))
        return _limit(ticket, ticket.unit_due_at)
    return SafeString(ticket_clock(ticket, compact=True))


@register.simple_tag
def clock_sign(ticket: Ticket) -> str:
    """The word for the resident's clock that a dot on the map shows by its shape."""
    return clock_face(
        ticket.due_at,
        timezone.now(),
        warn=ticket.warn_at,
        state=ticket.clock_state,
        ended=ticket.ended_at,
    ).state


def _limit(ticket: Ticket, due: datetime | None) -> SafeString:
    if due is None:
        return _muted(_("No limit"))
    return clock(due, state="paused" if ticket.paused_at else "running", compact=True)


def _no_place(ticket: Ticket) -> str:
    return _("Place unknown") if ticket.lon is None else _("Outside all areas")


def _muted(text: str) -> SafeString:
    return format_html('<span class="muted">{}</span>', text)
