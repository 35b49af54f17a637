"""Who is there for the grids of the invented county besides their workers: chiefs, doctors, heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from gewu.ground.accounts.actions import add_person
from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import (
    add_overlay,
    add_post,
    add_seat,
    appoint,
    approve_leave,
    ask_leave,
    grant_waiver,
    write_handover,
)
from gewu.ground.staffing.models import Post, PostKind, Unit
from gewu.ground.territory.models import Area
from gewu.kernel.acting import SYSTEM
from gewu.simulation import names
from gewu.simulation.geography.places import GRID, Place

TEAM_PHONES = 900  # test numbers of teams begin here
# One person for all grids of the community, and people of each grid's own.
SHARED = ("instructor", "police", "delegate", "lawyer", "family_doctor")
OF_A_GRID = ("building_head", "building_head", "micro_worker")
VOLUNTEERS = ("邻里守望志愿服务队", "Good Neighbours")
BEYOND_RULES = timedelta(days=60)


@dataclass
class Teams:
    """What the teams are made of."""

    kinds: dict[str, PostKind]
    units: dict[str, Unit]
    people: list[tuple[str, str]]
    day: date
    phones: int = TEAM_PHONES

    def person(self) -> User:
        """Somebody who is named on pages and does not sign in."""
        name_zh, name_en = self.people.pop()
        return add_person(name_zh=name_zh, name_en=name_en, by=SYSTEM)

    def seat(self, grid: str, code: str, user: User, *, phone: bool = True) -> None:
        """One more of the team of a grid."""
        self.phones += phone
        number = names.phone(self.phones) if phone else ""
        unit, kind = self.units[grid], self.kinds[code]
        post = add_post(unit=unit, kind=kind, phone=number, by=SYSTEM)
        appoint(post=post, user=user, from_day=self.day, by=SYSTEM)


def gather(
    places: Sequence[Place],
    units: dict[str, Unit],
    chiefs: dict[str, User],
    seed: int,
    day: date,
) -> None:
    """A chief for every grid, and in the first community everybody else too."""
    county = next(iter(units.values())).county_id
    kinds = {kind.code: kind for kind in PostKind.objects.filter(county_id=county)}
    teams = Teams(kinds, units, names.people(Random(f"{seed}:teams"), 60), day)
    drawn = [place for place in places if place.level == GRID]
    for place in drawn:
        teams.seat(place.code, "chief", chiefs[place.parent], phone=False)
    first = [place.code for place in drawn if place.parent == drawn[0].parent][:6]
    for code in SHARED:
        user = teams.person()
        for grid in first:
            teams.seat(grid, code, user)
    for grid in first:
        for code in OF_A_GRID:
            teams.seat(grid, code, teams.person(), phone=False)
    team = add_person(name_zh=VOLUNTEERS[0], name_en=VOLUNTEERS[1], by=SYSTEM)
    for grid in first:
        teams.seat(grid, "volunteer_team", team, phone=False)
    _beyond_the_rule(teams, first)


def cut_for_departments(
    departments: Sequence[Unit], holders: Sequence[User], areas: Sequence[Area], day: date
) -> None:
    """Professional grids of the first departments over some grids of the tree, with workers."""
    size = -(-len(areas) // len(departments))
    for number, (unit, user) in enumerate(zip(departments, holders, strict=True)):
        part = areas[number * size // 2 : number * size // 2 + size]
        overlay = add_overlay(
            unit=unit,
            code=f"{part[0].code[:12]}{900 + number}",
            name_zh=f"{unit.name_zh}第一专业网格",
            name_en=f"First grid of the {unit.name_en}",
            areas=part,
            from_day=day,
            by=SYSTEM,
        )
        post = add_seat(overlay=overlay, phone=names.phone(TEAM_PHONES - 10 + number), by=SYSTEM)
        appoint(post=post, user=user, from_day=day, by=SYSTEM)


def away(workers: Sequence[User], posts: Sequence[Post]) -> None:
    """One worker is away and a neighbour stands in; another asks for days of next week."""
    today = timezone.localdate()
    asking, gone, neighbour = workers
    until = today + timedelta(days=6)
    leave = ask_leave(user=gone, kind="annual", from_day=today, until=until, by=SYSTEM)
    approve_leave(leave=leave, stand_in=neighbour, by=SYSTEM)
    write_handover(
        post=posts[1],
        giver=gone,
        taker=neighbour,
        words="物业钥匙在社区值班室。三号楼电梯周四检修，请提前在楼道张贴通知。",
        by=SYSTEM,
    )
    first, last = today + timedelta(days=9), today + timedelta(days=11)
    ask_leave(user=asking, kind="annual", from_day=first, until=last, by=SYSTEM)


def _beyond_the_rule(teams: Teams, grids: Sequence[str]) -> None:
    """One building head looks after stairways of two grids for a while, by an exception."""
    head, kind = teams.person(), teams.kinds["building_head"]
    teams.seat(grids[0], kind.code, head, phone=False)
    today = timezone.localdate()
    unit, until = teams.units[grids[1]], today + BEYOND_RULES
    grant_waiver(
        unit=unit,
        kind=kind,
        user=head,
        reason="新建楼栋尚未推选楼栋长，暂由其一并负责",
        from_day=today,
        until=until,
        by=SYSTEM,
    )
    post = add_post(unit=unit, kind=kind, by=SYSTEM)
    appoint(post=post, user=head, from_day=today, until=until, by=SYSTEM)
