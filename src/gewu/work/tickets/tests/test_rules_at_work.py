"""Each field of a routing rule, filled in through its page, decides who gets the next report."""

from datetime import UTC, datetime

import pytest
import time_machine
from tests.cast import IN_GRID_2, person

from gewu.ground.territory.models import Area
from gewu.work.tickets.models import LeadKind, RuleSet
from gewu.work.tickets.queries import rule_book
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, text, url

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # ten in the morning in the county
TUESDAY = MONDAY.replace(day=3)
EVENING = MONDAY.replace(hour=12)


@pytest.fixture
def place():
    return make.equipped_town()


def in_force(place, **asked):
    """Only this rule: rubbish, and what is asked besides, goes to the town's office."""
    RuleSet.objects.all().delete()
    browser = at(place.root)
    browser.post(url("rules_draft"))
    said = {"seen": 0, "items": [make.RUBBISH], "target": "unit"}
    said |= {"unit": str(place.town_office.pk)}
    answer = browser.post(url("add_rule"), said | asked)
    assert answer.status_code == 302, text(answer)
    seen = rule_book.draft_of(place.county.pk).revision
    browser.post(url("rules_trial"), {"seen": seen, "note": "试行一周"})


def sent_to(moment=MONDAY, **report):
    with time_machine.travel(moment, tick=False):
        return make.report(**report).unit_id


def test_what_is_asked_decides_who_gets_the_next_report(place):
    Area.objects.filter(pk=place.grid_2.pk).update(kind="special")
    elsewhere = {"lon": IN_GRID_2[0], "lat": IN_GRID_2[1]}
    rough = {"lon": None, "lat": None, "area": place.community}
    for asked, other in (
        ({"items": [make.RUBBISH]}, {"item": make.item("0203")}),
        ({"items": [], "categories": ["01"]}, {"item": make.item("0203")}),
        ({"area": str(place.grid_1.pk)}, elsewhere),
        ({"area_level": "4"}, rough),
        ({"area_kind": "general"}, elsewhere),  # the second grid is a park
        ({"channels": ["web"]}, {"channel": "phone"}),
        ({"weekdays": ["1"]}, {"moment": TUESDAY}),
        ({"since": "08:00"}, {"moment": MONDAY.replace(hour=22, day=1)}),
        ({"until": "18:00"}, {"moment": EVENING}),
        ({"keywords": "垃圾桶、桶"}, {"words": "三号楼前一堆树叶"}),
        ({"is_confidential": "no"}, {"is_confidential": True}),
    ):
        in_force(place, **asked)
        assert sent_to() == place.town_office.pk, asked
        assert sent_to(**other) != place.town_office.pk, asked


def test_a_condition_of_an_item_goes_its_own_way(place):
    in_force(place, items=[], conditions=["0101:2"])
    assert sent_to() == place.sanitation.pk
    one, two = make.item().conditions.filter(seq__in=(1, 2), valid_to=None).order_by("seq")
    for condition, unit in ((one, place.sanitation), (two, place.town_office)):
        ticket = make.report(item=None)
        at(place.ben).post(url("file", ticket.pk), {"condition": condition.pk})
        ticket.refresh_from_db()
        assert ticket.unit == unit


def test_the_target_is_a_unit_a_level_a_kind_of_work_or_what_another_item_does(place):
    kind = LeadKind.objects.get(county_id=place.county.pk, kind="环卫")
    advice = {"items": [make.ADVICE]}
    for target, unit in (
        ({"target": "unit", "unit": str(place.desk.pk)}, place.desk),
        ({"target": "level", "level": "community"}, place.community_office),
        ({"target": "lead", "lead_kind": str(kind.pk)}, place.sanitation),
        ({"target": "item", "as_item": str(make.item().pk)}, place.sanitation),
    ):
        in_force(place, **advice, **target)
        assert sent_to(item=make.item(make.ADVICE)) == unit.pk, target


def test_its_names_and_the_note_are_read_by_the_next_administrator(place):
    in_force(place, name_zh="垃圾归镇里", name_en="Rubbish to the town")
    rita = at(person("rita", "丽塔", place.desk, "administrator"))
    shown = text(rita.get(url("rules")))
    assert "Rubbish to the town" in shown and "试行一周" in shown
    assert "垃圾归镇里" in text(rita.get(url("rules"), headers={"accept-language": "zh-hans"}))
