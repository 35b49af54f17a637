"""Facts for choosing a unit: who serves the place, who does this kind of work."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import (
    departments,
    desk_of,
    levels_below,
    next_above,
    units_of_path,
)
from gewu.ground.territory.models import Area
from gewu.kernel.stamps import kept
from gewu.work.tickets.models import Condition, LeadKind, LeadUnit, Terms, Ticket
from gewu.work.tickets.queries.clocks import terms_of
from gewu.work.tickets.queries.rule_book import RuleBook, book_of
from gewu.work.tickets.queries.rule_words import Reason, reason_of
from gewu.work.tickets.rules.matching import Facts, Outcome, decide
from gewu.work.tickets.rules.routing import (
    BY_AREA,
    BY_KIND,
    BY_RULE,
    OUTSIDE,
    REASONS,
    Choices,
    Route,
    choose,
)

LEVEL_OF_KIND: dict[str, str] = {
    Unit.Kind.GRID_TEAM: "grid",
    Unit.Kind.COMMUNITY: "community",
    Unit.Kind.TOWN: "town",
}


MOST_UNITS = 30


@dataclass(frozen=True)
class Preview:
    """Where a condition would send a ticket, and why."""

    condition: Condition
    unit: Unit
    reason: str | Promise
    because: Reason | None = None


@dataclass(frozen=True)
class Asked:
    """What is known of a report besides its condition and place."""

    terms: Terms
    channel: str = ""
    at: datetime | None = None
    words: str = ""
    is_confidential: bool = False


def route_for(condition: Condition, area: Area | None, asked: Asked | None = None) -> Route:
    """The unit that is asked first for a condition at a place, and why."""
    asked = asked or Asked(terms_of(condition.county_id))
    return route_to(outcome_for(condition, area, asked), condition, area, asked)


def asked_about(ticket: Ticket, terms: Terms | None = None) -> Asked:
    """What the rules may look at of a ticket; within a move its words are read only for rules."""
    text = ticket.text if terms is None or book_of(terms).rules else None
    terms = terms or terms_of(ticket.county_id)
    return Asked(
        terms=terms,
        channel=ticket.channel,
        at=ticket.submitted_at,
        words=f"{text.title} {text.words}" if text else "",
        is_confidential=ticket.is_confidential,
    )


@kept
def unit_of_kind(lead_kind: UUID) -> UUID | None:
    """The unit that does the work of a kind in the county."""
    units = LeadUnit.objects.filter(lead_kind=lead_kind).order_by("pk")
    return units.values_list("unit_id", flat=True).first()


def route_outside(condition: Condition) -> Route:
    """Before anybody has looked, a point outside all areas goes to the county's desk.

    A department would be sent beyond the county otherwise, for a place that somebody mistyped.
    """
    return Route(desk_of(condition.county_id).pk, OUTSIDE)


def outcome_for(
    condition: Condition, area: Area | None, asked: Asked, book: RuleBook | None = None
) -> Outcome | None:
    """What the rules in force (or those of another version) say; nothing where none matches."""
    book = book or book_of(asked.terms)
    if not book.rules:
        return None
    return decide(book.rules, facts_of(condition, area, asked))


def facts_of(condition: Condition, area: Area | None, asked: Asked) -> Facts:
    """The values that rules are compared with."""
    code = condition.item.code
    return Facts(
        item=code,
        condition=f"{code}:{condition.seq}",
        path=area.path if area else "",
        area_level=area.level if area else None,
        area_kind=area.kind if area else "",
        channel=asked.channel,
        at=asked.at.astimezone(ZoneInfo(asked.terms.zone)) if asked.at else None,
        words=asked.words,
        confidential=asked.is_confidential,
    )


def route_to(
    outcome: Outcome | None,
    condition: Condition,
    area: Area | None,
    asked: Asked,
    version: int | None = None,
) -> Route:
    """The unit that a rule means at a place; without a rule the usual way."""
    if outcome is None:
        return _usual(condition.county_id, condition.lead, area)
    target, unit = outcome.target, outcome.target.unit
    if unit:
        route = Route(unit, BY_RULE)
    elif target.level:
        route = _of_place(condition.county_id, target.level, area)
    else:
        lead = _lead_of(outcome, condition)
        route = _usual(condition.county_id, lead, area)
    reason = BY_RULE if route.reason in (BY_AREA, BY_KIND) else route.reason
    number = version or book_of(asked.terms).version
    return replace(route, reason=reason, rule=outcome.rule, via=outcome.via, rule_set=number)


def previews(
    conditions: Iterable[Condition], area: Area | None, asked: Asked | None = None
) -> list[Preview]:
    """What would happen under each condition, before anybody decides."""
    conditions = list(conditions)
    if not conditions:
        return []
    asked = asked or Asked(terms_of(conditions[0].county_id))
    routes = [(condition, route_for(condition, area, asked)) for condition in conditions]
    units = Unit.ever.in_bulk({route.unit for _condition, route in routes})
    return [
        Preview(condition, units[route.unit], REASONS[route.reason], reason_of(route.codes))
        for condition, route in routes
    ]


def units_to_choose(ticket: Ticket, words: str = "") -> list[Unit]:
    """Units that a dispatcher looks at first; with words, every unit of the county is searched."""
    if words:
        named = Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(area__code=words)
        units = Unit.objects.filter(named, county_id=ticket.county_id)
        return list(units.order_by("area__level", "area__code", "name_zh")[:MOST_UNITS])
    return [*reversed(units_of_path(ticket.area_path)), *departments()]


def units_to_name() -> QuerySet[Unit]:
    """Units that a complaint may be about, the departments first."""
    return Unit.objects.order_by("kind", "name_zh")


def unit_above(ticket: Ticket) -> Unit | None:
    """The unit one level above the one that has the ticket; above a department stands the desk."""
    return next_above(ticket.unit, ticket.area_path) if ticket.unit else None


def units_below(ticket: Ticket) -> list[Unit]:
    """Units below the one that has the ticket, those at its place first."""
    return levels_below(ticket.unit, ticket.area_path) if ticket.unit else []


def lead_units(county_id: UUID) -> list[tuple[LeadKind, Unit | None]]:
    """Kinds of work that a department leads, those without a unit first."""
    units = {
        each.lead_kind_id: each.unit
        for each in LeadUnit.objects.filter(county_id=county_id).select_related("unit")
    }
    kinds = LeadKind.objects.filter(county_id=county_id, level=LeadKind.Level.DEPARTMENT)
    rows = [(kind, units.get(kind.pk)) for kind in kinds.order_by("kind")]
    return sorted(rows, key=lambda row: row[1] is not None)


def kinds_without_unit(county_id: UUID) -> list[LeadKind]:
    """Kinds of work of a county that no unit is set up for, to be shown at set-up."""
    mapped = LeadUnit.objects.filter(county_id=county_id).values("lead_kind")
    return list(
        LeadKind.objects.filter(county_id=county_id, level=LeadKind.Level.DEPARTMENT)
        .exclude(pk__in=mapped)
        .order_by("kind")
    )


def _lead_of(outcome: Outcome, condition: Condition) -> LeadKind:
    if outcome.target.lead_kind:
        return LeadKind.objects.get(pk=outcome.target.lead_kind)
    other = Condition.objects.filter(
        county_id=condition.county_id,
        item__code=outcome.as_item,
        is_default=True,
        valid_to__isnull=True,
    )
    return other.select_related("lead").get().lead


def _usual(county_id: UUID, lead: LeadKind, area: Area | None) -> Route:
    """By the kind of unit that leads: the department of the county, or the unit of the place."""
    if lead.level != LeadKind.Level.DEPARTMENT:
        return _of_place(county_id, lead.level, area)
    unit = unit_of_kind(lead.pk)
    return _or_desk(choose(lead.level, _choices([], unit, area)), county_id)


def _of_place(county_id: UUID, level: str, area: Area | None) -> Route:
    units = units_of_path(area.path) if area else []
    return _or_desk(choose(level, _choices(units, None, area)), county_id)


def _choices(units: list[Unit], of_kind: UUID | None, area: Area | None) -> Choices:
    return Choices(
        of_area={LEVEL_OF_KIND[unit.kind]: unit.pk for unit in units if unit.kind in LEVEL_OF_KIND},
        of_kind=of_kind,
        placed=area is not None,
    )


def _or_desk(route: Route, county_id: UUID) -> Route:
    return route if route.unit else replace(route, unit=desk_of(county_id).pk)
