"""A grid ends or is drawn anew: open tickets follow their point, once, on their clocks."""

import pytest
from shapely import box
from tests import cast

from gewu.ground.staffing.queries import unit_of_its_own
from gewu.ground.territory.actions import add_area, plan_merge, plan_redraw, plan_split
from gewu.ground.territory.hooks import Ahead
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code
from gewu.ground.territory.rules.rows import AreaRow
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.drain import drain_all
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import Move, Note, Ticket
from gewu.work.tickets.queries import redrawn
from gewu.work.tickets.queries.history import timeline
from gewu.work.tickets.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

A, B, C = (f"{cast.COMMUNITY}{number:03}" for number in (11, 12, 13))
IN_A, IN_B = (116.602, 35.405), (116.608, 35.405)
OUTLINES = {A: box(116.60, 35.40, 116.604, 35.41), B: box(116.604, 35.40, 116.61, 35.41)}
CLOCKS = ("due_at", "unit_due_at", "stage_due_at", "state", "submitted_at")


@pytest.fixture
def place():
    return make.equipped_town()


def report(at=None, **given):
    where = {"lon": at[0], "lat": at[1]} if at else {"lon": None, "lat": None}
    return make.report(item=None, **where | given)


def split(place, keeps=A):
    parts = [
        AreaRow(number=1, code=code, parent_code="", name_zh=f"网格{code[-2:]}", boundary=outline)
        for code, outline in OUTLINES.items()
    ]
    return plan_split(area=place.grid_1, parts=parts, keeps=keeps, by=place.root)


def merge(place):
    areas = [place.grid_1, place.grid_2]
    return plan_merge(areas=areas, code=C, name_zh="合并网格", by=place.root)


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def verbs(ticket):
    moves = Move.objects.filter(ticket_id=ticket.pk).order_by("id")
    return list(moves.values_list("verb", flat=True))


def test_open_tickets_follow_their_point_and_ended_ones_stay(place):
    west, east, nowhere = report(IN_A), report(IN_B), report(area=place.grid_1)
    closed, before = make.closed(place), {}
    for each in (west, east, nowhere):
        before[each.pk] = {name: getattr(now(each), name) for name in CLOCKS}
    old = (closed.area, closed.area_version, closed.area_path)
    redraw = split(place)
    assert jobs.follow_redraw(str(redraw.pk)) == 3
    a, b = area_by_code(A), area_by_code(B)
    assert [now(each).area for each in (west, east, nowhere)] == [a, b, a]
    assert now(east).area_version == b.current_id and now(east).area_path == b.path
    assert (now(closed).area, now(closed).area_version, now(closed).area_path) == old
    for each in (west, east, nowhere):
        assert {name: getattr(now(each), name) for name in CLOCKS} == before[each.pk]
        move = Move.objects.filter(ticket_id=each.pk).order_by("-id")[0]
        assert (move.verb, move.due_at) == ("redraw", None)
        assert move.codes == {"former_area": str(place.grid_1.pk), "area": str(now(each).area_id)}
        assert Note.objects.get(move_id=move.pk).words.startswith("第一网格 → 网格1")
        assert "redraw" not in [e.move.verb for e in timeline(now(each), for_resident=True)]
    assert JournalEntry.objects.filter(name="tickets.redrawn").count() == 3


def test_repeated_it_moves_nothing(place):
    ticket = report(IN_B)
    redraw = split(place)
    assert jobs.follow_redraw(str(redraw.pk)) == 1
    assert jobs.follow_redraw(str(redraw.pk)) == 0
    assert jobs.go_on(0) == 0
    assert verbs(ticket).count("redraw") == 1


def test_killed_half_way_it_goes_on(place, monkeypatch):
    monkeypatch.setattr("gewu.work.tickets.actions.redrawing.BATCH", 2)
    tickets = [report(IN_B) for _each in range(5)]
    redraw = split(place)
    done = []
    whole = actions.follow_tickets

    def killed(*, pks, by):
        if done:
            raise SystemExit
        done.append(whole(pks=pks, by=by))
        return done[0]

    monkeypatch.setattr("gewu.work.tickets.actions.redrawing.follow_tickets", killed)
    with pytest.raises(SystemExit):
        jobs.follow_redraw(str(redraw.pk))
    assert [verbs(each).count("redraw") for each in tickets].count(1) == 2
    monkeypatch.setattr("gewu.work.tickets.actions.redrawing.follow_tickets", whole)
    assert jobs.go_on(0) == 3  # the job that looks every five minutes finds what was left
    assert [verbs(each).count("redraw") for each in tickets] == [1] * 5


def test_what_hangs_on_a_unit_goes_to_whoever_works_there(place):
    ticket = make.team_ticket(place)
    split(place)
    jobs.go_on(0)
    assert now(ticket).unit == unit_of_its_own(area_by_code(A))
    assert verbs(ticket)[-2:] == ["inherit", "redraw"]
    assert actions.sign(ticket=now(ticket), by=place.ada).state == "in_progress"


def test_a_border_that_moves_takes_along_what_lies_there(place):
    ticket, other = report((116.611, 35.405)), report(area=place.grid_2)
    given = [
        (place.grid_1, box(116.60, 35.40, 116.612, 35.41)),
        (place.grid_2, box(116.612, 35.40, 116.62, 35.41)),
    ]
    redraw = plan_redraw(outlines_of=given, by=place.root)
    assert jobs.follow_redraw(str(redraw.pk)) == 1
    assert (now(ticket).area, now(other).area) == (place.grid_1, place.grid_2)


