"""Set a county up: its promises, its calendar and the catalogue that ships with the house."""

import csv
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from uuid import UUID

from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action
from gewu.work.tickets.models import (
    Category,
    Condition,
    Item,
    LeadKind,
    SpecialDay,
    Terms,
)

DATA = files("gewu.work.tickets") / "data"


@action
def set_up_county(*, county: Area, zone: str = "Asia/Shanghai", by: Actor) -> Terms:
    """Give a new county its terms, special days and catalogue; a county that has them keeps them."""
    terms, is_new = Terms.objects.get_or_create(
        county_id=county.pk, defaults={"county_code": county.code[:6], "zone": zone}
    )
    if is_new:
        _special_days(county.pk)
        _catalogue(county.pk, clock.now())
    return terms


def _special_days(county_id: UUID) -> None:
    SpecialDay.objects.bulk_create(
        SpecialDay(
            county_id=county_id,
            day=row["day"],
            kind=row["kind"],
            name_zh=row["name_zh"],
            official=row["official"] == "1",
        )
        for row in _rows("special_days.csv")
    )


def _catalogue(county_id: UUID, now: datetime) -> None:
    kinds = {
        row["kind"]: LeadKind(
            county_id=county_id,
            kind=row["kind"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            level=row["level"],
        )
        for row in _rows("lead_kinds.csv")
    }
    LeadKind.objects.bulk_create(kinds.values())
    categories = {
        row["code"]: Category(
            county_id=county_id,
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            icon=row["icon"],
            order=int(row["order"]),
        )
        for row in _rows("categories.csv")
    }
    Category.objects.bulk_create(categories.values())
    items = {row["code"]: _item(row, categories[row["category"]]) for row in _rows("items.csv")}
    Item.objects.bulk_create(items.values())
    Condition.objects.bulk_create(
        _condition(row, items[row["item"]], kinds[row["lead"]], now)
        for row in _rows("conditions.csv")
    )


def _item(row: dict[str, str], category: Category) -> Item:
    return Item(
        county_id=category.county_id,
        category=category,
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        hint_zh=row["resident_hint_zh"],
        hint_en=row["resident_hint_en"],
        emergency_number=row["emergency_number"],
        is_offered=row["portal"] == "1",
    )


def _condition(row: dict[str, str], item: Item, lead: LeadKind, now: datetime) -> Condition:
    return Condition(
        county_id=item.county_id,
        item=item,
        seq=int(row["seq"]),
        valid_from=now,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        deadline_class=row["deadline_class"],
        lead=lead,
        closing_zh=row["closing_zh"],
        closing_en=row["closing_en"],
        evidence=row["evidence"].split("|"),
        is_default=row["default"] == "1",
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(lines)
