"""Journey 11: a grid that grew too large is redrawn from a proposed plan of two parts.

Staff, open tickets and history follow; a plan is undone; another town notices nothing; the job is
killed half-way and repeated.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from shapely import box
from shapely.geometry import mapping

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import grids_without_worker, team_of, unit_of_its_own
from gewu.ground.territory.jobs import enter_due_redraws
from gewu.ground.territory.models import Area, AreaVersion, Redraw
from gewu.ground.territory.queries import area_by_code, locate
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import Move, Ticket
from gewu.work.tickets.tests import factories as make
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WEST, EAST = f"{cast.COMMUNITY}101", f"{cast.COMMUNITY}102"
IN_WEST, IN_EAST = (116.602, 35.405), (116.608, 35.405)
OUTLINES = {
    WEST: box(116.60, 35.40, 116.604, 35.41),
    EAST: box(116.604, 35.40, 116.61, 35.41),
}
HERE = "gewu.ground.territory.actions.entering"


@pytest.fixture
def place() -> cast.Town:
    """The town with catalogue and calendar."""
    return make.equipped_town()


@pytest.fixture
def root(place: cast.Town, client: Client) -> Client:
    """The administrator at the desk."""
    client.force_login(place.root)
    return client


def the_plan() -> str:
    """Two parts as a file from the drawing board."""
    features = [
        {
            "type": "Feature",
            "properties": {"编码": code, "名称": name},
            "geometry": mapping(OUTLINES[code]),
        }
        for code, name in ((WEST, "西片网格"), (EAST, "东片网格"))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def planned(root: Client, place: cast.Town) -> Redraw:
    """Filled in, looked at, planned for the day after tomorrow."""
    said = {
        "outlines": the_plan(),
        "keeps": WEST,
        "system": "wgs84",
        "words": "住户太多",
        "day": timezone.localdate() + timedelta(days=2),
    }
    looked = root.post(reverse("territory:split", args=[place.grid_1.pk]), said)
    text = root.get(looked.headers["Location"]).content.decode()
    assert "西片网格" in text
    assert "艾达" in text
    assert "西片网格 2、东片网格 1" in text  # where the open tickets would go
    root.post(looked.headers["Location"])
    return Redraw.objects.get(state="planned")


def the_day_comes(redraw: Redraw) -> None:
    """Two days later."""
    Redraw.objects.filter(pk=redraw.pk).update(day=timezone.localdate())


def rows_of(place: cast.Town) -> dict[str, Any]:
    """Everything of the other town that could have been touched."""
    path = place.other_town.path
    areas = Area.objects.filter(path__startswith=path).order_by("path")
    return {
        "areas": list(areas.values()),
        "versions": list(AreaVersion.objects.filter(area__in=areas).order_by("pk").values()),
        "units": list(Unit.ever.filter(area__in=areas).order_by("pk").values()),
        "tickets": list(Ticket.objects.filter(area__in=areas).order_by("pk").values()),
    }


def test_a_grid_is_split_and_everything_follows(place: cast.Town, root: Client) -> None:
    in_east = make.report(item=None, lon=IN_EAST[0], lat=IN_EAST[1])
    without_point = make.report(item=None, lon=None, lat=None, area=place.grid_1)
    with_team, ended = make.team_ticket(place), make.closed(place)
    elsewhere = make.report(item=None, lon=cast.IN_GRID_3[0], lat=cast.IN_GRID_3[1])
    Ticket.objects.filter(pk=with_team.pk).update(lon=IN_WEST[0], lat=IN_WEST[1])
    of_its_time = (ended.area_id, ended.area_version, ended.area_path)
    other_town = rows_of(place)

    redraw = planned(root, place)
    assert enter_due_redraws(0) == 0
    undone = root.post(reverse("territory:redraw_undo", args=[redraw.pk]), follow=True)
    assert "已撤销" in undone.content.decode()
    the_day_comes(redraw)
    assert enter_due_redraws(0) == 0
    assert locate(*IN_EAST) == place.grid_1

    redraw = planned(root, place)  # the same codes once more: nobody has borne them
    the_day_comes(redraw)
    assert enter_due_redraws(0) == 1
    assert jobs.follow_redraw(str(redraw.pk)) == 3

    west, east = area_by_code(WEST), area_by_code(EAST)
    assert west is not None and east is not None
    assert (locate(*IN_WEST), locate(*IN_EAST)) == (west, east)
    staff_follow(place, west, east)
    now = {each.pk: each for each in Ticket.objects.select_related("area", "unit")}
    assert now[in_east.pk].area == east
    assert now[without_point.pk].area == now[with_team.pk].area == west
    assert now[with_team.pk].unit == unit_of_its_own(west)
    kept = now[ended.pk]
    assert (kept.area_id, kept.area_version, kept.area_path) == of_its_time
    assert not Move.objects.filter(ticket_id=elsewhere.pk, verb="redraw").exists()
    assert rows_of(place) == other_town

    actions.sign(ticket=now[with_team.pk], by=place.ada)
    history_follows(root, place, west)


def staff_follow(place: cast.Town, west: Area, east: Area) -> None:
    """Ada works on in the west without a day's gap; the east shows that somebody is missing."""
    team = unit_of_its_own(west)
    assert team is not None
    assert [each.user for each in team_of(team)] == [place.ada]
    assert list(grids_without_worker(place.root).filter(pk__in=[west.pk, east.pk])) == [east]
    old = Unit.ever.get(pk=place.team_1.pk)
    assert (old.successor, old.dissolved_on) == (team, timezone.localdate())


