"""Where help is needed: in words about places, beside what is usual, in the viewer's scope."""

from typing import Any

import pytest
from django.utils import timezone
from tests.cast import IN_GRID_3, person

from gewu.ground.staffing.actions import add_post, appoint, set_stand_in
from gewu.ground.staffing.queries import workers_by_path
from gewu.ground.territory.models import Building, Level
from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import JournalEntry
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries.relief import relief_for
from gewu.work.tickets.rules.relief import Load, Usual, each_of, usual, words_about
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

TODAY = timezone.localdate


def house(place: Any, area: Any, households: int) -> None:
    Building.objects.create(
        county_id=place.county.pk,
        area=area,
        name_zh=f"{households}户楼",
        households=households,
        valid_from=TODAY(),
    )


@pytest.mark.usefixtures("english")
class TestWords:
    average = Usual(households=300, tickets=4)

    @pytest.mark.parametrize(
        ("load", "said"),
        [
            (Load(0, 500, 9), ["Nobody works here today"]),
            (Load(1, 300, 4), []),
            (Load(1, 601, 0), ["More than twice the usual number of households for one worker"]),
            (Load(2, 600, 0), []),
            (Load(1, 450, 0), ["Half as many households again as usual for one worker"]),
            (Load(1, 0, 9), ["More than twice the usual number of open tickets for one worker"]),
            (Load(1, 0, 6), ["Half as many open tickets again as usual for one worker"]),
        ],
    )
    def test_they_say_what_is_much_more_than_usual(self, load, said):
        assert words_about(load, self.average) == said

    def test_few_tickets_are_no_reason_even_when_they_are_twice_the_usual(self):
        assert words_about(Load(1, 0, 2), Usual(tickets=0.5)) == []
        assert words_about(Load(1, 400, 9), Usual()) == []

    def test_the_usual_counts_only_where_somebody_works_and_households_are_known(self):
        loads = [Load(1, 400, 2), Load(2, 400, 0), Load(1, 0, 4), Load(0, 900, 90)]
        assert usual(loads) == Usual(households=300, tickets=2)
        assert usual([]) == Usual()

    def test_a_figure_has_a_digit_only_where_it_is_small(self):
        assert (each_of(3.25), each_of(312.4)) == ("3.2", "312")


