"""The moves as buttons: what they are called, which comes first, and the address of each."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.work.tickets import policies, states
from gewu.work.tickets.models import Ticket


@dataclass(frozen=True)
class Verb:
    """How a verb is said: on its button, above its form, and when it is done."""

    label: str | Promise
    icon: str
    done: str | Promise
    template: str
    in_dialog: bool = True


VERBS = {
    "place": Verb(
        _("Set the place"), "map-pin", _("The place is set."), "tickets/place.html", in_dialog=False
    ),
    "file": Verb(_("File"), "clipboard-text", _("Filed."), "tickets/file.html", in_dialog=False),
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
}
AGAIN = replace(VERBS["dispatch"], label=_("Dispatch elsewhere"), icon="route")
FIRST = {
    states.FILED: "dispatch",
    states.DISPATCHED: "sign",
    states.IN_PROGRESS: "handle",
    states.CHECKING: "check",
    states.CHECKED: "revisit",
}


@dataclass(frozen=True)
class Button:
    """One possible move of this viewer."""

    verb: str
    said: Verb
    url: str
    primary: bool


def buttons_for(user: User, ticket: Ticket) -> list[Button]:
    """The next possible moves, the one to make first in front."""
    first = first_verb(ticket)
    buttons = [
        Button(verb, said_of(verb, ticket), url_of(verb, ticket), verb == first)
        for verb in policies.verbs_for(user, ticket)
        if verb in VERBS
    ]
    return sorted(buttons, key=lambda button: not button.primary)


def first_verb(ticket: Ticket) -> str:
    """What the ticket waits for."""
    if ticket.state == states.SUBMITTED:
        return "place" if ticket.area_id is None and ticket.lon is None else "file"
    return FIRST.get(ticket.state, "")


def said_of(verb: str, ticket: Ticket) -> Verb:
    """The words of a verb for a ticket as it stands."""
    if verb == "dispatch" and ticket.state == states.DISPATCHED:
        return AGAIN
    return VERBS[verb]


def url_of(verb: str, ticket: Ticket) -> str:
    """Where the form of a verb is."""
    return reverse(f"tickets:{verb}", args=[ticket.pk])
