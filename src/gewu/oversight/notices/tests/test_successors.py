"""Whoever takes over from a dissolved unit is told of each thing."""

import pytest

from gewu.ground.staffing.actions import dissolve_unit
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.listeners import tell_of_whistles, tell_people
from gewu.oversight.notices.models import Message
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def scene():
    return blow.scene()


def hear(name, listener):
    rows = JournalEntry.objects.filter(name=name).order_by("id")
    listener([heard_from(row) for row in rows])


def told():
    return {(row.user.username, row.kind) for row in Message.objects.select_related("user")}


def dissolve(unit, heir):
    dissolve_unit(unit=unit, successor=heir, words="机构改革", by=SYSTEM)


def test_of_a_ticket(scene):
    make.team_ticket(scene.place)
    dissolve(scene.place.team_1, scene.place.sanitation)
    hear("tickets.inherited", tell_people)
    assert told() == {("hana", "given")}


def test_of_a_part(scene):
    make.helped(scene.place)
    dissolve(scene.place.sanitation, scene.units[1])
    hear("tickets.help_asked", tell_people)
    assert ("gina", "help") in told()


def test_of_a_whistle(scene):
    whistle = blow.approved(scene, units=scene.units[:1])
    dissolve(scene.units[0], scene.units[2])
    hear("tickets.whistle_inherited", tell_of_whistles)
    assert told() == {("paul", "given")}
    assert Message.objects.get().whistle_id == whistle.pk
