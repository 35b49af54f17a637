"""The invented county made real by actions: areas, units, departments, people in their posts."""

from dataclasses import dataclass, field
from datetime import date

from gewu.ground.accounts.actions import (
    READY_WORDS,
    NewUser,
    add_users,
    publish_undertaking,
    sign_undertaking,
)
from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import (
    add_missing_units,
    add_post,
    add_unit,
    appoint,
    change_unit,
    open_county,
)
from gewu.ground.staffing.models import Post, Unit
from gewu.ground.territory.actions import AreaRow, import_areas
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import areas_under
from gewu.kernel.acting import SYSTEM
from gewu.simulation import names
from gewu.simulation.geography.county import County
from gewu.simulation.people import (
    COMMUNITY_OFFICE,
    DEPARTMENT,
    DEPARTMENTS,
    DESK,
    GRID_TEAM,
    PASSWORD,
    TOWN_OFFICE,
    Person,
    Seat,
    people,
)
from gewu.simulation.teams import away, cut_for_departments, gather
from gewu.work.tickets.actions import map_lead_kind, set_up_county
from gewu.work.tickets.models import LeadKind

HELPER_WANTED = 14  # every so many grids
OFFICE_PHONES = 500  # test numbers of offices begin here
GRID_DIGITS = 15
NOT_YET = "checker"  # has not signed the confidentiality undertaking, so that it can be seen
SIGNING = ("worker", "community", "handler")


@dataclass
class Ground:
    """What stands after the ground was laid, by the names that the planner uses."""

    areas: dict[str, Area]
    everybody: list[Person]
    users: dict[str, User]
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    hands: dict[object, list[User]] = field(default_factory=dict)
    by_role: dict[str, list[User]] = field(default_factory=dict)
    by_seat: dict[tuple[str, str], User] = field(default_factory=dict)


def _promise(users: list[User]) -> None:
    """Everyone has signed but one, who is asked when they sign in."""
    words = publish_undertaking(**READY_WORDS, by=SYSTEM)
    for user in users:
        if user.username != NOT_YET:
            sign_undertaking(user=user, number=words.number, by=SYSTEM)


def lay(county: County, day: date) -> Ground:
    """Everything that has to stand before the first ticket."""
    first = county.places[0]
    desk = open_county(
        code=first.code,
        name_zh=first.name_zh,
        name_en=first.name_en,
        phone=names.phone(OFFICE_PHONES),
        by=SYSTEM,
    )
    import_areas(rows=_rows(county), day=day, by=SYSTEM)
    add_missing_units(path=desk.area.path, by=SYSTEM)
    areas = {area.code: area for area in areas_under(desk.area.path).select_related("current")}
    set_up_county(county=areas[first.code], by=SYSTEM)
    everybody = people(county.places, county.seed)
    users = add_users(
        people=[NewUser(each.username, each.name_zh, each.name_en) for each in everybody],
        password=PASSWORD,
        by=SYSTEM,
    )
    _promise(users)
    ground = Ground(areas, everybody, {user.username: user for user in users})
    ground.units = _units(areas, desk)
    _departments(ground, areas[first.code])
    _phones(ground)
    _seat(ground, day)
    _leave_vacant(ground)
    _gather(ground, county, day)
    return ground


def _rows(county: County) -> list[AreaRow]:
    return [
        AreaRow(
            number=number,
            code=place.code,
            parent_code=place.parent,
            name_zh=place.name_zh,
            name_en=place.name_en,
            boundary=place.border,
        )
        for number, place in enumerate(county.places, start=1)
    ]


def _units(areas: dict[str, Area], desk: Unit) -> dict[tuple[str, str], Unit]:
    codes = {area.pk: area.code for area in areas.values()}
    units = Unit.objects.select_related("area").order_by("area__code", "kind")
    found = {(unit.kind, codes[unit.area_id]): unit for unit in units}
    found[DESK, ""] = desk
    return found


def _departments(ground: Ground, county: Area) -> None:
    kinds = {kind.kind: kind for kind in LeadKind.objects.filter(county_id=county.pk)}
    for number, department in enumerate(DEPARTMENTS, start=1):
        unit = add_unit(
            kind=DEPARTMENT,
            area=county,
            name_zh=department.name_zh,
            name_en=department.name_en,
            phone=names.phone(OFFICE_PHONES + number),
            by=SYSTEM,
        )
        ground.units[DEPARTMENT, department.name_zh] = unit
        for kind in department.kinds:
            map_lead_kind(lead_kind=kinds[kind], unit=unit, by=SYSTEM)


def _phones(ground: Ground) -> None:
    """Towns and communities can be called: the number for supervision on a grid's page."""
    offices = [
        unit for (kind, _), unit in ground.units.items() if kind in (TOWN_OFFICE, COMMUNITY_OFFICE)
    ]
    for number, unit in enumerate(offices, start=OFFICE_PHONES + 50):
        change_unit(
            unit=unit,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            phone=names.phone(number),
            by=SYSTEM,
        )


def _seat(ground: Ground, day: date) -> None:
    for person in ground.everybody:
        user = ground.users[person.username]
        for seat in person.seats:
            _appoint(ground, person, user, seat, day)


def _appoint(ground: Ground, person: Person, user: User, seat: Seat, day: date) -> None:
    unit = ground.units[seat.unit, seat.where]
    post = add_post(unit=unit, role=seat.role, phone=person.phone, by=SYSTEM)
    appoint(post=post, user=user, from_day=day, by=SYSTEM)
    ground.by_role.setdefault(seat.role, []).append(user)
    ground.by_seat[seat.role, seat.where] = user
    if seat.role in SIGNING:
        ground.hands.setdefault(unit.pk, []).append(user)


def _leave_vacant(ground: Ground) -> None:
    """Some grids look for a helper, so that the list of vacancies is not empty."""
    teams = [unit for (kind, _), unit in ground.units.items() if kind == GRID_TEAM]
    for unit in teams[::HELPER_WANTED]:
        add_post(
            unit=unit,
            role="worker",
            title_zh="兼职网格员",
            title_en="Part-time grid worker",
            full_time=False,
            by=SYSTEM,
        )


def _gather(ground: Ground, county: County, day: date) -> None:
    teams = {code: unit for (kind, code), unit in ground.units.items() if kind == GRID_TEAM}
    chiefs = {code: user for (role, code), user in ground.by_seat.items() if role == "community"}
    gather(county.places, teams, chiefs, county.seed, day)
    near = [code for code in teams if len(code) == GRID_DIGITS][1:4]
    posts = Post.objects.filter(unit__in=[teams[code] for code in near], full_time=True)
    of_grid = {post.unit_id: post for post in posts}
    away(
        [ground.by_seat["worker", code] for code in near],
        [of_grid[teams[code].pk] for code in near],
    )
    named = [each.name_zh for each in DEPARTMENTS[:3]]
    cut_for_departments(
        [ground.units[DEPARTMENT, name] for name in named],
        [ground.by_seat["handler", name] for name in named],
        [ground.areas[code] for code in teams if len(code) == GRID_DIGITS],
        day,
    )
