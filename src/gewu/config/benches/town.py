"""A made-up town in an empty database, with keys for the machines that will work in it.

Run as a program in a process of its own, because it works in another database than its caller:
prints one line of JSON.
"""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import django
from shapely import box

if __name__ == "__main__":
    django.setup()

from django.utils import timezone

from gewu.config import schema
from gewu.ground.accounts.actions import add_user, issue_key
from gewu.ground.staffing.actions import (
    add_missing_units,
    add_post,
    add_unit,
    appoint,
    open_county,
)
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import unit_on
from gewu.ground.territory.actions import import_areas
from gewu.ground.territory.queries import area_by_code
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM
from gewu.kernel.partitions import ensure_months
from gewu.work.tickets.actions import add_item, map_lead_kind, set_up_county
from gewu.work.tickets.actions.catalogue import ConditionWords
from gewu.work.tickets.models import Category, LeadKind

COUNTY, TOWN, COMMUNITY = "379901", "379901100", "379901100001"
SIDE = 0.01
WEST, SOUTH = 116.5, 35.4
GRIDS = 40
ITEM = "0199"
FIRST_DAY = date(2026, 1, 1)


@dataclass(frozen=True)
class Keys:
    """Secrets of the machines, the item they report, and where the grids lie."""

    reporter: str
    handler: str
    item: str
    box: tuple[float, float, float, float]


def build() -> Keys:
    """One town with forty grids, a department that leads one item, and two machines."""
    desk = open_county(code=COUNTY, name_zh="测试区", name_en="Bench County", by=SYSTEM)
    import_areas(rows=_rows(), day=FIRST_DAY, by=SYSTEM)
    add_missing_units(path=desk.area.path, by=SYSTEM)
    set_up_county(county=desk.area, by=SYSTEM)
    department = add_unit(
        kind=Unit.Kind.DEPARTMENT, area=desk.area, name_zh="市政处", name_en="Works", by=SYSTEM
    )
    kind = LeadKind.objects.get(kind="市政")
    map_lead_kind(lead_kind=kind, unit=department, by=SYSTEM)
    note_is_enough = ConditionWords(
        name_zh="需要答复",
        deadline_class="D5",
        lead=kind,
        closing_zh="已答复",
        evidence=("note",),
    )
    add_item(
        category=Category.objects.get(code=ITEM[:2]),
        code=ITEM,
        name_zh="需要答复的事项",
        first=note_is_enough,
        by=SYSTEM,
    )
    town = area_by_code(TOWN)
    office = unit_on(town) if town else None
    return Keys(
        reporter=_machine("reporter", office or desk, "dispatcher"),
        handler=_machine("handler", department, "handler"),
        item=ITEM,
        box=(WEST, SOUTH, WEST + SIDE * GRIDS, SOUTH + SIDE),
    )


def _machine(name: str, unit: Unit, role: str) -> str:
    user = add_user(username=name, password="no-one-signs-in-4", name_zh=name, by=SYSTEM)
    post = add_post(unit=unit, role=role, by=SYSTEM)
    appoint(post=post, user=user, from_day=FIRST_DAY, by=SYSTEM)
    return issue_key(user=user, label="bench", by=SYSTEM).secret


def _rows() -> list[AreaRow]:
    whole = box(WEST, SOUTH, WEST + SIDE * GRIDS, SOUTH + SIDE)
    places = [(TOWN, COUNTY, "测试镇", whole), (COMMUNITY, TOWN, "测试社区", whole)]
    for number in range(1, GRIDS + 1):
        west = WEST + SIDE * (number - 1)
        square = box(west, SOUTH, west + SIDE, SOUTH + SIDE)
        places.append((f"{COMMUNITY}{number:03d}", COMMUNITY, f"第{number}网格", square))
    return [
        AreaRow(
            number=number,
            code=code,
            parent_code=parent,
            name_zh=name,
            name_en=name,
            boundary=boundary,
        )
        for number, (code, parent, name, boundary) in enumerate(places, 1)
    ]


def main() -> None:
    """Migrate, build, and print the keys."""
    schema.migrate(say=lambda _words: None)
    since = (timezone.now() - timedelta(days=400)).date()
    for table in ("kernel_journalentry", "tickets_move"):
        ensure_months(table, since=since)
    sys.stdout.write(json.dumps(asdict(build())) + "\n")


if __name__ == "__main__":
    main()
