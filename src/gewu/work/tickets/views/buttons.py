"""The moves as buttons: what they are called, which comes first, and the address of each."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.applications import takes_part
from gewu.work.tickets.rules.offering import is_offered
from gewu.work.tickets.views.verbs import BESIDE_THE_WAY, GRANTS, Verb

VERBS = {
    "place": Verb(
        _("Set the place"), "map-pin", _("The place is set."), "tickets/place.html", in_dialog=False
    ),
    "file": Verb(_("File"), "clipboard-text", _("Filed."), "tickets/file.html", in_dialog=False),
    "answer_directly": Verb(
        _("Answer directly"),
        "message-circle",
        _("Answered and closed. The reporter reads it."),
        "tickets/answer_directly.html",
        in_dialog=False,
    ),
    "dispatch": Verb(
        _("Dispatch"), "send", _("Dispatched."), "tickets/dispatch.html", in_dialog=False
    ),
    "sign": Verb(
        _("Sign for it"),
        "writing",
        _("Signed for. The clock of signing has stopped."),
        "tickets/sign.html",
    ),
    "handle": Verb(
        _("I have handled it"),
        "tool",
        _("Well done. Someone else will look at it now."),
        "tickets/handle.html",
    ),
    "check": Verb(
        _("Check the work"),
        "clipboard-check",
        _("Checked. The resident is asked."),
        "tickets/check.html",
    ),
    "rework": Verb(
        _("Send back for rework"),
        "arrow-back-up",
        _("Sent back to the unit."),
        "tickets/rework.html",
    ),
    "revisit": Verb(
        _("Call the resident back"),
        "phone-call",
        _("Kept. What follows from it has been done."),
        "tickets/revisit.html",
        in_dialog=False,
    ),
    "close": Verb(_("Close the ticket"), "circle-check", _("Closed."), "tickets/close.html"),
    "reopen": Verb(
        _("Reopen"), "rotate", _("Reopened. The unit has it again."), "tickets/reopen.html"
    ),
    "whistle": Verb(
        _("Whistle for other units"),
        "volume",
        _("You have whistled. The duty lead decides now."),
        "tickets/raise_whistle.html",
        in_dialog=False,
    ),
    **BESIDE_THE_WAY,
}
# Which verb a yes becomes.
GRANTED_BY = {kind: verb for verb, kind in policies.GRANTS.items()} | {
    "reopen": "reopen",
    "doubt": "reopen",
}
AGAIN = replace(VERBS["dispatch"], label=_("Dispatch elsewhere"), icon="route")
# What a ticket waits for, the most fitting first; the first one that the viewer may do is primary.
FIRST: dict[str, tuple[str, ...]] = {
    states.VERIFYING: ("verify",),
    states.FILED: ("dispatch",),
    states.DISPATCHED: ("sign",),
    states.RETURNING: ("accept_return",),
    states.IN_PROGRESS: ("handle",),
    states.SUSPENDED: ("resume",),
    states.CHECKING: ("check",),
    states.CHECKED: ("revisit",),
}
DECIDE = ("grant", "endorse")
# What stands beside it; everything else is in the menu.
USUAL: dict[str, tuple[str, ...]] = {
    states.SUBMITTED: ("place", "ask", "answer_directly"),
    states.DISPATCHED: ("dispatch", "request_return"),
    states.RETURNING: ("refuse_return", "refile"),
    states.IN_PROGRESS: ("cohandle", "escalate"),
    states.CHECKING: ("rework", "close"),
    states.CHECKED: ("close", "reopen", "revisit"),
    states.CLOSED: ("reopen", "request_reopen", "appeal"),
}
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        _("Pass on"),
        ("request_verify", "escalate", "assign", "cohandle", "whistle", "dispatch", "recuse"),
    ),
    (
        _("Ask for"),
        ("ask", "request_return", "request_extension", "request_suspension")
        + ("request_reopen", "appeal", "request_cancel"),
    ),
    (_("Beside the work"), ("urge", "supervise", "lift", "remark", "confide", "revisit")),
)
REST = _("Decide")
# These are about one helping unit, or about others near by, and stand beside them.
STAND_BESIDE = ("cohandled", "uncohandle", "merge", "split")


@dataclass(frozen=True)
class Button:
    """One possible move of this viewer."""

    verb: str
    said: Verb
    url: str
    primary: bool
    in_menu: bool = False


def buttons_for(user: User, ticket: Ticket) -> list[Button]:
    """The next possible moves: the one to make first, the usual ones, then those of the menu."""
    verbs = _offered(user, ticket)
    first = next((verb for verb in first_verbs(ticket) if verb in verbs), "")
    usual = (first, *_usual(ticket))
    rest = [verb for verb in verbs if verb not in usual]
    hidden = rest if len(rest) > 1 else []
    buttons = [
        Button(verb, said_of(verb, ticket), url_of(verb, ticket), verb == first, verb in hidden)
        for verb in verbs
    ]
    order = {verb: place for place, verb in reversed(list(enumerate(usual)))}
    last = len(order)
    return sorted(buttons, key=lambda each: (each.in_menu, order.get(each.verb, last)))


def menu_of(buttons: list[Button]) -> list[dict[str, Any]]:
    """The buttons of the menu under their headings."""
    kept = {button.verb: button for button in buttons if button.in_menu}
    grouped = {verb for _title, verbs in GROUPS for verb in verbs}
    groups = ((REST, tuple(verb for verb in kept if verb not in grouped)), *GROUPS)
    found = [(title, [kept[verb] for verb in verbs if verb in kept]) for title, verbs in groups]
    return [{"title": title, "buttons": each} for title, each in found if each]


def first_verbs(ticket: Ticket) -> tuple[str, ...]:
    """What the ticket waits for; nothing that its guard would refuse."""
    if ticket.state == states.SUBMITTED:
        unplaced = ticket.area_id is None and ticket.lon is None
        return ("place" if unplaced else "file", "self_handle")
    first = FIRST.get(ticket.state, ())
    if ticket.helpers:
        first = tuple(verb for verb in first if verb != "handle")
    return (*DECIDE, *first)


def is_possible(verb: str, ticket: Ticket) -> bool:
    """Whether a ticket as it stands lets the verb begin; the guards are asked when it is done."""
    if verb == "grant":
        verb = GRANTED_BY.get(ticket.pending_kind, "")
    return verb in states.TICKET.verbs_from(ticket.state)


def said_of(verb: str, ticket: Ticket) -> Verb:
    """The words of a verb for a ticket as it stands."""
    if verb == "dispatch" and ticket.state == states.DISPATCHED:
        return AGAIN
    if verb == "grant":
        return GRANTS.get(ticket.pending_kind, VERBS[verb])
    return VERBS[verb]


def url_of(verb: str, ticket: Ticket) -> str:
    """Where the form of a verb is."""
    return reverse(f"tickets:{verb}", args=[ticket.pk])


def _offered(user: User, ticket: Ticket) -> list[str]:
    """What this person may do and has a page, without what would certainly be refused."""
    verbs = [
        verb
        for verb in policies.verbs_for(user, ticket)
        if verb in VERBS and verb not in STAND_BESIDE and is_offered(verb, ticket, clock.now())
    ]
    if policies.may_grant(user, ticket):
        verbs.insert(0, "grant")
    if takes_part(user, ticket):
        verbs = [verb for verb in verbs if verb not in (*DECIDE, "refuse")]
    return verbs


def _usual(ticket: Ticket) -> tuple[str, ...]:
    waiting = ("grant", "endorse", "refuse") if ticket.pending_kind in policies.TO_GRANT else ()
    return (*waiting, *USUAL.get(ticket.state, ()))