def history_follows(root: Client, place: cast.Town, west: Area) -> None:
    """From the new grid one finds the old one, and yesterday's tree shows it."""
    page = root.get(reverse("territory:area", args=[west.pk])).content.decode()
    assert reverse("territory:area", args=[place.grid_1.pk]) in page
    yesterday = timezone.localdate() - timedelta(days=1)
    then = root.get(f"{reverse('territory:geojson')}?day={yesterday}").json()["features"]
    codes = {each["properties"]["code"] for each in then}
    assert cast.GRID_1 in codes
    assert WEST not in codes


def test_killed_half_way_nothing_is_half_done(
    place: cast.Town, root: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(2):
        make.report(item=None, lon=IN_WEST[0], lat=IN_WEST[1])
    ticket = make.report(item=None, lon=IN_EAST[0], lat=IN_EAST[1])
    redraw = planned(root, place)
    the_day_comes(redraw)

    def killed(*_args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as stopped:
        stopped.setattr(f"{HERE}.touch", killed)  # the last step of the transaction
        with pytest.raises(SystemExit):
            enter_due_redraws(0)
    assert area_by_code(WEST) is None
    assert Area.objects.get(pk=place.grid_1.pk).closed_on is None
    assert [each.user for each in team_of(place.team_1)] == [place.ada]
    assert Redraw.objects.get(pk=redraw.pk).state == "planned"

    assert enter_due_redraws(0) == 1
    with monkeypatch.context() as stopped:
        stopped.setattr("gewu.work.tickets.actions.redrawing.BATCH", 1)
        follow, done = actions.redrawing.follow_tickets, []

        def stopped_after_one(*, pks: Any, by: Any) -> int:
            if done:
                raise SystemExit
            done.append(pks)
            return follow(pks=pks, by=by)

        stopped.setattr("gewu.work.tickets.actions.redrawing.follow_tickets", stopped_after_one)
        with pytest.raises(SystemExit):
            jobs.follow_redraw(str(redraw.pk))
    assert jobs.go_on(0) == 2
    assert jobs.go_on(0) == enter_due_redraws(0) == 0
    assert Ticket.objects.get(pk=ticket.pk).area == area_by_code(EAST)
    assert Move.objects.filter(verb="redraw").count() == 3


def test_the_old_code_is_gone_for_ever(place: cast.Town, root: Client) -> None:
    for at in (IN_WEST, IN_WEST, IN_EAST):
        make.report(item=None, lon=at[0], lat=at[1])
    redraw = planned(root, place)
    the_day_comes(redraw)
    enter_due_redraws(0)
    said = {"code": cast.GRID_1, "name_zh": "旧码", "name_en": ""}
    answer = root.post(reverse("territory:add", args=[place.community.pk]), said)
    assert answer.status_code == 422
    assert "编码不重复使用" in answer.content.decode()
