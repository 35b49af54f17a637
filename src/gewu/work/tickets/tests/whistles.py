"""Whistles in the situations that tests ask for, made by the real actions in the named town."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.cast import Town, person

from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import add_unit
from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets import actions
from gewu.work.tickets.models import Whistle, WhistleCall, WhistleTask
from gewu.work.tickets.tests import factories as make

WORDS = "三号楼外墙渗水，牵涉燃气管和配电箱，网格解决不了，请到现场会商"


@dataclass
class Scene:
    """The town with a lead, three departments and somebody in each."""

    place: Town
    lena: User
    units: list[Unit]
    people: list[User]

    @property
    def ada(self) -> User:
        """The worker who whistles."""
        return self.place.people["ada"]


def scene() -> Scene:
    """Lena leads the town; sanitation, gas and power each have somebody."""
    place = make.equipped_town()
    lena = person("lena", "莱娜", place.town_office, "leader")
    units, people = [place.sanitation], [place.people["hana"]]
    for name_zh, name_en, username in (
        ("燃气公司", "Gas Company", "gina"),
        ("供电公司", "Power Company", "paul"),
    ):
        unit = add_unit(
            kind=Unit.Kind.DEPARTMENT,
            area=place.county,
            name_zh=name_zh,
            name_en=name_en,
            by=SYSTEM,
        )
        units.append(unit)
        people.append(person(username, name_zh[:2], unit, "handler"))
    return Scene(place, lena, units, people)


def raised(at: Scene, **changed: Any) -> Whistle:
    """Ada whistles for a ticket that her team has in hand."""
    said: dict[str, Any] = {
        "kind": Whistle.Kind.RESIDENT_PROBLEM,
        "unit": at.place.team_1,
        "units": at.units,
        "words": WORDS,
        "by": at.ada,
    }
    if "ticket" not in changed:
        said["ticket"] = make.in_progress(at.place)
    return actions.raise_whistle(**said | changed)


def approved(at: Scene, **changed: Any) -> Whistle:
    """Lena calls the units."""
    return actions.approve_whistle(whistle=raised(at, **changed), by=at.lena)


def running(at: Scene, **changed: Any) -> Whistle:
    """Hana has reported in."""
    whistle = approved(at, **changed)
    actions.report_in(call=call_of(whistle, at.units[0]), mode="onsite", by=at.people[0])
    return again(whistle)


def with_task(at: Scene) -> WhistleTask:
    """Sanitation has a task."""
    whistle = actions.give_task(
        whistle=running(at),
        unit=at.units[0],
        words="清理渗水处垃圾",
        due_at=clock.now() + timedelta(days=1),
        by=at.ada,
    )
    return WhistleTask.objects.get(whistle=whistle)


def for_meeting(at: Scene) -> Whistle:
    """Ada says that it is not solved."""
    return actions.judge(whistle=running(at), outcome="unsolved", words="仍在渗水", by=at.ada)


def ended(at: Scene) -> Whistle:
    """Ada says that it is solved."""
    return actions.judge(whistle=running(at), outcome="solved", words="已止水", by=at.ada)


def refused(at: Scene) -> Whistle:
    """Lena refuses."""
    return actions.refuse_whistle(whistle=raised(at), words="先由社区处理", by=at.lena)


def call_of(whistle: Whistle, unit: Unit) -> WhistleCall:
    """The call of a unit."""
    return WhistleCall.objects.get(whistle=whistle, unit=unit)


def again(whistle: Whistle) -> Whistle:
    """As it stands now."""
    return Whistle.objects.get(pk=whistle.pk)
