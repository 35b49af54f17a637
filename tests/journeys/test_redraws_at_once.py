"""Two workers at once bring a plan into force and let tickets follow: each thing happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from shapely import box

from gewu.ground.staffing.models import Appointment
from gewu.ground.territory.actions import plan_split
from gewu.ground.territory.jobs import enter_due_redraws
from gewu.ground.territory.models import Area, AreaLink, Redraw
from gewu.ground.territory.queries import area_by_code
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import Refusal
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import jobs
from gewu.work.tickets.models import Move, Ticket
from gewu.work.tickets.tests import factories as make
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WEST, EAST = f"{cast.COMMUNITY}101", f"{cast.COMMUNITY}102"
OUTLINES = {
    WEST: box(116.60, 35.40, 116.604, 35.41),
    EAST: box(116.604, 35.40, 116.61, 35.41),
}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All of them at the same moment, each on a connection of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def planned(place: cast.Town, codes: tuple[str, str] = (WEST, EAST)) -> Redraw:
    parts = [
        AreaRow(number=1, code=code, parent_code="", name_zh=f"网格{code[-3:]}", boundary=outline)
        for code, outline in zip(codes, OUTLINES.values(), strict=True)
    ]
    later = timezone.localdate() + timedelta(days=2)
    return plan_split(area=place.grid_1, parts=parts, keeps=codes[0], day=later, by=place.root)


def test_two_workers_bring_it_into_force_once() -> None:
    place = make.equipped_town()
    tickets = [make.report(item=None, lon=116.608, lat=35.405) for _each in range(6)]
    redraw = planned(place)
    Redraw.objects.filter(pk=redraw.pk).update(day=timezone.localdate())
    at_once(lambda: enter_due_redraws(0), lambda: enter_due_redraws(0))
    assert Redraw.objects.get(pk=redraw.pk).obstacle == ""
    assert Area.objects.filter(code__in=(WEST, EAST)).count() == AreaLink.objects.count() == 2
    assert JournalEntry.objects.filter(name="territory.redraw_entered").count() == 1
    assert Appointment.objects.filter(user=place.ada).count() == 2
    at_once(lambda: jobs.follow_redraw(str(redraw.pk)), lambda: jobs.go_on(0))
    assert Move.objects.filter(verb="redraw").count() == len(tickets)
    east = area_by_code(EAST)
    assert {each.area for each in Ticket.objects.select_related("area")} == {east}


def test_two_administrators_plan_for_one_grid_and_one_of_them_is_told() -> None:
    place = make.equipped_town()

    def tried(codes: tuple[str, str]) -> str:
        try:
            planned(place, codes)
        except Refusal as refusal:
            return refusal.code
        return "planned"

    others = (f"{cast.COMMUNITY}103", f"{cast.COMMUNITY}104")
    said = at_once(lambda: tried((WEST, EAST)), lambda: tried(others))
    assert sorted(said) == ["planned", "planned_already"]
    assert Redraw.objects.count() == 1
