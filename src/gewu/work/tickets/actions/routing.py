"""Prepare routing rules as a draft and bring them into force; what was in force is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.work.tickets.events import RulesActivated, RulesDrafted
from gewu.work.tickets.models import Item, LeadKind, RoutingRule, RuleSet, Terms
from gewu.work.tickets.queries.rule_book import active_of, plain, rules_of, versions_of
from gewu.work.tickets.rules.matching import find_loop, misplaced

MOST_RULES = 200
STALE = "stale"


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """What a rule says; an empty matcher asks nothing."""

    name_zh: str = ""
    name_en: str = ""
    items: Sequence[str] = ()
    categories: Sequence[str] = ()
    conditions: Sequence[str] = ()
    area: Area | None = None
    area_level: int | None = None
    area_kind: str = ""
    channels: Sequence[str] = ()
    weekdays: Sequence[int] = ()
    since: time | None = None
    until: time | None = None
    keywords: Sequence[str] = ()
    is_confidential: bool | None = None
    target: str
    unit: Unit | None = None
    level: str = ""
    lead_kind: LeadKind | None = None
    as_item: Item | None = None


@action
def draft_rules(*, county_id: UUID, by: Actor) -> RuleSet:
    """Begin a draft with the rules in force; one that was begun already is gone on with."""
    _hold(county_id)
    draft = RuleSet.objects.filter(county_id=county_id, state=RuleSet.State.DRAFT).first()
    if draft is not None:
        return draft
    draft = RuleSet.objects.create(county_id=county_id, made_by=by.actor_id)
    active = active_of(county_id)
    _copy(active, draft)
    return _announced(draft, by)


@action
def drop_draft(*, draft: RuleSet, seen: int, by: Actor) -> None:
    """Throw a draft away; the rules in force stay."""
    draft = _held(draft, seen)
    announce(RulesDrafted(rule_set=draft.pk, rules=0), by=by)
    draft.delete()


@action
def add_rule(*, draft: RuleSet, seen: int, wording: RuleWords, by: Actor) -> RoutingRule:
    """One more rule at the end, but above a rule that takes everything."""
    draft = _held(draft, seen)
    rows = list(rules_of(draft))
    if len(rows) >= MOST_RULES:
        raise Refusal(
            _("That would be more than %(most)d rules. Please merge some first.")
            % {"most": MOST_RULES},
            code="too_many",
        )
    rule = RoutingRule(rule_set=draft, county_id=draft.county_id, order=len(rows) + 1)
    _say(rule, wording)
    rule.save(force_insert=True)
    _refuse_loop(draft)
    if rows and misplaced([plain(each, frozenset()) for each in (rows[-1], rule)]):
        _put_in_order([*rows[:-1], rule, rows[-1]])
    _touched(draft, by)
    return rule


@action
def change_rule(
    *, draft: RuleSet, rule: RoutingRule, seen: int, wording: RuleWords, by: Actor
) -> RoutingRule:
    """Say a rule of the draft anew."""
    draft = _held(draft, seen)
    rule = _own(draft, rule)
    rule.save(update_fields=_say(rule, wording))
    _refuse_loop(draft)
    _touched(draft, by)
    return rule


@action
def delete_rule(*, draft: RuleSet, rule: RoutingRule, seen: int, by: Actor) -> None:
    """Take a rule out of the draft."""
    draft = _held(draft, seen)
    _own(draft, rule).delete()
    _put_in_order(list(rules_of(draft)))
    _touched(draft, by)


@action
def move_rule(*, draft: RuleSet, rule: RoutingRule, seen: int, up: bool, by: Actor) -> None:
    """Let a rule be asked earlier or later."""
    draft = _held(draft, seen)
    rows = list(rules_of(draft))
    here = rows.index(_own(draft, rule))
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _put_in_order(rows)
    _touched(draft, by)


@action
def activate_rules(*, draft: RuleSet, seen: int, note: str = "", by: Actor) -> RuleSet:
    """The draft comes into force as the next version."""
    _hold(draft.county_id)
    draft = _held(draft, seen)
    rules = [plain(rule, frozenset()) for rule in rules_of(draft)]
    _refuse_loop(draft)
    if misplaced(rules):
        raise Refusal(
            _("A rule without any condition takes everything; it can only be the last one."),
            code="catch_all",
        )
    return _into_force(draft, note, by)


@action
def restore_rules(*, rule_set: RuleSet, by: Actor) -> RuleSet:
    """An earlier version comes into force again, as a new version; a draft stays a draft."""
    _hold(rule_set.county_id)
    if rule_set.state != RuleSet.State.RETIRED:
        raise Refusal(_("This version is in force already."), code="in_force")
    copy = RuleSet(county_id=rule_set.county_id, restores=rule_set.version)
    return _into_force(copy, rule_set.note, by, copied_from=rule_set)


def _hold(county_id: UUID) -> None:
    """Whoever begins or activates rules waits for whoever did so a moment ago."""
    Terms.objects.select_for_update(of=("self",)).get(pk=county_id)


def _held(draft: RuleSet, seen: int) -> RuleSet:
    """The draft, unless somebody changed it since it was looked at."""
    held = (
        RuleSet.objects.select_for_update(of=("self",))
        .filter(pk=draft.pk, state=RuleSet.State.DRAFT, revision=seen)
        .first()
    )
    if held is None:
        raise Refusal(
            _("Somebody else changed the draft a moment ago. This is how it stands now."),
            code=STALE,
        )
    return held


def _own(draft: RuleSet, rule: RoutingRule) -> RoutingRule:
    return rules_of(draft).get(pk=rule.pk)


def _touched(draft: RuleSet, by: Actor) -> None:
    draft.revision += 1
    draft.save(update_fields=["revision"])
    _announced(draft, by)


def _announced(draft: RuleSet, by: Actor) -> RuleSet:
    count = rules_of(draft).count()
    announce(RulesDrafted(rule_set=draft.pk, rules=count), by=by)
    return draft


def _say(rule: RoutingRule, wording: RuleWords) -> list[str]:
    if not _has_target(wording):
        raise Refusal(_("Say where it goes."), code="target", field=_field_of(wording.target))
    if wording.since is not None and wording.since == wording.until:
        raise Refusal(
            _("From and until are the same, so there is no time left."),
            code="hours",
            field="until",
        )
    names = list(RuleWords.__dataclass_fields__)
    for name in names:
        given = getattr(wording, name)
        setattr(rule, name, list(given) if isinstance(given, tuple) else given)
    return names


def _has_target(wording: RuleWords) -> bool:
    given: dict[str, object] = {
        RoutingRule.Kind.UNIT: wording.unit,
        RoutingRule.Kind.LEVEL: wording.level,
        RoutingRule.Kind.LEAD: wording.lead_kind,
        RoutingRule.Kind.ITEM: wording.as_item,
    }
    return [kind for kind, value in given.items() if value] == [wording.target]


def _field_of(target: str) -> str:
    return {"lead": "lead_kind", "item": "as_item"}.get(target, target or "target")


def _refuse_loop(draft: RuleSet) -> None:
    """Rules that lead in a circle are named, item by item."""
    loop = find_loop([plain(rule, frozenset()) for rule in rules_of(draft)])
    if not loop:
        return
    items = Item.objects.filter(county_id=draft.county_id, code__in=loop)
    names = {item.code: item.name for item in items}
    raise Refusal(
        _("These rules lead in a circle: %(loop)s. Please break it at one place.")
        % {"loop": " → ".join(names.get(code, code) for code in loop)},
        code="loop",
        field="as_item",
    )


def _put_in_order(rows: Sequence[RoutingRule]) -> None:
    for order, row in enumerate(rows, 1):
        row.order = order
    RoutingRule.objects.bulk_update(rows, ["order"])


def _copy(source: RuleSet | None, target: RuleSet) -> None:
    rows = list(rules_of(source)) if source else []
    for row in rows:
        row.pk, row.rule_set = uuid7(), target
    RoutingRule.objects.bulk_create(rows)


def _into_force(
    rule_set: RuleSet, note: str, by: Actor, *, copied_from: RuleSet | None = None
) -> RuleSet:
    """Number it, retire the one before, and let every process know by a new stamp."""
    county_id = rule_set.county_id
    last = versions_of(county_id).first()
    RuleSet.objects.filter(county_id=county_id, state=RuleSet.State.ACTIVE).update(
        state=RuleSet.State.RETIRED
    )
    rule_set.state = RuleSet.State.ACTIVE
    rule_set.version = (last.version or 0) + 1 if last else 1
    rule_set.valid_from, rule_set.made_by = clock.now(), by.actor_id
    rule_set.note = note.strip()[:200]
    rule_set.save()
    _copy(copied_from, rule_set)
    Terms.objects.filter(pk=county_id).update(routing_stamp=uuid7())
    announce(
        RulesActivated(
            county=county_id,
            rule_set=rule_set.pk,
            number=rule_set.version,
            rules=rules_of(rule_set).count(),
        ),
        by=by,
    )
    return rule_set
