"""The second wall of whistles: the same as the rule in the code, and it stands without that rule."""

import pytest
from tests.cast import person

from gewu.ground.accounts.queries import scope_of
from gewu.kernel import viewing, wall
from gewu.work.tickets import actions
from gewu.work.tickets.models import (
    Ticket,
    Whistle,
    WhistleCall,
    WhistleMeeting,
    WhistleReminder,
    WhistleStep,
    WhistleTask,
)
from gewu.work.tickets.queries import whistling
from gewu.work.tickets.tests import whistles as blow
from gewu.work.tickets.tests.browsing import at, text, url

pytestmark = pytest.mark.django_db
ELSEWHERE = "西镇的桥要塌了，请来人"
HANGING = (WhistleCall, WhistleTask, WhistleMeeting, WhistleStep, WhistleReminder)


@pytest.fixture
def scene():
    """Ada's whistle runs, with a task; Dan's of the other town waits for its lead."""
    scene = blow.scene()
    place = scene.place
    scene.mine = blow.running(scene)
    given = {"unit": scene.units[0], "words": "先查管", "due_at": scene.mine.due_at}
    actions.give_task(whistle=scene.mine, **given, by=scene.lena)
    place.people["lena"], place.people["gina"] = scene.lena, scene.people[1]
    place.people["nora"] = person("nora", "诺拉")
    unit = {"unit": place.team_3, "units": [place.other_town_office], "words": ELSEWHERE}
    scene.other = blow.raised(scene, ticket=None, **unit, by=place.dan)
    return scene


def found(rows) -> set:
    return set(rows.order_by().values_list("pk", flat=True))


def same_for_everybody(scene) -> dict:
    seen = {}
    for who, user in scene.place.people.items():
        mine = found(whistling.visible_to(user))
        hanging = {model: found(model.objects.filter(whistle__in=mine)) for model in HANGING}
        with viewing.through(scope_of(user)):
            assert found(Whistle.objects.all()) == mine == found(whistling.visible_to(user)), who
            for model, rows in hanging.items():
                assert found(model.objects.all()) == rows, (who, model.__name__)
        seen[who] = mine
    return seen


def test_it_is_the_same_as_the_rule_in_the_code(scene):
    assert wall.unguarded() == []
    seen = same_for_everybody(scene)
    mine, other = scene.mine.pk, scene.other.pk
    assert seen["ada"] == seen["hana"] == seen["gina"] == {mine} and seen["dan"] == {other}
    assert seen["eve"] == {mine, other} and seen["nora"] == set()


def test_a_called_unit_sees_it_once_it_is_approved(scene):
    Whistle.objects.filter(pk=scene.mine.pk).update(approved_at=None, state="raised")
    seen = same_for_everybody(scene)
    assert seen["hana"] == set() and seen["ada"] == {scene.mine.pk}


def test_whom_the_ticket_is_about_does_not_see_its_whistle(scene):
    Ticket.objects.filter(pk=scene.mine.ticket_id).update(barred=[scene.place.team_1.pk])
    seen = same_for_everybody(scene)
    assert seen["ada"] == set() and seen["gina"] == seen["lena"] == {scene.mine.pk}


def test_a_called_unit_finds_it_by_the_title_of_its_ticket(scene):
    hana, ticket = at(scene.people[0]), scene.mine.ticket
    for words in (ticket.text.title[:4], ticket.number):
        page = text(hana.get(url("whistles"), {"show": "open", "q": words}))
        assert f"w{scene.mine.pk}" in page and ticket.text.headline in page


def test_with_every_filter_forgotten_no_other_towns_is_shown(scene, monkeypatch):
    everything = Whistle.objects.exclude(pk=None)
    monkeypatch.setattr(whistling, "visible_to", lambda _user: everything.all())
    ada = at(scene.ada)
    for query in ({"show": "open"}, {"show": "open", "q": ELSEWHERE[:4]}):
        page = ada.get(url("whistles"), query)
        assert page.status_code == 200 and str(scene.other.pk) not in text(page)
    assert ada.get(url("whistle_page", scene.mine.pk)).status_code == 200
    for address in (
        url("whistle_page", scene.other.pk),
        url("whistle_step", scene.other.pk, "approve_whistle"),
    ):
        assert ada.get(address).status_code == 404
