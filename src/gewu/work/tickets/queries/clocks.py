"""Calendars of counties, and why a deadline is what it is."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max

from gewu.methods.worktime import Step, WorkCalendar, trace, years_without_notice
from gewu.work.tickets.models import SpecialDay, Terms, Ticket
from gewu.work.tickets.rules.clocks import LIMITS


@dataclass(frozen=True)
class Reason:
    """The steps of a deadline, and the years whose holidays nobody has announced yet."""

    steps: tuple[Step, ...]
    years_unknown: tuple[int, ...]


def terms_of(county_id: UUID) -> Terms:
    """What the county promises."""
    return Terms.objects.get(pk=county_id)


def calendar_of(terms: Terms) -> WorkCalendar:
    """The working calendar of a county; rebuilt only when its days or hours change."""
    stamp = SpecialDay.objects.filter(county_id=terms.county_id).aggregate(
        count=Count("id"), last=Max("id")
    )
    return _calendar(
        terms.county_id,
        terms.zone,
        (
            (terms.morning_from, terms.morning_to),
            (terms.afternoon_from, terms.afternoon_to),
        ),
        (stamp["count"], stamp["last"]),
    )


def why(ticket: Ticket) -> Reason | None:
    """The trace of the resident's deadline, or nothing for a date that was agreed."""
    limit = LIMITS.get(ticket.deadline_class)
    if limit is None:
        return None
    calendar = calendar_of(terms_of(ticket.county_id))
    steps = trace(ticket.submitted_at, limit, calendar)
    return Reason(steps, _unknown_years(ticket.submitted_at, ticket.due_at, calendar))


@lru_cache(maxsize=64)
def _calendar(
    county_id: UUID, zone: str, periods: tuple[tuple, ...], _stamp: tuple[object, object]
) -> WorkCalendar:
    # Rows are only ever added or replaced by new ones, so count and newest id tell a change.
    days = list(SpecialDay.objects.filter(county_id=county_id))
    return WorkCalendar(
        zone=ZoneInfo(zone),
        periods=periods,
        holidays=frozenset(d.day for d in days if d.kind == SpecialDay.Kind.HOLIDAY),
        workdays=frozenset(d.day for d in days if d.kind == SpecialDay.Kind.WORKDAY),
        official_years=frozenset(d.day.year for d in days if d.official),
    )


def _unknown_years(start: datetime, end: datetime, calendar: WorkCalendar) -> tuple[int, ...]:
    return tuple(years_without_notice(start, end, calendar))
