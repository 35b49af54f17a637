"""Names by which reports call their place are proposed once enough of them were placed together."""

import pytest
from tests.cast import IN_GRID_1, IN_GRID_2, IN_GRID_3

from gewu.ground.territory.models import Alias
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions
from gewu.work.tickets.listeners import learn_names
from gewu.work.tickets.tests import factories

pytestmark = pytest.mark.django_db

WORDS = "阳光花园门口垃圾满了"


def placed(place, at=IN_GRID_1, words=WORDS, **said):
    ticket = factories.report(words=words, lon=None, lat=None, item=None, **said)
    lon, lat = at
    return actions.place(ticket=ticket, lon=lon, lat=lat, by=place.ben)


@pytest.fixture
def county():
    return factories.equipped_town()


def hear_all():
    rows = JournalEntry.objects.filter(name="tickets.placed").order_by("pk")
    learn_names([heard_from(row) for row in rows])


def proposals():
    return [(each.name, each.area.code, each.reports) for each in Alias.objects.order_by("pk")]


def test_three_different_reports_of_one_grid_name_it(county):
    for _time in range(2):
        placed(county)
    hear_all()
    assert proposals() == []
    placed(county)
    hear_all()
    assert proposals() == [("阳光花园", county.grid_1.code, 3)]


def test_of_two_grids_it_is_a_name_of_their_community(county):
    for at in (IN_GRID_1, IN_GRID_1, IN_GRID_2, IN_GRID_2):
        placed(county, at)
    hear_all()
    assert proposals() == [("阳光花园", county.community.code, 4)]


def test_what_lies_all_over_the_county_is_no_name_of_any(county):
    for at in (IN_GRID_1, IN_GRID_1, IN_GRID_1, IN_GRID_3, IN_GRID_3):
        placed(county, at)
    hear_all()
    assert Alias.objects.filter(area=county.other_community).count() == 0


def test_confidential_reports_private_matters_and_merged_ones_are_not_looked_at(county):
    for _time in range(2):
        placed(county)
    placed(county, is_confidential=True)
    merged = placed(county)
    actions.merge(ticket=merged, master=placed(county, words="路灯不亮"), by=county.ben)
    hear_all()
    assert proposals() == []
