"""A request as its reporter reads it: where it stands, until when, what happened, what may be said."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import segno
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gewu.doors.portal import rules
from gewu.doors.portal.queries.standing import Standing, standing_of, told_entries, with_master
from gewu.ground.residents.models import ContactAccess
from gewu.ground.residents.queries import accesses_of
from gewu.ground.territory.queries import county, has_county
from gewu.methods.worktime import Step
from gewu.work.tickets.actions.closing import reopen_until
from gewu.work.tickets.models import Rating, Terms, Ticket, TicketPhoto
from gewu.work.tickets.queries import CLASS_NAMES, NEAR, states
from gewu.work.tickets.queries.clocks import Reason, calendar_of, terms_of, why
from gewu.work.tickets.queries.history import Entry, rating_of
from gewu.work.tickets.queries.scope import code_of, secret_of

ICONS = {
    "submit": ("send", "action"),
    "place": ("map-pin", "plain"),
    "file": ("tag", "plain"),
    "dispatch": ("arrow-right", "plain"),
    "sign": ("writing", "plain"),
    "handle": ("tools", "action"),
    "check": ("checks", "good"),
    "rework": ("rotate", "near"),
    "close": ("circle-check", "good"),
    "confirm": ("thumb-up", "good"),
    "rate": ("star", "plain"),
    "reopen": ("arrow-back-up", "near"),
    "reconsider": ("arrow-back-up", "near"),
    "ask": ("message-circle", "near"),
    "answer": ("message-circle", "plain"),
    "answer_directly": ("message-circle", "good"),
    "decline": ("ban", "plain"),
    "cancel": ("ban", "plain"),
    "merge": ("files", "plain"),
    "extend": ("calendar-event", "near"),
    "suspend": ("player-pause", "paused"),
    "resume": ("player-play", "plain"),
    "urge": ("bell", "plain"),
    "refuse": ("scale", "plain"),
    "self_handle": ("tools", "action"),
    "shred": ("trash", "plain"),
}

RESIDENTS_OWN = (
    *("submit", "confirm", "rate", "reopen", "reconsider"),
    *("answer", "urge", "request_reopen"),
)
OF_UNIT = ("dispatch", "sign", "handle", "self_handle", "escalate", "assign", "accept_return")
PLACES = {
    "outside": gettext_lazy("outside all our areas, so the county desk looks at it"),
    "unknown": gettext_lazy("not found yet, the county desk looks for it"),
}
FREE = {
    "weekend": gettext_lazy("weekend, nothing counted"),
    "holiday": gettext_lazy("holiday, nothing counted"),
}


@dataclass(frozen=True)
class DayLine:
    """What one day gave to a limit, in words."""

    day: date
    words: str


@dataclass(frozen=True)
class Promise:
    """Until when a request is to be done, and why."""

    due_at: datetime
    warn_at: datetime
    ended_at: datetime | None
    class_name: str
    is_filed: bool
    hours: tuple[tuple[time, time], ...]
    trace: list[DayLine]
    years_unknown: tuple[int, ...]
    clock: str

    @property
    def counts_work(self) -> bool:
        """Whether the clock stands still outside working hours."""
        return bool(self.trace)

    @property
    def hours_words(self) -> str:
        """The working hours of a day."""
        between = pgettext("between the parts of a list", ", ")
        return between.join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in self.hours)


@dataclass(frozen=True)
class Slip:
    """What a resident keeps: number, code, link and the link as a picture to scan."""

    number: str
    code: str
    link: str
    picture: str

    @property
    def groups(self) -> list[str]:
        """The groups of the number."""
        return self.number.split()


@dataclass(frozen=True)
class Reading:
    """All that the page of a request shows."""

    promise: Promise
    way: list[rules.WayStep]
    history: list[dict[str, Any]]
    may_confirm: bool
    may_reopen: bool
    is_too_late: bool
    may_rate: bool
    rating: Rating | None
    reopen_until: datetime
    closes_at: datetime | None
    looks: list[ContactAccess]
    standing: Standing
    has_promise: bool


def reading_of(ticket: Ticket, now: datetime) -> Reading:
    """Read a request for its reporter: units are named, people are not."""
    terms, entries = terms_of(ticket.county_id), told_entries(ticket)
    waits = timedelta(days=terms.silence_days)
    standing = standing_of(ticket, entries, now)
    shown = standing.master or ticket
    until, own = reopen_until(shown, terms.reopen_days, now), standing.own
    answered = shown.state in (states.CHECKED, states.CLOSED)
    said_no = standing.is_decided or own.unsolved is not None
    return Reading(
        promise=promise_of(shown),
        way=rules.way(shown.state, [entry.move for entry in (standing.of_master or entries)]),
        history=[_told(ticket, entry) for entry in reversed(with_master(entries, standing))],
        may_confirm=shown.state == states.CHECKED and not (own.solved or own.unsolved),
        may_reopen=answered and now <= until and not said_no,
        is_too_late=shown.state == states.CLOSED and now > until and not said_no,
        may_rate=shown.state == states.CLOSED and own.rated is None,
        rating=_rating(ticket),
        reopen_until=until,
        closes_at=shown.checked_at + waits if shown.checked_at else None,
        looks=list(accesses_of(ticket.contact)) if ticket.contact else [],
        standing=standing,
        has_promise=shown.state not in (states.DECLINED, states.CANCELLED)
        and not standing.is_answer,
    )


def _rating(ticket: Ticket) -> Rating | None:
    """The stars for this closing."""
    rating = rating_of(ticket)
    return rating if rating and rating.round == ticket.reopened else None


def promise_of(ticket: Ticket) -> Promise:
    """Until when, by which rule, and how that was counted."""
    calendar = calendar_of(terms_of(ticket.county_id))
    reason = why(ticket)
    return Promise(
        due_at=ticket.due_at,
        warn_at=ticket.due_at - (ticket.due_at - ticket.submitted_at) * NEAR,
        ended_at=ticket.checked_at or ticket.closed_at,
        class_name=str(CLASS_NAMES[ticket.deadline_class]),
        is_filed=ticket.condition_id is not None,
        hours=calendar.periods,
        trace=_trace(reason),
        years_unknown=reason.years_unknown if reason else (),
        clock=ticket.clock_state,
    )


def slip_of(ticket: Ticket, link: str) -> Slip:
    """What to keep of a request."""
    code = code_of(ticket)
    picture = segno.make(link, error="m").svg_data_uri(
        scale=5, border=2, dark="#1b2a2f", light="#fff"
    )
    return Slip(ticket.shown_number, f"{code[:4]} {code[4:]}", link, picture)


def address_of(ticket: Ticket) -> str:
    """The secret address of a request."""
    return reverse("portal:ticket", args=[ticket.number, secret_of(ticket)])


def placed(ticket: Ticket) -> str:
    """How the place is known: in an area, outside all of them, or by words only."""
    if ticket.area_id:
        return "inside"
    return "outside" if ticket.lon is not None else "unknown"


def facts_of(ticket: Ticket) -> list[tuple[str, str]]:
    """What was reported, besides words and photos."""
    name = ticket.item.plain_name if ticket.item else ""
    facts = [
        (_("Kind"), name),
        (_("Place in words"), ticket.text.address),
        (_("Area"), ticket.area.name if ticket.area else str(PLACES[placed(ticket)])),
    ]
    return [(label, value) for label, value in facts if value]


def terms_shown() -> Terms | None:
    """What the county promises, once it is set up."""
    return Terms.objects.filter(pk=county().pk).first() if has_county() else None


def _trace(reason: Reason | None) -> list[DayLine]:
    """The days of a limit in working time; nothing where the clock never stands still."""
    steps = reason.steps if reason else ()
    if all(step.kind == "continuous" for step in steps):
        return []
    return [DayLine(step.day, _counted(step)) for step in steps]


def _counted(step: Step) -> str:
    if not step.minutes:
        return str(FREE.get(step.kind, _("nothing counted")))
    hours, minutes = divmod(step.minutes, 60)
    return _("%(hours)d h %(minutes)02d min counted") % {"hours": hours, "minutes": minutes}


def _told(ticket: Ticket, entry: Entry) -> dict[str, Any]:
    icon, tone = ICONS.get(entry.move.verb, ("point-filled", "plain"))
    return {
        "title": entry.move.verb_label,
        "at": entry.move.at,
        "by": _who(entry),
        "note": entry.words,
        "icon": icon,
        "tone": tone,
        "photos": _pictures(ticket, entry.photos),
    }


def _who(entry: Entry) -> str:
    """The resident, or the unit that got or did it; who checks is not the unit, so nobody is named."""
    if entry.move.verb in RESIDENTS_OWN and entry.move.by_kind == "resident":
        return _("You")
    return entry.unit.name if entry.unit and entry.move.verb in OF_UNIT else ""


def _pictures(ticket: Ticket, photos: list[TicketPhoto]) -> list[dict[str, str]]:
    secret = secret_of(ticket)
    return [
        {
            "thumb": reverse("portal:photo", args=[ticket.number, secret, photo.pk, "thumb"]),
            "full": reverse("portal:photo", args=[ticket.number, secret, photo.pk, "full"]),
            "alt": photo.get_stage_display(),
        }
        for photo in photos
    ]
