"""A small town with a named cast, so that a test about rights takes three lines.

Ada works in grid 1, Ben dispatches in her town, Carl checks there, Dan works in the other town, Eve
audits the county, Hana is of a county department, Root sets the county up and Sam lets people in.
Cleo is a resident.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from shapely import Polygon, box

from gewu.ground.accounts.actions import add_user
from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import (
    add_missing_units,
    add_post,
    add_unit,
    appoint,
    open_county,
)
from gewu.ground.staffing.models import Appointment, Post, PostKind, Unit
from gewu.ground.staffing.queries import unit_on
from gewu.ground.territory.actions import import_areas
from gewu.ground.territory.models import Area, AreaVersion, Revision
from gewu.ground.territory.queries import area_by_code
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import SYSTEM
from gewu.kernel.ids import uuid7
from gewu.kernel.models import JournalEntry

PASSWORD = "a-long-enough-word-1"
CLEO = {"name": "柯丽欧", "phone": "13800000001"}
DAY_ONE = date(2026, 1, 1)

COUNTY = "370899"
TOWN, OTHER_TOWN = "370899100", "370899101"
COMMUNITY, OTHER_COMMUNITY = "370899100001", "370899101001"
GRID_1, GRID_2, GRID_3 = "370899100001001", "370899100001002", "370899101001001"

# A point well inside each grid, and one outside the county.
IN_GRID_1, IN_GRID_2, IN_GRID_3 = (116.605, 35.405), (116.615, 35.405), (116.625, 35.405)
NOWHERE = (117.5, 36.5)


_TABLES: list[type[Model]] = [
    User,
    Area,
    AreaVersion,
    Revision,
    Unit,
    PostKind,
    Post,
    Appointment,
    JournalEntry,
]
_SNAPSHOT: list[tuple["Town", dict[type[Model], list[Model]]]] = []


@dataclass
class Town:
    """What `town()` built, by the names used in tests."""

    county: Area
    town: Area
    other_town: Area
    community: Area
    other_community: Area
    grid_1: Area
    grid_2: Area
    grid_3: Area
    desk: Unit
    town_office: Unit
    other_town_office: Unit
    community_office: Unit
    team_1: Unit
    team_2: Unit
    team_3: Unit
    sanitation: Unit
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)


def town() -> Town:
    """The county 测试区 with two towns, three grids, their units and the cast in real posts."""
    if not _SNAPSHOT:
        before = {model: set(model.objects.values_list("pk", flat=True)) for model in _TABLES}
        built = _built()
        rows = {model: _rows_of(model, known) for model, known in before.items()}
        _SNAPSHOT.append((built, rows))
        return deepcopy(built)
    # Built by actions once; after that the same rows are put back with a statement a table.
    built, rows = _SNAPSHOT[0]
    with transaction.atomic():  # areas and their versions point at each other
        for model, kept in rows.items():
            model.objects.bulk_create(deepcopy(kept))
        Revision.objects.update(stamp=uuid7())  # no index of another test's town
    return deepcopy(built)


def _rows_of(model: type[Model], known: set[Any]) -> list[Model]:
    names = [field.attname for field in model._meta.concrete_fields if field.name != "tx"]
    found = model.objects.exclude(pk__in=known).order_by("pk")
    return [model(**{name: _plain(getattr(row, name)) for name in names}) for row in found]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _built() -> Town:
    desk = open_county(
        code=COUNTY, name_zh="测试区", name_en="Test County", phone="0537-2212345", by=SYSTEM
    )
    import_areas(rows=_rows(), day=DAY_ONE, by=SYSTEM)
    county = desk.area
    add_missing_units(path=county.path, by=SYSTEM)
    area = {code: _area(code) for code in _PLACES}
    built = Town(
        county=_area(COUNTY),
        town=area[TOWN],
        other_town=area[OTHER_TOWN],
        community=area[COMMUNITY],
        other_community=area[OTHER_COMMUNITY],
        grid_1=area[GRID_1],
        grid_2=area[GRID_2],
        grid_3=area[GRID_3],
        desk=desk,
        town_office=_unit(area[TOWN]),
        other_town_office=_unit(area[OTHER_TOWN]),
        community_office=_unit(area[COMMUNITY]),
        team_1=_unit(area[GRID_1]),
        team_2=_unit(area[GRID_2]),
        team_3=_unit(area[GRID_3]),
        sanitation=add_unit(
            kind=Unit.Kind.DEPARTMENT,
            area=county,
            name_zh="环卫中心",
            name_en="Sanitation Centre",
            by=SYSTEM,
        ),
    )
    _appoint_the_cast(built)
    return built


def person(username: str, name_zh: str, unit: Unit | None = None, role: str = "") -> User:
    """One more person, in a new post of a unit if one is named."""
    user = add_user(
        username=username,
        password=PASSWORD,
        name_zh=name_zh,
        name_en=username.capitalize(),
        by=SYSTEM,
    )
    if unit is not None:
        phone = "13700000001" if role == "worker" else ""
        post = add_post(unit=unit, role=role, phone=phone, by=SYSTEM)
        appoint(post=post, user=user, from_day=DAY_ONE, by=SYSTEM)
    return user


def square(west: float, south: float, side: float = 0.01) -> Polygon:
    """A square in degrees."""
    return box(west, south, west + side, south + side)


_PLACES: dict[str, tuple[str, str, str, Polygon]] = {
    TOWN: (COUNTY, "东镇", "East Town", box(116.60, 35.40, 116.62, 35.41)),
    OTHER_TOWN: (COUNTY, "西镇", "West Town", box(116.62, 35.40, 116.63, 35.41)),
    COMMUNITY: (TOWN, "东一社区", "East Community", box(116.60, 35.40, 116.62, 35.41)),
    OTHER_COMMUNITY: (OTHER_TOWN, "西一社区", "West Community", square(116.62, 35.40)),
    GRID_1: (COMMUNITY, "第一网格", "Grid 1", square(116.60, 35.40)),
    GRID_2: (COMMUNITY, "第二网格", "Grid 2", square(116.61, 35.40)),
    GRID_3: (OTHER_COMMUNITY, "第三网格", "Grid 3", square(116.62, 35.40)),
}


def _rows() -> list[AreaRow]:
    return [
        AreaRow(
            number=number,
            code=code,
            parent_code=parent,
            name_zh=name_zh,
            name_en=name_en,
            boundary=boundary,
        )
        for number, (code, (parent, name_zh, name_en, boundary)) in enumerate(_PLACES.items(), 1)
    ]


def _appoint_the_cast(built: Town) -> None:
    posts = {
        "ada": ("艾达", built.team_1, "worker"),
        "ben": ("本恩", built.town_office, "dispatcher"),
        "carl": ("卡尔", built.town_office, "checker"),
        "dan": ("丹恩", built.team_3, "worker"),
        "eve": ("伊芙", built.desk, "auditor"),
        "hana": ("哈娜", built.sanitation, "handler"),
        "root": ("鲁特", built.desk, "administrator"),
        "sam": ("山姆", built.desk, "security"),
    }
    for username, (name_zh, unit, role) in posts.items():
        built.people[username] = person(username, name_zh, unit, role)


def _area(code: str) -> Area:
    area = area_by_code(code)
    assert area is not None
    return area


def _unit(area: Area) -> Unit:
    unit = unit_on(area)
    assert unit is not None
    return unit
