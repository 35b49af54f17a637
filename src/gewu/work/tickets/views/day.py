"""The panel of tickets on the first page of the desk: what to do first, what else waits."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.work.tickets.queries import day, queue
from gewu.work.tickets.queries.revisits import to_call

# Which queue belongs to whom, and how urgent it looks; leaders and auditors see all of them.
ASKED_OF = {
    "unplaced": "tickets.place",
    "filing": "tickets.file",
    "dispatching": "tickets.dispatch",
    "ours": "tickets.handle",
    "checking": "tickets.check",
    "waiting": "tickets.close",
}
# Shown to whoever has some of it: one more figure only where it says something.
ASKED_FOR = {"verifying": "tickets.verify", "returning": "tickets.accept_return"}
OWN = ("verifying", "returning", "deciding", "helping")
OVERVIEW = ("open", "filing", "signing", "handling", "checking", "waiting")
SHOWN = 12


def day_panel(request: HttpRequest) -> Mapping[str, Any]:
    """What the panel shows to whoever asks."""
    user, now = request.user, clock.now()
    assert isinstance(user, User)
    acts = day.has_own_work(user)
    found = day.my_day(user, now) if acts else day.late_ones(user, now)
    return {
        "now": now,
        "first": found.first if acts else None,
        "groups": _groups(found, acts=acts),
        "acts": acts,
        "stats": _stats(user, queue.counts(user, now)),
    }


def _groups(found: day.Day, *, acts: bool) -> list[dict[str, Any]]:
    late = _("Overdue with you") if acts else _("Overdue")
    groups = (
        (late, "alarm", "bad", found.overdue),
        (_("Due within two hours"), "clock-exclamation", "near", found.soon),
        (_("New for you"), "inbox", "action", found.new),
        (_("Going"), "tools", "plain", found.going),
    )
    return [
        {
            "title": title,
            "icon": icon,
            "tone": tone,
            "tickets": tickets[:SHOWN],
            "count": len(tickets),
            "rest": len(tickets) - SHOWN,
        }
        for title, icon, tone, tickets in groups
        if tickets
    ]


def _stats(user: User, counts: dict[str, int]) -> list[dict[str, Any]]:
    """A figure for each queue the viewer can act on; for those who only look, for every queue."""
    own = tuple(key for key, permission in ASKED_OF.items() if user.may(permission))
    shown = own if day.has_own_work(user) else OVERVIEW
    mine = tuple(key for key in OWN if counts[key] and user.may(ASKED_FOR.get(key, "tickets.see")))
    late = {
        "label": _("Overdue"),
        "value": queue.figure(counts["overdue"]),
        "href": f"{reverse('tickets:queue')}?queue=open&overdue=1",
        "icon": "alarm",
        "tone": "bad" if counts["overdue"] else "good",
    }
    calls = [_calls(user)] if user.may("tickets.revisit") else []
    return [late, *(_stat(key, counts[key]) for key in (*shown, *mine)), *calls]


def _calls(user: User) -> dict[str, Any]:
    return {
        "label": _("Call back"),
        "value": queue.figure(queue.count(to_call(user))),
        "href": reverse("tickets:calls"),
        "icon": "phone-call",
        "tone": "plain",
    }


def _stat(key: str, value: int) -> dict[str, Any]:
    shown = queue.QUEUES[key]
    url = f"{reverse('tickets:queue')}?queue={key}"
    return {
        "label": shown.label,
        "value": queue.figure(value),
        "href": url,
        "icon": shown.icon,
        "tone": "plain",
    }