@pytest.mark.django_db
class TestRelief:
    def test_areas_stand_by_code_with_what_lies_below_them(self):
        place = make.equipped_town()
        house(place, place.grid_1, 900)
        house(place, place.grid_2, 100)
        house(place, place.grid_3, 100)
        for _each in range(3):
            make.team_ticket(place)
        found = relief_for(place.root, Level.GRID)
        assert [each.area for each in found.places] == [place.grid_1, place.grid_2, place.grid_3]
        assert found.usual.households == 500  # grids 1 and 3 have a worker each
        assert [each.load.tickets for each in found.places] == [3, 0, 0]
        first, second, third = found.places
        assert len(first.words) == 2 and len(second.words) == 1 and third.words == []
        only = relief_for(place.root, Level.GRID, only=True)
        assert [each.area for each in only.places] == [place.grid_1, place.grid_2]
        (town, _other) = relief_for(place.root, Level.TOWN).places
        assert (town.load.workers, town.load.households, town.load.tickets) == (1, 1000, 3)
        (named,) = relief_for(place.root, Level.GRID, words="grid 3").places
        assert named.area == place.grid_3

    def test_whoever_stands_in_counts_instead_and_nobody_twice(self):
        place = make.equipped_town()
        post = add_post(unit=place.team_2, role="worker", by=SYSTEM)
        set_stand_in(post=post, user=place.dan, from_day=TODAY(), until=TODAY(), by=SYSTEM)
        more = add_post(unit=place.team_3, role="worker", full_time=False, by=SYSTEM)
        appoint(post=more, user=place.dan, from_day=TODAY(), by=SYSTEM)
        there = dict(workers_by_path(place.county.path))
        assert there[place.grid_2.path] == place.dan.pk
        towns = relief_for(place.root, Level.TOWN).places
        assert [each.load.workers for each in towns] == [2, 1]

    def test_the_page_shows_only_what_lies_under_ones_posts(self):
        place = make.equipped_town()
        shown = text(at(place.ben).get(url("relief")))
        assert "Grid 1" in shown and "Grid 2" in shown and "Grid 3" not in shown
        assert "No households are known yet" in shown and "Nobody works here today" in shown
        assert "第一网格" not in shown
        assert "艾达" not in shown and "Ada" not in shown  # places, not persons
        assert "No area of yours is called that" in text(at(place.hana).get(url("relief")))
        nobody = person("frida", "弗里达")
        assert at(nobody).get(url("relief")).status_code == 403

    @pytest.mark.parametrize(
        ("elsewhere", "is_told"), [(0, True), (1, False), (4, False), (5, True)]
    )
    def test_the_usual_does_not_give_a_few_tickets_elsewhere_away(self, elsewhere, is_told):
        place = make.equipped_town()
        make.team_ticket(place)
        for _each in range(elsewhere):
            make.report(lon=IN_GRID_3[0], lat=IN_GRID_3[1])
        ben, root = (text(at(who).get(url("relief"))) for who in (place.ben, place.root))
        usual = f"in the whole county: {(1 + elsewhere) / 2:.1f} open tickets"
        assert (usual in ben) == is_told and usual in root  # who sees all of them is told
        assert ("fewer than 5" in ben) != is_told
        answer = at(place.ben).post(url("export_relief"), {"kind": "csv", "purpose": "x"})
        assert ("fewer than 5" in answer.content.decode()) != is_told

    def test_filters_narrow_and_what_cannot_be_read_is_none(self):
        place = make.equipped_town()
        narrowed = text(at(place.root).get(url("relief"), {"level": 2, "q": "west"}))
        assert "West Town" in narrowed and "East Town" not in narrowed
        only = text(at(place.root).get(url("relief"), {"only": "on", "q": "grid"}))
        assert "Grid 2" in only and "Grid 1<" not in only
        calm = text(at(place.root).get(url("relief"), {"only": "on", "q": "grid 1"}))
        assert "Nowhere is there much more than usual" in calm
        odd = at(place.root).get(url("relief"), {"level": "9", "page": "x"})
        assert odd.status_code == 200 and "Grid 1" in text(odd)
        part = at(place.root).get(url("relief"), headers=HTMX)
        assert text(part).startswith('<div class="stack" id="places">')

    def test_long_lists_are_paged(self, monkeypatch):
        place = make.equipped_town()
        monkeypatch.setattr("gewu.work.tickets.views.relief.PAGE_SIZE", 2)
        last = text(at(place.root).get(url("relief"), {"page": 2, "level": 4}))
        assert "Grid 3" in last and "Grid 1<" not in last and "3–3 / 3" in last
        assert "page=1&amp;level=4" in last or "level=4&amp;page=1" in last

    def test_the_file_says_who_took_it_what_for_and_why_help_is_needed(self):
        place = make.equipped_town()
        house(place, place.grid_1, 320)
        assert "1 area" in text(at(place.ben).get(url("export_relief") + "?only=on"))
        refused = at(place.ben).post(url("export_relief"), {"kind": "csv"})
        assert "This field is required" in text(refused)
        answer = at(place.ben).post(
            url("export_relief") + "?q=grid", {"kind": "csv", "purpose": "planning"}
        )
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert "Ben" in rows[0] and "planning" in rows[1] and "320 households" in rows[3]
        assert rows[5] == "370899100001001,Grid 1,East Community,1,320,320,0,0.0,"
        assert rows[6].endswith(",0,0,,0,,Nobody works here today")
        noted = JournalEntry.objects.get(name="tickets.exported")
        assert noted.payload["rows"] == 2 and noted.payload["queue"] == "relief"
        assert at(place.ada).get(url("export_relief")).status_code == 403

    def test_a_ticket_that_is_kept_from_somebody_is_not_counted_for_them(self):
        place = make.equipped_town()
        ticket = make.team_ticket(place)
        Ticket.objects.filter(pk=ticket.pk).update(barred=[place.town_office.pk])
        assert relief_for(place.ben, Level.GRID).places[0].load.tickets == 0
        assert relief_for(place.root, Level.GRID).places[0].load.tickets == 1
