"""Routing rules in words, with what is wrong with each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Post
from gewu.ground.territory.models import Area, Level
from gewu.work.tickets.models import (
    Category,
    Condition,
    Item,
    LeadKind,
    RoutingRule,
    RuleSet,
    Ticket,
)
from gewu.work.tickets.queries.rule_book import plain, retired_among, rules_of
from gewu.work.tickets.rules.matching import is_catch_all
from gewu.work.tickets.rules.telling import Wording, quoted, sentence

AREA_KINDS: dict[str, str] = dict(Area._meta.get_field("kind").flatchoices)


@dataclass
class Told:
    """A rule, what it says, and what to look at."""

    rule: RoutingRule
    words: str
    warnings: list[str] = field(default_factory=list)

    @property
    def same(self) -> tuple[str, str]:
        """What makes it equal to a rule of another version."""
        return self.rule.name_zh, self.words


@dataclass(frozen=True)
class Reason:
    """Why a ticket went where it went: the rules that led there, in their order."""

    version: int
    sentences: tuple[str, ...]


def told(rule_set: RuleSet | None) -> list[Told]:
    """The rules of a version as sentences."""
    return _told(list(rules_of(rule_set))) if rule_set else []


def reason_of(codes: dict[str, object]) -> Reason | None:
    """The sentences of the rules that a move kept; they stay readable after the rules changed."""
    version, last, via = codes.get("rule_set"), codes.get("rule"), codes.get("via")
    if not isinstance(version, int) or not isinstance(last, str):
        return None
    return sentences_of(version, [*(via if isinstance(via, list) else []), last])


def sentences_of(version: int, ids: Iterable[str | UUID]) -> Reason:
    """Rules by their ids, in that order, as far as they are known."""
    wanted = [str(each) for each in ids]
    rows = RoutingRule.objects.filter(pk__in=wanted).order_by("order")
    rows = rows.select_related("area", "unit", "lead_kind", "as_item")
    words = {str(each.rule.pk): each.words for each in _told(list(rows))}
    return Reason(version, tuple(words[each] for each in wanted if each in words))


def _told(rules: list[RoutingRule]) -> list[Told]:
    if not rules:
        return []
    names, retired = _Names(rules), retired_among(rules)
    staffed = set(
        Post.objects.filter(unit__in=[rule.unit_id for rule in rules if rule.unit_id])
        .order_by("unit")
        .values_list("unit_id", flat=True)
    )
    out = [Told(rule, sentence(names.wording(rule))) for rule in rules]
    for number, each in enumerate(out, 1):
        each.warnings = _warnings(each.rule, names, retired, staffed)
        if is_catch_all(plain(each.rule, retired)):
            each.warnings.append(
                _("It takes everything that no rule above has taken.")
                if number == len(out)
                else _("It takes everything, so no rule below it is ever asked.")
            )
    return out


def _warnings(
    rule: RoutingRule, names: "_Names", retired: frozenset[str], staffed: set[UUID]
) -> list[str]:
    found = []
    if rule.target == RoutingRule.Kind.UNIT and rule.unit is None:
        found.append(_("Its unit no longer exists, so this rule never matches."))
    elif rule.unit_id and rule.unit_id not in staffed:
        found.append(_("Its unit has no posts, so nobody would see the ticket."))
    gone = retired & {*rule.items, *([rule.as_item.code] if rule.as_item else [])}
    if gone:
        listed = "、".join(names.items.get(code, code) for code in sorted(gone))
        dead = plain(rule, retired).is_dead
        text = _("Out of use, so this rule never matches: %(items)s.")
        found.append((text if dead else _("Out of use: %(items)s.")) % {"items": listed})
    if rule.area and rule.area.closed_on:
        found.append(_("Its area no longer exists, so this rule never matches."))
    return found


class _Names:
    """Names of everything that some rules mention, read once."""

    def __init__(self, rules: list[RoutingRule]) -> None:
        county_id = rules[0].county_id
        items = Item.objects.filter(county_id=county_id).order_by("code")
        self.items = {each.code: each.plain_name for each in items}
        categories = Category.objects.filter(county_id=county_id).order_by("code")
        self.categories = {each.code: each.name for each in categories}
        self.conditions: dict[str, str] = {}
        if any(rule.conditions for rule in rules):
            current = Condition.objects.filter(county_id=county_id, valid_to__isnull=True)
            for each in current.select_related("item").order_by("item", "seq"):
                self.conditions[f"{each.item.code}:{each.seq}"] = each.name

    def wording(self, rule: RoutingRule) -> Wording:
        """A rule with names in place of codes."""
        return Wording(
            what=tuple(
                quoted(self.items.get(code, code) for code in rule.items)
                + [
                    _("anything of “%(category)s”") % {"category": self.categories.get(code, code)}
                    for code in rule.categories
                ]
            ),
            conditions=tuple(self.conditions.get(code, code) for code in rule.conditions),
            place=rule.area.name if rule.area else "",
            level=str(Level(rule.area_level).label) if rule.area_level else "",
            kind=str(AREA_KINDS.get(rule.area_kind, "")),
            channels=tuple(str(Ticket.Channel(each).label) for each in rule.channels),
            weekdays=tuple(rule.weekdays),
            since=rule.since,
            until=rule.until,
            keywords=tuple(rule.keywords),
            confidential=rule.is_confidential,
            target=rule.target,
            target_name=self._target(rule),
        )

    def _target(self, rule: RoutingRule) -> str:
        if rule.target == RoutingRule.Kind.UNIT:
            return rule.unit.name if rule.unit else _("a unit that no longer exists")
        if rule.target == RoutingRule.Kind.LEVEL:
            return str(LeadKind.Level(rule.level).label)
        if rule.lead_kind:
            return rule.lead_kind.name
        return self.items.get(rule.as_item.code, "") if rule.as_item else ""


def area_choices(county_id: UUID) -> list[Area]:
    """Towns, communities and grids in the order of the tree."""
    areas = Area.objects.filter(county_id=county_id, closed_on__isnull=True)
    return list(areas.filter(level__in=(Level.TOWN, Level.COMMUNITY, Level.GRID)).order_by("path"))
