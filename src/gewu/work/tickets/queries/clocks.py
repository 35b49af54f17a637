"""Calendars of counties, and why a deadline is what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from gewu.kernel.stamps import kept
from gewu.methods.worktime import Period, Step, WorkCalendar, trace, years_without_notice
from gewu.work.tickets.models import SpecialDay, Terms, Ticket
from gewu.work.tickets.rules.clocks import LIMITS


@dataclass(frozen=True)
class Reason:
    """The steps of a deadline, and the years whose holidays nobody has announced yet."""

    steps: tuple[Step, ...]
    years_unknown: tuple[int, ...]


@dataclass(frozen=True)
class Clockwork:
    """What it takes to set the limits of a county's tickets."""

    terms: Terms
    calendar: WorkCalendar


@kept
def clockwork_of(county_id: UUID) -> Clockwork:
    """Promises and working calendar of a county."""
    terms = terms_of(county_id)
    return Clockwork(terms, calendar_of(terms))


def terms_of(county_id: UUID) -> Terms:
    """What the county promises."""
    return Terms.objects.get(pk=county_id)


@kept
def own_terms() -> Terms:
    """The terms of this database's only county."""
    return Terms.objects.get()


def calendar_of(terms: Terms) -> WorkCalendar:
    """The working calendar of a county; rebuilt only when its days or hours change."""
    return _calendar(
        terms.county_id,
        terms.zone,
        (
            (terms.morning_from, terms.morning_to),
            (terms.afternoon_from, terms.afternoon_to),
        ),
        terms.calendar_stamp,
    )


def workdays_of(county_id: UUID) -> Callable[[date], bool] | None:
    """On which days work is done in a county; nothing before it is set up."""
    terms = Terms.objects.filter(pk=county_id).first()
    return calendar_of(terms).is_workday if terms else None


def why(ticket: Ticket) -> Reason | None:
    """The trace of the resident's deadline, or nothing for a date that was agreed."""
    limit = LIMITS.get(ticket.deadline_class)
    if limit is None:
        return None
    calendar = calendar_of(terms_of(ticket.county_id))
    steps = trace(ticket.submitted_at, limit, calendar)
    return Reason(steps, _unknown_years(ticket.submitted_at, ticket.due_at, calendar))


def special_days(county_id: UUID, year: int) -> QuerySet[SpecialDay]:
    """Holidays and make-up days of a year."""
    return SpecialDay.objects.filter(county_id=county_id, day__year=year).order_by("day")


def special_day_for(county_id: UUID, pk: UUID) -> SpecialDay:
    """One of the county's days; 404 for every other."""
    return get_object_or_404(SpecialDay, county_id=county_id, pk=pk)


def announced_years(county_id: UUID) -> set[int]:
    """Years whose holidays stand in an official notice."""
    days = SpecialDay.objects.filter(county_id=county_id, official=True)
    return set(days.order_by().values_list("day__year", flat=True).distinct())


def years_with_days(county_id: UUID) -> set[int]:
    """Years for which anything is known."""
    days = SpecialDay.objects.filter(county_id=county_id)
    return set(days.order_by().values_list("day__year", flat=True).distinct())


@lru_cache(maxsize=64)
def _calendar(
    county_id: UUID, zone: str, periods: tuple[Period, ...], _stamp: UUID
) -> WorkCalendar:
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