def test_the_job_comes_by_the_event(place, monkeypatch):
    deferred = []
    monkeypatch.setattr(jobs.follow_redraw, "defer", lambda **given: deferred.append(given))
    redraw = split(place)
    drain_all()
    assert deferred == [{"redraw": str(redraw.pk)}]


def test_a_micro_grids_tickets_go_to_its_heir(place):
    micro = add_area(
        code=f"{cast.GRID_1}01", name_zh="微一", parent=place.grid_1, day=cast.DAY_ONE,
        boundary=box(116.607, 35.404, 116.609, 35.406), by=SYSTEM,
    )  # fmt: skip
    ticket, without_point = report(IN_B), report(area=micro)
    assert now(ticket).area == micro
    split(place)
    jobs.go_on(0)
    heir = area_by_code(f"{B}01")
    assert (now(ticket).area, now(without_point).area) == (heir, heir)


def test_one_that_is_reopened_later_follows_then(place):
    ticket = make.closed(place)
    split(place)
    assert jobs.go_on(0) == 0
    actions.reopen(ticket=now(ticket), words="又满了", by=RESIDENT)
    assert jobs.go_on(0) == 2
    assert now(ticket).area == area_by_code(B)
    assert now(ticket).unit == unit_of_its_own(area_by_code(A))
    assert verbs(ticket)[-3:] == ["reopen", "inherit", "redraw"]


def test_where_nothing_follows_the_ticket_stays(place):
    ticket = report(area=place.grid_1)
    Area.objects.filter(pk=place.grid_1.pk).update(closed_on=cast.DAY_ONE)
    assert jobs.go_on(0) == 0
    assert now(ticket).area == place.grid_1
    Ticket.objects.filter(pk=ticket.pk).update(area=None)
    assert redrawn.home_of(now(ticket)) is None
    assert actions.follow_tickets(pks=[make.closed(place).pk], by=SYSTEM) == 0


class TestWhatIsKeptFromAUnit:
    def test_its_people_in_the_next_unit_do_not_get_it_either(self, place):
        ticket = make.team_ticket(place)
        Ticket.objects.filter(pk=ticket.pk).update(
            unit=place.community_office, barred=[place.team_1.pk]
        )
        split(place)
        team = unit_of_its_own(area_by_code(A))
        assert now(ticket).barred == [place.team_1.pk, team.pk]
        actions.keep_apart(former=place.team_1, heir=team, by=SYSTEM)
        assert now(ticket).barred == [place.team_1.pk, team.pk]
        assert now(ticket).unit == place.community_office

    def test_what_the_other_team_had_goes_up(self, place):
        about_2, about_1 = make.team_ticket(place), make.team_ticket(place)
        Ticket.objects.filter(pk=about_2.pk).update(barred=[place.team_2.pk])
        Ticket.objects.filter(pk=about_1.pk).update(unit=place.team_2, barred=[place.team_1.pk])
        merge(place)
        assert now(about_2).unit == place.community_office
        assert now(about_1).unit == place.community_office

    def test_a_part_in_it_is_taken_back(self, place):
        ticket = make.report()
        ticket = actions.sign(ticket=now(ticket), by=place.hana)
        actions.cohandle(ticket=ticket, unit=place.team_1, words="看看", by=place.hana)
        assert now(ticket).helpers == [place.team_1.pk]
        Ticket.objects.filter(pk=ticket.pk).update(barred=[place.team_2.pk])
        merge(place)
        assert now(ticket).helpers == []


class TestWhatIsSaidBefore:
    def said(self, viewer, **given):
        found = redrawn.consequences(viewer, Ahead(**given))
        return {each.label: each for each in found}

    def test_how_many_go_where(self, place):
        for at in (IN_A, IN_B, IN_B):
            report(at)
        report(area=place.grid_1)
        said = self.said(
            place.root, kind="split", day=cast.DAY_ONE, ends=(place.grid_1,), comes=("甲", "乙"),
            keeps="甲", grounds={"甲": OUTLINES[A], "乙": OUTLINES[B]},
        )  # fmt: skip
        assert said["Open tickets"].count == 4
        assert said["Open tickets"].words == "甲 2, 乙 2"
        assert "/tickets/?area=" in said["Open tickets"].url
        assert said["Routing rules that name it"].url == "/tickets/rules/"

    def test_of_a_merge_and_a_redraw(self, place):
        both = (place.grid_1, place.grid_2)
        said = self.said(place.ben, kind="merge", day=cast.DAY_ONE, ends=both, keeps="合")
        assert said["Open tickets"].words == "They go to 合."
        assert said["Open tickets"].url == said["Routing rules that name it"].url == ""
        report()
        grounds = {"别处": box(0, 0, 1, 1)}
        report(IN_A)
        said = self.said(
            place.ben, kind="redraw", day=cast.DAY_ONE, changes=both[:1], grounds=grounds
        )
        assert said["Open tickets"].words == ""
        assert self.said(place.ben, kind="redraw", day=cast.DAY_ONE)["Open tickets"].words == ""

    def test_a_new_name_moves_nothing(self, place):
        assert self.said(place.root, kind="rename", day=cast.DAY_ONE) == {}
