"""What goes by itself: households with their area, parts when their time is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gewu.ground.residents import actions, queries
from gewu.ground.residents.models import AccessReview, Consent, PersonAccess, PersonPart
from gewu.ground.residents.tests.people import household, protector, purpose, resident
from gewu.ground.territory.models import Area, Building
from gewu.kernel.acting import RESIDENT, SYSTEM
from gewu.kernel.models import JournalEntry
from gewu.kernel.retention import kind_named

pytestmark = pytest.mark.django_db


def test_households_go_with_their_building_else_to_who_keeps(town):
    house = Building.objects.create(
        county_id=town.county.pk, area=town.grid_1, name_zh="3号楼", valid_from="2026-01-01"
    )
    inside, alone = household(town, building=house), household(town)
    other = household(town, by=town.dan, area=town.grid_3)
    Building.objects.update(area=town.grid_2)
    keepers = {town.grid_1.pk: Area.objects.get(pk=town.grid_3.pk)}
    assert actions.follow_areas(keepers=keepers, by=SYSTEM) == 2
    for home, area in ((inside, town.grid_2), (alone, town.grid_3), (other, town.grid_3)):
        home.refresh_from_db()
        assert home.area_id == area.pk


def test_a_part_goes_when_its_time_is_over(town):
    kind = kind_named("residents.parts")
    made, now = purpose(), timezone.now()
    person, later = resident(town, made), resident(town, made, {"name": "李"})
    PersonPart.objects.filter(person=person).update(keep_until=now - timedelta(days=2))
    assert kind.waiting(now) == kind.left_over(now) == 1
    assert kind.oldest() == PersonPart.objects.earliest("written_at").written_at
    assert kind.purge(now, 10) == 1 and kind.purge(now, 10) == 0
    assert queries.people_found(town.ada, "name", "王小明") == []
    assert PersonPart.objects.get().person == later
    [said] = JournalEntry.objects.filter(name="residents.part_erased")
    assert said.payload["why"] == "over"


def test_readings_and_answers_go_after_years(town):
    person = resident(town, purpose())
    reason = "楼里着火，要确认屋里有没有人"
    access = actions.open_urgently(person=person, reason=reason, by=town.ben).access
    actions.review_access(access=access, is_justified=True, by=protector(town))
    actions.erase_person(person=person, by=RESIDENT)
    later = timezone.now() + timedelta(days=1)
    for name in ("residents.person_accesses", "residents.consents"):
        kind = kind_named(name)
        assert kind.least == 3 * 365
        assert kind.purge(later, 10) == 1
    assert not PersonAccess.objects.exists() and not Consent.objects.exists()
    assert not AccessReview.objects.exists()
