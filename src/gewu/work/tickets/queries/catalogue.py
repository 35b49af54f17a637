"""The catalogue as residents and staff read it."""

from itertools import groupby
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from gewu.kernel.stamps import kept
from gewu.work.tickets.models import Category, Condition, Item
from gewu.work.tickets.rules.clocks import EMERGENCY


def current_conditions() -> QuerySet[Condition]:
    """The versions in force."""
    return Condition.objects.filter(valid_to__isnull=True).select_related("lead").order_by("seq")


def items_of(
    county_id: UUID, *, search: str = "", offered: bool = False, active: bool = False
) -> QuerySet[Item]:
    """Items of a county with their conditions in force."""
    items = (
        Item.objects.filter(county_id=county_id)  # type: ignore[no-redef]
        .select_related("category")
        .prefetch_related(Prefetch("conditions", current_conditions(), to_attr="current"))
        .order_by("category__order", "code")
    )
    if offered:
        items = items.filter(is_offered=True, is_active=True)
    if active:
        items = items.filter(is_active=True)
    if search:
        items = items.filter(
            Q(name_zh__icontains=search) | Q(name_en__icontains=search) | Q(code__startswith=search)
        )
    return items


def grouped_items(
    county_id: UUID, *, search: str = "", offered: bool = False, active: bool = False
) -> list[tuple[Category, list[Item]]]:
    """Items under their categories."""
    items = items_of(county_id, search=search, offered=offered, active=active)
    return [(category, list(leaves)) for category, leaves in groupby(items, lambda i: i.category)]


@kept
def item_choices(county_id: UUID) -> list[tuple[Category, list[Item]]]:
    """Items in use under their categories, without their conditions."""
    items = Item.objects.filter(county_id=county_id, is_active=True).select_related("category")
    rows = items.order_by("category__order", "code")
    return [(category, list(leaves)) for category, leaves in groupby(rows, lambda i: i.category)]


def emergencies(county_id: UUID) -> list[Condition]:
    """What belongs to an emergency number from the start and never becomes a ticket."""
    urgent = Condition.objects.filter(
        county_id=county_id, valid_to__isnull=True, deadline_class=EMERGENCY, item__is_active=True
    )
    return list(urgent.select_related("item").order_by("item__emergency_number", "item__code"))


def item_of(county_id: UUID, code: str) -> Item:
    """One item with its conditions in force; 404 where there is none."""
    return get_object_or_404(items_of(county_id), code=code)


def default_condition(item: Item) -> Condition | None:
    """The condition that is used when nobody chose one."""
    return _default_condition(item.pk)


@kept
def _default_condition(item_id: UUID) -> Condition | None:
    found = Condition.objects.filter(item_id=item_id, is_default=True, valid_to__isnull=True)
    return found.select_related("lead", "item").first()


@kept
def condition_by_id(pk: UUID) -> Condition:
    """Any version of a condition, with its item and its lead."""
    return Condition.objects.select_related("lead", "item").get(pk=pk)


@kept
def item_by_code(county_id: UUID, code: str) -> Item | None:
    """An item in use."""
    return Item.objects.filter(county_id=county_id, code=code, is_active=True).first()


@kept
def code_of_item(pk: UUID) -> str:
    """The code of any item."""
    return Item.objects.values_list("code", flat=True).get(pk=pk)


def versions_of(item: Item) -> QuerySet[Condition]:
    """All versions of an item's conditions, the newest first."""
    return Condition.objects.filter(item=item).select_related("lead").order_by("seq", "-version")


def is_emergency(item: Item) -> bool:
    """Whether a report of this item belongs to an emergency number and not here."""
    condition = default_condition(item)
    return condition is not None and condition.deadline_class == EMERGENCY
