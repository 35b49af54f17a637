"""Who works in the invented county: one worker for each grid, offices, departments, and their posts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from gewu.simulation import names
from gewu.simulation.geography.places import COMMUNITY, GRID, TOWN, Place

PASSWORD = "gewu-demo-2026"
GRID_TEAM, COMMUNITY_OFFICE, TOWN_OFFICE, DESK, DEPARTMENT = (
    ["grid_team", "community", "town", "county_desk", "department"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the county and the kinds of work that it leads."""

    name_zh: str
    name_en: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A post: the kind of unit, the code of its area (or the department's name), and the role."""

    unit: str
    where: str
    role: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a sign-in, a work phone and one post or several."""

    username: str
    name_zh: str
    name_en: str
    phone: str
    seats: tuple[Seat, ...]


def _department(name_zh: str, name_en: str, kinds: str) -> Department:
    return Department(name_zh, name_en, tuple(kinds.split()))


# Unions and ambulances are left without a unit on purpose: set-up shows what is still missing.
DEPARTMENTS = (
    _department("环境卫生服务中心", "Sanitation Centre", "环卫 第三方服务单位"),
    _department(
        "市政公用服务中心",
        "Public Works Centre",
        "市政 排水 权属单位 通信 电力 公用企业 燃气企业 园林 交通 公安交管",
    ),
    _department(
        "综合执法大队", "Enforcement Team", "城管执法 设置单位 运营企业 生态环境 体育 文化"
    ),
    _department("住房和城乡建设局", "Housing Bureau", "住建 自然资源 行业主管部门"),
    _department("应急与消防中心", "Emergency and Fire Centre", "应急 消防 公安"),
    _department(
        "民生服务局",
        "Citizens' Affairs Bureau",
        "民政 残联 妇联 卫健 教育 人社 医保 服务机构 12345 承办单位",
    ),
    _department("农业农村和水务局", "Farming and Water Bureau", "水务 农业农村 林业"),
    _department("市场监督管理局", "Market Supervision Bureau", "市场监管 消协"),
)
# Which departments one person looks after in a small county.
DESKS_OF_HANDLERS = ((0, 1, 2), (3, 4, 7), (5, 6))


def people(places: Sequence[Place], seed: int) -> list[Person]:
    """Everybody, the demo's easy sign-ins first; the same people for the same seed."""
    seats = [*_county_seats(), *_office_seats(places), *_grid_seats(places)]
    known = names.people(Random(f"{seed}:people"), len(seats))
    found, given = [], set()
    for number, ((easy, held), (name_zh, name_en)) in enumerate(zip(seats, known, strict=True)):
        username = easy if easy and easy not in given else name_en.lower().replace(" ", ".")
        given.add(username)
        found.append(Person(username, name_zh, name_en, names.phone(number + 1), held))
    return found


def welcome(everybody: Sequence[Person]) -> list[tuple[str, str]]:
    """The sign-ins that the demo's greeting names, with who they are."""
    whom = {
        "worker": "网格员 grid worker",
        "community": "社区工作者 community staff",
        "handler": "部门经办人 department staff",
        "head": "部门负责人 head of departments",
        "dispatcher": "派遣员 dispatcher",
        "checker": "核查员 checker",
        "leader": "镇领导 town leader",
        "auditor": "督查员 auditor",
        "admin": "系统管理员 system administrator",
        "security": "安全管理员 security administrator",
        "protector": "个人信息保护专员 data-protection officer",
    }
    by_name = {person.username: person for person in everybody}
    return [(name, f"{by_name[name].name_zh} · {words}") for name, words in whom.items()]


def _county_seats() -> Iterator[tuple[str, tuple[Seat, ...]]]:
    easy = {
        "dispatcher": "dispatcher",
        "checker": "checker",
        "auditor": "auditor",
        "administrator": "admin",
        "security": "security",
        "protector": "protector",
    }
    for role, username in easy.items():
        yield username, (Seat(DESK, "", role),)
    for group in DESKS_OF_HANDLERS:
        held = (Seat(DEPARTMENT, DEPARTMENTS[index].name_zh, "handler") for index in group)
        yield "handler", tuple(held)
    # In a small county one vice-head leads them all, and supports what their staff apply for.
    yield "head", tuple(Seat(DEPARTMENT, each.name_zh, "head") for each in DEPARTMENTS)


def _office_seats(places: Sequence[Place]) -> Iterator[tuple[str, tuple[Seat, ...]]]:
    for place in places:
        if place.level == TOWN:
            yield "", (Seat(TOWN_OFFICE, place.code, "dispatcher"),)
            yield "leader", (Seat(TOWN_OFFICE, place.code, "leader"),)
            yield "", (Seat(TOWN_OFFICE, place.code, "handler"),)
        elif place.level == COMMUNITY:
            yield "community", (Seat(COMMUNITY_OFFICE, place.code, "community"),)


def _grid_seats(places: Sequence[Place]) -> Iterator[tuple[str, tuple[Seat, ...]]]:
    for place in places:
        if place.level == GRID:
            yield "worker", (Seat(GRID_TEAM, place.code, "worker"),)
