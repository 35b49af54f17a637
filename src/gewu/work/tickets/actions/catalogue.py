"""Keep the catalogue: items change in place with their history, conditions only by new versions."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.work.tickets.events import CatalogueChanged, LeadMapped
from gewu.work.tickets.models import Category, Condition, Item, LeadKind, LeadUnit, Terms
from gewu.work.tickets.rules.clocks import CLASS_NAMES
from gewu.work.tickets.rules.evidence import KINDS


@dataclass(frozen=True, kw_only=True)
class ConditionWords:
    """What a condition says."""

    name_zh: str
    name_en: str = ""
    deadline_class: str
    lead: LeadKind
    closing_zh: str
    closing_en: str = ""
    evidence: tuple[str, ...]


@action
def add_item(
    *,
    category: Category,
    code: str,
    name_zh: str,
    name_en: str = "",
    hint_zh: str = "",
    hint_en: str = "",
    emergency_number: str = "",
    is_offered: bool = True,
    first: ConditionWords,
    by: Actor,
) -> Item:
    """A site's own item with its first condition; its code begins with the category's."""
    if len(code) != 4 or not code.isdigit() or not code.startswith(category.code):
        raise Refusal(
            _("The code has four digits and begins with %(category)s.")
            % {"category": category.code},
            code="item_code",
            field="code",
        )
    if Item.objects.filter(county_id=category.county_id, code=code).exists():
        raise Refusal(_("This code is taken."), code="item_code", field="code")
    item = Item.objects.create(
        county_id=category.county_id,
        category=category,
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        hint_zh=hint_zh,
        hint_en=hint_en,
        emergency_number=emergency_number,
        is_offered=is_offered,
    )
    add_condition(item=item, wording=first, is_default=True, by=by)
    return item


@action
def change_item(
    *,
    item: Item,
    name_zh: str,
    name_en: str,
    hint_zh: str,
    hint_en: str,
    emergency_number: str,
    is_offered: bool,
    is_active: bool,
    by: Actor,
) -> Item:
    """Words of an item, and whether residents may choose it."""
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    item.name_zh, item.name_en = name_zh, name_en
    item.hint_zh, item.hint_en = hint_zh, hint_en
    item.emergency_number = emergency_number
    if item.is_active != is_active:  # routing rules that name it sleep or wake up
        Terms.objects.filter(pk=item.county_id).update(routing_stamp=uuid7())
    item.is_offered, item.is_active = is_offered, is_active
    item.save(
        update_fields=[
            "name_zh",
            "name_en",
            "hint_zh",
            "hint_en",
            "emergency_number",
            "is_offered",
            "is_active",
        ]
    )
    announce(CatalogueChanged(item=item.pk), by=by)
    return item


@action
def add_condition(
    *, item: Item, wording: ConditionWords, is_default: bool = False, by: Actor
) -> Condition:
    """One more condition of an item."""
    _check(wording)
    last = Condition.objects.filter(item=item).aggregate(last=Max("seq"))["last"] or 0
    if is_default:
        _no_default(item)
    condition = _row(item, wording, seq=last + 1, version=1, is_default=is_default)
    announce(CatalogueChanged(item=item.pk), by=by)
    return condition


@action
def change_condition(
    *, condition: Condition, wording: ConditionWords, is_default: bool, by: Actor
) -> Condition:
    """The next version of a condition; tickets filed before keep the old one."""
    _check(wording)
    old = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if old.valid_to is not None:
        raise Refusal(
            _("Somebody changed this condition a moment ago. Please look at it again."),
            code="old_condition",
        )
    if old.is_default and not is_default:
        raise Refusal(
            _("Every item needs one condition that is used when nobody chose. Set another first."),
            code="default",
            field="is_default",
        )
    if is_default and not old.is_default:
        _no_default(old.item)
    old.valid_to = clock.now()
    old.save(update_fields=["valid_to"])
    new = _row(old.item, wording, seq=old.seq, version=old.version + 1, is_default=is_default)
    announce(CatalogueChanged(item=old.item_id), by=by)
    return new


@action
def map_lead_kind(*, lead_kind: LeadKind, unit: Unit, by: Actor) -> LeadUnit:
    """From now on this unit gets the work of a kind; twice is once."""
    LeadKind.objects.select_for_update(of=("self",)).get(pk=lead_kind.pk)
    before = LeadUnit.objects.filter(lead_kind=lead_kind).first()
    if before is not None and before.unit_id == unit.pk:
        return before
    former = before.unit_id if before else None
    mapping, _is_new = LeadUnit.objects.update_or_create(
        lead_kind=lead_kind, defaults={"unit": unit, "county_id": lead_kind.county_id}
    )
    event = LeadMapped(lead_kind=lead_kind.pk, unit=unit.pk, former=former)
    announce(event, by=by, path=Area.objects.get(pk=lead_kind.county_id).path)
    return mapping


def _no_default(item: Item) -> None:
    """Whatever was used when nobody chose gives way: its next version is not the default."""
    old = (
        Condition.objects.select_for_update(of=("self",))
        .filter(item=item, is_default=True, valid_to__isnull=True)
        .first()
    )
    if old is None:
        return
    old.valid_to = clock.now()
    old.save(update_fields=["valid_to"])
    _row(old.item, _words_of(old), seq=old.seq, version=old.version + 1, is_default=False)


def _row(
    item: Item, wording: ConditionWords, *, seq: int, version: int, is_default: bool
) -> Condition:
    return Condition.objects.create(
        county_id=item.county_id,
        item=item,
        seq=seq,
        version=version,
        valid_from=clock.now(),
        name_zh=wording.name_zh,
        name_en=wording.name_en,
        deadline_class=wording.deadline_class,
        lead=wording.lead,
        closing_zh=wording.closing_zh,
        closing_en=wording.closing_en,
        evidence=list(wording.evidence),
        is_default=is_default,
    )


def _words_of(condition: Condition) -> ConditionWords:
    return ConditionWords(
        name_zh=condition.name_zh,
        name_en=condition.name_en,
        deadline_class=condition.deadline_class,
        lead=condition.lead,
        closing_zh=condition.closing_zh,
        closing_en=condition.closing_en,
        evidence=tuple(condition.evidence),
    )


def _check(wording: ConditionWords) -> None:
    if wording.deadline_class not in CLASS_NAMES:
        raise Refusal(_("Choose a limit."), code="limit", field="deadline_class")
    if not wording.evidence or not set(wording.evidence) <= set(KINDS):
        raise Refusal(_("Choose at least one kind of evidence."), code="evidence", field="evidence")
