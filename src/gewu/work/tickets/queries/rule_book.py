"""Routing rules as plain values: the version in force, kept in the process until it changes."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.work.tickets.models import Item, RoutingRule, RuleSet, Terms
from gewu.work.tickets.rules.matching import Rule, Target


@dataclass(frozen=True)
class RuleBook:
    """A version of the rules, in their order."""

    version: int | None
    rules: tuple[Rule, ...]


EMPTY = RuleBook(None, ())


def book_of(terms: Terms) -> RuleBook:
    """The rules in force; no statement unless they changed since this process read them."""
    return _book(terms.county_id, terms.routing_stamp)


def read(rule_set: RuleSet) -> RuleBook:
    """One version of the rules."""
    rules = list(rules_of(rule_set))
    retired = retired_among(rules)
    return RuleBook(rule_set.version, tuple(plain(rule, retired) for rule in rules))


def rules_of(rule_set: RuleSet) -> QuerySet[RoutingRule]:
    """Rows of a version in their order."""
    return (
        RoutingRule.objects.filter(rule_set=rule_set)
        .select_related("area", "unit", "lead_kind", "as_item")
        .order_by("order")
    )


def rule_of(rule_set: RuleSet, pk: UUID) -> RoutingRule:
    """One rule of a version; 404 for every other."""
    return get_object_or_404(rules_of(rule_set), pk=pk)


def active_of(county_id: UUID) -> RuleSet | None:
    """The version in force, if there ever was one."""
    return RuleSet.objects.filter(county_id=county_id, state=RuleSet.State.ACTIVE).first()


def draft_of(county_id: UUID) -> RuleSet | None:
    """What is being prepared."""
    return RuleSet.objects.filter(county_id=county_id, state=RuleSet.State.DRAFT).first()


def need_draft(county_id: UUID) -> RuleSet:
    """What is being prepared; 404 when nothing is."""
    if draft := draft_of(county_id):
        return draft
    raise Http404


def versions_of(county_id: UUID) -> QuerySet[RuleSet]:
    """All versions that are or were in force, the newest first."""
    return RuleSet.objects.filter(county_id=county_id, version__isnull=False).order_by("-version")


def version_of(county_id: UUID, version: int) -> RuleSet:
    """One version; 404 for every other number."""
    return get_object_or_404(versions_of(county_id), version=version)


def book_at(county_id: UUID, moment: datetime) -> RuleBook:
    """The rules that were in force at a moment."""
    found = versions_of(county_id).filter(valid_from__lte=moment).first()
    return read(found) if found else EMPTY


def retired_among(rules: list[RoutingRule]) -> frozenset[str]:
    """Codes of items that rules name and that are out of use."""
    named = {code for rule in rules for code in rule.items}
    named |= {rule.as_item.code for rule in rules if rule.as_item}
    if not named:
        return frozenset()
    items = Item.objects.filter(county_id=rules[0].county_id, code__in=named, is_active=False)
    return frozenset(items.order_by("code").values_list("code", flat=True))


def plain(rule: RoutingRule, retired: frozenset[str]) -> Rule:
    """A row as values; a rule whose unit or items are gone never matches."""
    only_items = rule.items and not (rule.categories or rule.conditions)
    return Rule(
        id=rule.pk,
        items=frozenset(rule.items),
        categories=frozenset(rule.categories),
        conditions=frozenset(rule.conditions),
        path=rule.area.path if rule.area else "",
        area_level=rule.area_level,
        area_kind=rule.area_kind,
        channels=frozenset(rule.channels),
        weekdays=frozenset(rule.weekdays),
        since=rule.since,
        until=rule.until,
        keywords=tuple(rule.keywords),
        confidential=rule.is_confidential,
        target=Target(
            unit=rule.unit_id,
            level=rule.level,
            lead_kind=rule.lead_kind_id,
            item=rule.as_item.code if rule.as_item else "",
        ),
        is_dead=(
            (rule.target == RoutingRule.Kind.UNIT and rule.unit_id is None)
            or (rule.as_item is not None and rule.as_item.code in retired)
            or (bool(only_items) and set(rule.items) <= retired)
        ),
    )


@lru_cache(maxsize=64)
def _book(county_id: UUID, _stamp: UUID) -> RuleBook:
    active = active_of(county_id)
    return read(active) if active else EMPTY
