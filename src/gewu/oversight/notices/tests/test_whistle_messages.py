"""Reminders of whistles reach the called unit, then its lead, then whoever leads the level."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.cast import person

from gewu.ground.staffing.queries import unit_on
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.listeners import tell_of_whistles
from gewu.oversight.notices.models import Message
from gewu.oversight.notices.queries import for_whistle, inbox
from gewu.work.tickets import actions
from gewu.work.tickets.models import Whistle
from gewu.work.tickets.tests import whistles as blow
from gewu.work.tickets.tests.browsing import at, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def scene():
    return blow.scene()


def blown(scene, build=blow.approved, **changed):
    with clock.standing_at(MONDAY):
        return build(scene, kind="emergency", units=scene.units[:1], **changed)


def remind(scene, minutes):
    moment = MONDAY + minutes * MINUTE
    with clock.standing_at(moment):
        county_id = scene.place.county.pk
        actions.remind_of_whistles(county_id=county_id, now=moment, by=SYSTEM)
    hear()


def hear():
    rows = JournalEntry.objects.filter(name="tickets.whistle_reminded").order_by("id")
    tell_of_whistles([heard_from(row) for row in rows])


def told():
    rows = Message.objects.order_by("id")
    return [(row.user.username, row.reason) for row in rows]


def test_the_rungs_of_an_emergency(scene):
    head = person("hugo", "雨果", scene.units[0], "head")
    whistle = blown(scene)
    for minutes in (15, 30, 60, 90):
        remind(scene, minutes)
    assert sorted(told()) == [
        ("hana", "absent"),
        ("hana", "unheard"),
        ("hugo", "absent"),
        ("hugo", "unheard"),
        ("lena", "absent"),
    ]
    assert all(row.is_urgent and row.whistle_id == whistle.pk for row in Message.objects.all())
    line = inbox(head).lines[0]
    assert "Not reported in" in line.subject and whistle.shown_number in line.subject
    assert "Whistle" in line.words


def test_told_twice_it_is_one_message_and_opens_the_whistle(scene):
    whistle = blown(scene)
    remind(scene, 15)
    hear()
    message = Message.objects.get(user=scene.people[0])
    answer = at(scene.people[0]).get(reverse("notices:open", args=[message.pk]))
    assert answer["Location"] == reverse("tickets:whistle_page", args=[whistle.pk])
    assert "The call was not acknowledged" in text(
        at(scene.people[0]).get(reverse("notices:inbox"), {"read": "1"})
    )


def test_whoever_whistled_is_not_asked_to_approve_it(scene):
    lea = person("lea", "莉娅", scene.place.town_office, "leader")
    blown(scene, blow.raised, by=scene.lena)
    remind(scene, 15)
    assert told() == [("lea", "unapproved")] and lea.username == "lea"


def test_a_grids_lead_is_whoever_stands_closest_above(scene):
    whistle = blown(scene)
    found = for_whistle(whistle, "lead", scene.place.team_1.pk)
    assert [each.username for each in found]
    cora = person("cora", "柯拉", unit_on(scene.place.other_community), "community")
    whistle.area_path = scene.place.grid_3.path  # of the place: who leads elsewhere cannot see it
    assert for_whistle(whistle, "lead", scene.place.team_1.pk) == [cora]
    nobody = Whistle.objects.select_related("unit__area").get(pk=whistle.pk)
    assert for_whistle(nobody, "lead", scene.units[0].pk) == [scene.lena]


def test_a_whistle_that_is_gone_is_told_to_nobody(scene):
    whistle = blown(scene)
    rows = JournalEntry.objects.order_by("-id")
    with clock.standing_at(MONDAY + 15 * MINUTE):
        county_id = scene.place.county.pk
        actions.remind_of_whistles(county_id=county_id, now=clock.now(), by=SYSTEM)
    heard = [heard_from(row) for row in rows.filter(name="tickets.whistle_reminded")]
    Whistle.objects.filter(pk=whistle.pk).delete()
    tell_of_whistles(heard)
    assert told() == []


def test_where_nobody_may_approve_the_dispatchers_are_told(scene):
    whistle = blown(scene, blow.raised)
    whistle.approval_path = scene.place.county.path
    found = for_whistle(whistle, "supervisor", None)
    assert scene.lena not in found
