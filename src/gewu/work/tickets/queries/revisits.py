"""The call list: checked tickets whose reporters wait for a call, and what they answered."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from gewu.ground.accounts.models import User
from gewu.work.tickets import states
from gewu.work.tickets.models import Revisit, Ticket
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.queries.scope import not_kept_from
from gewu.work.tickets.rules.revisiting import ATTEMPTS, next_attempt

PAGE = 30


@dataclass(frozen=True)
class Call:
    """One ticket of the call list: how often it was tried in vain, and when to try next."""

    ticket: Ticket
    tried: int
    next_at: datetime
    is_due: bool

    @property
    def left(self) -> int:
        """Attempts until it counts as not to be reached."""
        return max(ATTEMPTS - self.tried, 1)


@dataclass(frozen=True)
class CallPage:
    """Some calls and the mark of the next page."""

    calls: list[Call]
    after: str


def attempts_of(ticket: Ticket) -> list[Revisit]:
    """The calls of this round, the oldest first."""
    return list(Revisit.objects.filter(ticket=ticket, round=ticket.reopened).order_by("attempt"))


def revisits_of(ticket: Ticket) -> list[Revisit]:
    """All answers of all rounds; only for those who may read marks."""
    return list(Revisit.objects.filter(ticket=ticket).order_by("id"))


def to_call(user: User) -> QuerySet[Ticket]:
    """Checked tickets of the viewer's areas that another unit has done, the oldest promise first."""
    wanted = Q(pk=None)
    for path in user.paths_with("tickets.revisit"):
        wanted |= Q(area_path__startswith=path)
    own = user.units_with("tickets.see")
    found = Ticket.objects.filter(wanted, state=states.CHECKED, pending="", closed_at=None)
    return not_kept_from(user, found).exclude(unit_id__in=own).order_by("due_at", "id")


def call_list(user: User, now: datetime, *, after: str = "") -> CallPage:
    """One page of the call list by keyset, with the next attempt of each."""
    tickets = to_call(user).select_related("text", "item", "area", "unit")
    if after:
        tickets = tickets.filter(_beyond(after))
    rows = list(tickets[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    tried: dict[UUID, list[datetime]] = {}
    vain = Revisit.objects.filter(ticket__in=rows, outcome=Revisit.Outcome.UNREACHED)
    for each in vain.filter(round=F("ticket__reopened")).order_by("id"):
        tried.setdefault(each.ticket_id, []).append(each.at)
    calls = [_call(ticket, tried.get(ticket.pk, []), now) for ticket in rows]
    mark = f"{rows[-1].due_at.timestamp():.6f}_{rows[-1].pk}" if more else ""
    return CallPage(calls, mark)


def call_of(ticket: Ticket, now: datetime) -> Call:
    """How the calls of one ticket stand."""
    vain = [each.at for each in attempts_of(ticket) if each.outcome == Revisit.Outcome.UNREACHED]
    return _call(ticket, vain, now)


def _call(ticket: Ticket, vain: list[datetime], now: datetime) -> Call:
    zone = ZoneInfo(terms_of(ticket.county_id).zone)
    next_at = next_attempt(ticket.checked_at or now, vain, zone)
    return Call(ticket, len(vain), next_at, next_at <= now)


def _beyond(mark: str) -> Q:
    """Rows after a mark; a mark that nobody gave is no mark."""
    seconds, _sep, pk = mark.partition("_")
    try:
        moment, last = datetime.fromtimestamp(float(seconds), tz=UTC), UUID(pk)
    except (ValueError, OverflowError, OSError):
        return Q()
    return Q(due_at__gt=moment) | Q(due_at=moment, id__gt=last)
