"""Ordered routing rules: which one matches first, what it says, and whether rules run in a circle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

CATEGORY_DIGITS = 2  # an item's code begins with its category's


@dataclass(frozen=True)
class Target:
    """Where a rule sends: exactly one of a unit, a level of the place, a kind of work, an item."""

    unit: UUID | None = None
    level: str = ""
    lead_kind: UUID | None = None
    item: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule as plain values; an empty matcher asks nothing."""

    id: UUID
    target: Target
    items: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()  # "0101:2", so that a new version still matches
    path: str = ""
    area_level: int | None = None
    area_kind: str = ""
    channels: frozenset[str] = frozenset()
    weekdays: frozenset[int] = frozenset()  # 1 is Monday
    since: time | None = None
    until: time | None = None
    keywords: tuple[str, ...] = ()
    confidential: bool | None = None
    # Its unit or item is gone, so it is kept for the record and never matches.
    is_dead: bool = False


@dataclass(frozen=True)
class Facts:
    """What the rules look at; the time of the report is the county's own."""

    item: str
    condition: str = ""
    path: str = ""
    area_level: int | None = None
    area_kind: str = ""
    channel: str = ""
    at: datetime | None = None
    words: str = ""
    confidential: bool = False


@dataclass(frozen=True)
class Outcome:
    """The rule that decided, those that led to it, and what it says.

    Without a target the item of the last rule is routed as usual.
    """

    rule: UUID
    via: tuple[UUID, ...]
    target: Target
    as_item: str = ""


def decide(rules: Sequence[Rule], facts: Facts) -> Outcome | None:
    """The first rule that matches; "as item" begins again from the top with that item."""
    chain: list[Rule] = []
    while True:
        found = next((rule for rule in rules if matches(rule, facts)), None)
        # A circle is refused when rules are kept; here it only must not hang.
        if found is None or found in chain:
            return _last(chain)
        chain.append(found)
        if not found.target.item:
            earlier = tuple(rule.id for rule in chain[:-1])
            return Outcome(found.id, earlier, found.target, facts.item if earlier else "")
        facts = replace(facts, item=found.target.item, condition="")


def matches(rule: Rule, facts: Facts) -> bool:
    """Whether every matcher of a rule says yes."""
    if rule.is_dead or rule.target.item == facts.item:
        return False
    return (
        _is_about(rule, facts.item, facts.condition)
        and _is_there(rule, facts)
        and (not rule.channels or facts.channel in rule.channels)
        and (rule.confidential is None or rule.confidential == facts.confidential)
        and _is_then(rule, facts.at)
        and (not rule.keywords or _says(rule.keywords, facts.words))
    )


def is_catch_all(rule: Rule) -> bool:
    """Whether a rule asks nothing, so that no rule below it is ever asked."""
    return rule == Rule(rule.id, rule.target, is_dead=rule.is_dead)


def misplaced(rules: Sequence[Rule]) -> Rule | None:
    """A rule that takes everything although others stand below it."""
    return next((rule for rule in rules[:-1] if is_catch_all(rule)), None)


def find_loop(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Items that lead to each other in a circle, the first one named again at the end.

    Place and time are left out on purpose: two rules that only avoid a circle because of the hour
    are a trap for whoever changes the hour.
    """
    leading = [rule for rule in rules if rule.target.item]
    for rule in leading:
        if rule.target.item in rule.items:
            return (rule.target.item, rule.target.item)
    for rule in leading:
        if loop := _circle(rule.target.item, leading, ()):
            return loop
    return ()


def _circle(item: str, leading: Sequence[Rule], seen: tuple[str, ...]) -> tuple[str, ...]:
    if item in seen:
        return (*seen[seen.index(item) :], item)
    for rule in leading:
        leads_on = rule.target.item != item and _is_about(rule, item, "")
        if leads_on and (loop := _circle(rule.target.item, leading, (*seen, item))):
            return loop
    return ()


def _last(chain: Sequence[Rule]) -> Outcome | None:
    if not chain:
        return None
    return Outcome(
        chain[-1].id, tuple(rule.id for rule in chain[:-1]), Target(), chain[-1].target.item
    )


def _is_about(rule: Rule, item: str, condition: str) -> bool:
    if not (rule.items or rule.categories or rule.conditions):
        return True
    return (
        item in rule.items
        or item[:CATEGORY_DIGITS] in rule.categories
        or condition in rule.conditions
    )


def _is_there(rule: Rule, facts: Facts) -> bool:
    return (
        facts.path.startswith(rule.path)
        and rule.area_level in (None, facts.area_level)
        and rule.area_kind in ("", facts.area_kind)
    )


def _is_then(rule: Rule, at: datetime | None) -> bool:
    if not rule.weekdays and rule.since is None and rule.until is None:
        return True
    if at is None:
        return False
    if rule.weekdays and at.isoweekday() not in rule.weekdays:
        return False
    since, until, clock = rule.since or time.min, rule.until, at.time()
    if until is None:
        return clock >= since
    if since < until:
        return since <= clock < until
    return clock >= since or clock < until  # through the night


def _says(keywords: Sequence[str], words: str) -> bool:
    folded = words.casefold()
    return any(word.casefold() in folded for word in keywords)
