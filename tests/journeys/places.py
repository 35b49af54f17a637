"""Two towns with the same things in each, so that whoever belongs to one can try the other's."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils import timezone

from gewu.ground.accounts.actions import issue_key
from gewu.ground.accounts.models import User
from gewu.ground.registers import actions as registers
from gewu.ground.registers.models import RegisterKind
from gewu.ground.staffing import actions as staffing
from gewu.ground.staffing.actions.records import (
    add_certificate,
    ask_correction,
    save_certificate_kind,
)
from gewu.ground.staffing.models import Appointment, Unit
from gewu.ground.territory import actions as territory
from gewu.ground.territory.models import Area
from gewu.ground.territory.rules.buildings import BuildingRow
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.ids import uuid7
from gewu.work.tickets import actions as tickets
from gewu.work.tickets.models import TicketPhoto
from gewu.work.tickets.queries.scope import secret_of
from gewu.work.tickets.tests import factories
from tests.cast import IN_GRID_1, IN_GRID_3, Town, person
from tests.journeys.more_places import crews, of_a_town, of_the_county

WORDS = "三号楼前垃圾桶满了两天没人清"


@dataclass
class Side:
    """What one of the two towns has, by the name that addresses are given."""

    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.things[name]


@dataclass
class Places:
    """The two towns, another county's things, and the people of the first town."""

    town: Town
    east: Side
    west: Side
    elsewhere: Side
    people: dict[str, User]


def built() -> Places:
    """East, where everybody who tries works, and West, where nobody of them does."""
    place = factories.equipped_town()
    people = {
        "worker": place.ada,
        "community": person("cora", "柯拉", place.community_office, "community"),
        "handler": place.hana,
        "head": person("hedy", "海蒂", place.sanitation, "head"),
        "dispatcher": place.ben,
        "checker": place.carl,
        "leader": person("lena", "莱娜", place.town_office, "leader"),
        "auditor": person("tess", "泰丝", place.town_office, "auditor"),
        "administrator": person("tom", "汤姆", place.town_office, "administrator"),
        "county administrator": place.root,
        "protector": person("pia", "皮娅", place.desk, "protector"),
        "security": person("saul", "索尔", place.town_office, "security"),
        "without a post": person("nora", "诺拉"),
    }
    for each in people.values():
        each.key = issue_key(user=each, label="测试", by=SYSTEM).secret
    east = _side(place, place.grid_1, place.team_1, place.town_office, place.ada, IN_GRID_1)
    west = _side(place, place.grid_3, place.team_3, place.other_town_office, place.dan, IN_GRID_3)
    county = of_the_county(place)
    for side, crew in zip((east, west), crews(place, people["leader"]), strict=True):
        side.things |= county | of_a_town(place, crew)
    return Places(place, east, west, _elsewhere(east), people)


def _elsewhere(known: Side) -> Side:
    """The same things of another county: it keeps its own database, so their ids are unknown here."""
    return Side({name: _stranger(thing) for name, thing in known.things.items()})


def _stranger(thing: Any) -> Any:
    if isinstance(thing, str):
        return thing[::-1]
    pk = uuid7() if isinstance(thing.pk, UUID) else thing.pk + 10**6
    return SimpleNamespace(pk=pk, number="9" * 13, code="990000000000001")


def _side(
    place: Town, grid: Area, team: Unit, office: Unit, worker: User, at: tuple[float, float]
) -> Side:
    today = timezone.localdate()
    said = tickets.Report(words=WORDS, lon=at[0], lat=at[1], item=factories.item("1003"))
    ticket = tickets.submit(report=said, command=None, by=RESIDENT)
    ticket = tickets.dispatch(ticket=ticket, unit=team, by=SYSTEM)
    ticket = tickets.sign(ticket=ticket, by=worker)
    remark = {"words": "看过了", "photos": [factories.picture()]}
    tickets.handle(ticket=ticket, **remark, by=worker)
    post = staffing.add_post(unit=team, role="worker", full_time=False, by=SYSTEM)
    helper = person(f"help.{team.pk.hex[-6:]}", "帮手")
    stand_in = {"from_day": today, "until": today + timedelta(days=3)}
    kind = save_certificate_kind(county=place.county, name_zh=f"证{team.pk.hex[-6:]}", by=SYSTEM)
    row = BuildingRow(line=2, name_zh="一号楼", area_code=grid.code, lon=at[0], lat=at[1])
    registers.fill_kinds(county=place.county, by=SYSTEM)
    hydrants = RegisterKind.objects.get(code="hydrants")
    thing = registers.Given(name="消防栓", area=grid, lon=at[0], lat=at[1])
    leave = {"kind": "annual", "from_day": today + timedelta(days=30)}
    shift = {"name_zh": "早班", "begins": time(8), "ends": time(16), "on": "daily"}
    return Side(
        {
            "area": grid,
            "unit": team,
            "office": office,
            "user": worker,
            "ticket": ticket,
            "secret": secret_of(ticket),
            "photo": TicketPhoto.objects.filter(ticket=ticket).first(),
            "post": post,
            "appointment": Appointment.objects.get(user=worker),
            "stand_in": staffing.set_stand_in(post=post, user=helper, **stand_in, by=SYSTEM),
            "leave": staffing.ask_leave(user=worker, **leave, until=leave["from_day"], by=worker),
            "certificate": add_certificate(user=worker, kind=kind, issued_on=today, by=SYSTEM),
            "correction": ask_correction(words="有误", by=worker),
            "key": issue_key(user=worker, label="测试", by=SYSTEM).key,
            "building": territory.add_building(area=grid, row=row, by=SYSTEM),
            "redraw": territory.plan_rename(
                area=grid, name_zh="新名", day=today + timedelta(days=9), by=SYSTEM
            ),
            "record": registers.add_record(kind=hydrants, given=thing, by=SYSTEM),
            "shift_kind": staffing.save_shift_kind(unit=office, **shift, by=SYSTEM),
        }
    )
