"""What fires now, what fired, and what will fire next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.methods.worktime import length_of
from gewu.work.tickets import states
from gewu.work.tickets.models import Approval, Reminder, Ticket, WhistleReminder
from gewu.work.tickets.queries.clocks import Clockwork, clockwork_of
from gewu.work.tickets.queries.scope import visible_to
from gewu.work.tickets.queries.whistle_reminders import fired_for
from gewu.work.tickets.rules import reminding as rules
from gewu.work.tickets.rules.reminding import Planned

PAGE = 50
AHEAD = timedelta(days=1)
MOST_AHEAD = 200
WAITING = (states.ASKED, states.ENDORSED)
# The clock of the promise runs: nobody waits for the reporter, and it is not done.
RUNNING = Q(closed_at__isnull=True, checked_at__isnull=True, paused_at__isnull=True)


@dataclass(frozen=True)
class Filters:
    """Which reminders somebody wants to see."""

    reason: str = ""
    level: str = ""
    after: str = ""


@dataclass(frozen=True)
class FiredPage:
    """Some reminders of tickets and whistles, the latest first, and the mark of the next page."""

    reminders: list[Reminder | WhistleReminder]
    after: str


@dataclass(frozen=True)
class Coming:
    """What will fire next for one ticket."""

    ticket: Ticket
    planned: Planned


def due_tickets(county_id: UUID, now: datetime, clocks: Clockwork) -> list[QuerySet[Ticket]]:
    """Tickets with something to fire: a range of an index for each reason, less what fired."""
    tickets = Ticket.objects.filter(county_id=county_id)
    return [
        tickets.filter(wanted) for wanted in (*_by_promise(now, clocks), *_by_step(now, clocks))
    ]


def undecided(county_id: UUID, now: datetime, clocks: Clockwork) -> QuerySet[Ticket]:
    """Tickets of which an application has waited too long."""
    wanted = Q(pk=None)
    length = rules.step_length(states.RETURNING, clocks.terms, clocks.calendar)
    day = length_of(rules.DAY, clocks.calendar)
    for rung, waited in enumerate((length, length + day)):
        asked = rules.before(now, waited, counts=True, calendar=clocks.calendar)
        fired = _fired(rules.UNDECIDED, OuterRef("asked_at"), rung, ticket=OuterRef("ticket"))
        wanted |= Q(asked_at__lte=asked) & ~Q(fired)
    old = Approval.objects.filter(wanted, county_id=county_id, state__in=WAITING)
    return Ticket.objects.filter(pk__in=old.values("ticket"))


def plans_of(ticket: Ticket, clocks: Clockwork) -> list[Planned]:
    """All reminders that a ticket's limits give."""
    asked_at = None
    if ticket.pending:
        asked = Approval.objects.filter(ticket=ticket, state__in=WAITING)
        asked_at = asked.values_list("asked_at", flat=True).first()
    return rules.planned(ticket, terms=clocks.terms, calendar=clocks.calendar, asked_at=asked_at)


def not_fired(ticket: Ticket, plans: Iterable[Planned]) -> list[Planned]:
    """Those that have not fired yet."""
    rows = Reminder.objects.filter(ticket=ticket).order_by()
    fired = set(rows.values_list("reason", "limit_at", "round"))
    return [each for each in plans if each.key not in fired]


def next_of(ticket: Ticket) -> Planned | None:
    """What fires next for a ticket, if anything."""
    if not ticket.is_open:
        return None
    now = clock.now()
    plans = plans_of(ticket, clockwork_of(ticket.county_id))
    return next((each for each in plans if each.at > now), None)


def fired_page(user: User, filters: Filters) -> FiredPage:
    """What fired in the viewer's scope."""
    found = Reminder.objects.filter(ticket__in=visible_to(user).order_by())
    if filters.reason:
        found = found.filter(reason=filters.reason)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.after:
        found = found.filter(id__lt=UUID(filters.after))
    found = found.select_related("ticket__text", "ticket__unit", "ticket__area", "to_unit")
    after = UUID(filters.after) if filters.after else None
    calls = fired_for(user, reason=filters.reason, level=filters.level, after=after)
    both: list[Reminder | WhistleReminder] = [
        *found.order_by("-id")[: PAGE + 1],
        *calls[: PAGE + 1],
    ]
    rows = sorted(both, key=lambda each: each.pk, reverse=True)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    return FiredPage(rows, str(rows[-1].pk) if more else "")


def coming(user: User, now: datetime) -> list[Coming]:
    """What will fire next in the viewer's scope within a day, the earliest first."""
    soon = now + AHEAD
    wanted = Q(due_at__range=(now - AHEAD, soon + AHEAD)) | Q(
        stage_due_at__range=(now - AHEAD, soon)
    )
    tickets = visible_to(user).filter(wanted, closed_at__isnull=True)
    rows = tickets.select_related("text", "unit", "area").order_by("due_at", "id")[:MOST_AHEAD]
    found, works = [], dict[UUID, Clockwork]()
    for ticket in rows:
        clocks = works.setdefault(ticket.county_id, clockwork_of(ticket.county_id))
        plans = [each for each in plans_of(ticket, clocks) if now < each.at <= soon]
        found += [Coming(ticket, plan) for plan in plans[:1]]
    return sorted(found, key=lambda each: (each.planned.at, each.ticket.number))


def _by_promise(now: datetime, clocks: Clockwork) -> list[Q]:
    near, red = Q(pk=None), Q(pk=None)
    for kind in rules.CLASSES:
        until = rules.near_until(now, kind, clocks.calendar)
        near |= Q(deadline_class=kind, due_at__lte=until)
        red |= Q(deadline_class=kind, due_at__lte=rules.red_until(now, kind, clocks.calendar))
    furthest = rules.near_until(now, "PLAN", clocks.calendar) + rules.SHORTEST
    limit = OuterRef("due_at")
    return [
        RUNNING & Q(due_at__gt=now, due_at__lte=furthest) & near & ~Q(_fired(rules.NEAR, limit)),
        RUNNING & Q(due_at__lte=now) & ~Q(_fired(rules.OVERDUE, limit)),
        RUNNING & Q(due_at__lte=now) & red & ~Q(_fired(rules.LONG_OVERDUE, limit)),
    ]


def _by_step(now: datetime, clocks: Clockwork) -> list[Q]:
    limit = OuterRef("stage_due_at")
    is_open = Q(closed_at__isnull=True)
    resuming = Q(state=states.SUSPENDED, stage_due_at__lte=now + rules.BEFORE_RESUMING)
    handling = Q(state=states.IN_PROGRESS, stage_due_at__lte=now)
    found = [
        is_open & resuming & ~Q(_fired(rules.RESUMING, limit)),
        is_open & handling & ~Q(_fired(rules.STEP, limit)),
    ]
    for state in (states.DISPATCHED, *rules.OF_STEP):
        reason = rules.UNSIGNED if state == states.DISPATCHED else rules.STEP
        length = rules.step_length(state, clocks.terms, clocks.calendar)
        for rung in range(len(rules.LADDER)):
            until = rules.before(now, length * rung, counts=True, calendar=clocks.calendar)
            late = Q(state=state, stage_due_at__lte=until)
            found.append(is_open & late & ~Q(_fired(reason, limit, rung)))
    return found


def _fired(reason: str, limit: OuterRef, rung: int = 0, ticket: OuterRef | None = None) -> Exists:
    rows = Reminder.objects.filter(
        ticket=ticket or OuterRef("pk"), reason=reason, limit_at=limit, round=rung
    )
    return Exists(rows)
