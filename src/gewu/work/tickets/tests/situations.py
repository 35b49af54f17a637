"""More people than the cast has, moments to stand at, and what a ticket's history says."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import Town, person

from gewu.kernel.clock import standing_at
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions
from gewu.work.tickets.models import Approval, Move, Ticket
from gewu.work.tickets.tests import factories as make

# A Monday, 09:00 in the county.
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
# name, unit, role
OTHERS = {
    "lena": ("莱娜", "town_office", "leader"),
    "cora": ("科拉", "community_office", "community"),
    "hugo": ("胡戈", "sanitation", "leader"),
    "bill": ("比尔", "town_office", "dispatcher"),
    "olga": ("奥尔加", "other_town_office", "dispatcher"),
    "kurt": ("库尔特", "desk", "leader"),
}


def whole_town() -> Town:
    """The equipped town with leaders, a community's staff, a department's head and more desks."""
    place = make.equipped_town()
    for username, (name_zh, unit, role) in OTHERS.items():
        place.people[username] = person(username, name_zh, getattr(place, unit), role)
    return place


def at(moment: datetime = MONDAY, **later: float) -> AbstractContextManager[None]:
    """Stand at a moment, or so much later."""
    return standing_at(moment + timedelta(**later))


def facts_of(ticket: Ticket) -> list[str]:
    """The names of what was announced about a ticket, oldest first."""
    entries = JournalEntry.objects.filter(payload__ticket=str(ticket.pk)).order_by("id")
    return list(entries.values_list("name", flat=True))


def verbs_of(ticket: Ticket) -> list[str]:
    """The verbs of a ticket's history, oldest first."""
    return list(
        Move.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True)
    )


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as it stands in the database."""
    return Ticket.objects.get(pk=ticket.pk)


def approvals(ticket: Ticket) -> list[tuple[str, str]]:
    """Kind and state of every application about a ticket, oldest first."""
    found = Approval.objects.filter(ticket=ticket).order_by("id")
    return list(found.values_list("kind", "state"))


def submitted(**changed: Any) -> Ticket:
    """Words at a place that a person has to look at."""
    return make.report(item=None, **changed)


def asked(place: Town) -> Ticket:
    """The reporter was asked."""
    return actions.ask(ticket=submitted(), words="几号楼？", by=place.ben)


def verifying(place: Town) -> Ticket:
    """Grid 1's team looks whether it is so."""
    return actions.request_verify(ticket=submitted(), by=place.ben)


def condition(code: str = make.ADVICE) -> Any:
    """The first condition of an item."""
    return make.item(code).conditions.filter(valid_to__isnull=True).order_by("seq")[0]


def filed(place: Town) -> Ticket:
    """Filed under advice, not yet with a unit."""
    return actions.file(ticket=submitted(), condition=condition(), by=place.ben)


def returning(place: Town) -> Ticket:
    """Grid 1's team says that it is not its duty."""
    return actions.request_return(ticket=make.team_ticket(place), words="不归我们管", by=place.ada)


def suspended(place: Town, days: float = 30, ticket: Ticket | None = None) -> Ticket:
    """Ada applied, Cora supported, Ben granted."""
    ticket = ticket or make.in_progress(place)
    from_now = Move.objects.filter(ticket_id=ticket.pk).order_by("-id")[0].at
    actions.request_suspension(
        ticket=ticket, until=from_now + timedelta(days=days), words="等开春", by=place.ada
    )
    actions.endorse(ticket=ticket, by=place.cora)
    return actions.grant(ticket=ticket, by=place.ben)


def extended(place: Town, ticket: Ticket) -> Ticket:
    """Ada applied, Cora supported, Ben granted."""
    actions.request_extension(ticket=ticket, words="配件未到", by=place.ada)
    actions.endorse(ticket=ticket, by=place.cora)
    return actions.grant(ticket=ticket, by=place.ben)


def cancelled(place: Town) -> Ticket:
    """Ben applied, Lena granted."""
    ticket = submitted()
    actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
    return actions.grant(ticket=ticket, by=place.lena)


def declined(place: Town) -> Ticket:
    """Lies outside."""
    return actions.decline(
        ticket=submitted(), reason="not_here", words="请向邻县反映", by=place.ben
    )


def merged(place: Town) -> Ticket:
    """Known already."""
    return actions.merge(ticket=submitted(), master=make.team_ticket(place), by=place.ben)


def late(place: Town) -> Ticket:
    """Closed by the resident, long after it was due."""
    with at():
        ticket = make.in_progress(place)
    with at(days=30):
        done = {"words": "已联系志愿者上门", "photos": [make.picture()]}
        actions.handle(ticket=ticket, **done, by=place.ada)
        actions.check(ticket=ticket, closing_met=True, by=place.carl)
        return actions.confirm(ticket=ticket, by=place.ada)


def archived(place: Town) -> Ticket:
    """Declined and laid to rest."""
    ticket = declined(place)
    later = ticket.closed_at + timedelta(days=60)
    actions.archive_old(now=later, by=place.root)
    return fresh(ticket)
