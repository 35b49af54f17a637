"""A ticket in a department's professional grid is told to the professional worker of the place."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast

from gewu.ground.staffing import actions
from gewu.ground.staffing.models import Appointment
from gewu.kernel.acting import SYSTEM
from gewu.kernel.journal import heard_from
from gewu.kernel.models import JournalEntry
from gewu.oversight.notices.listeners import tell_people
from gewu.oversight.notices.models import Message
from gewu.work.tickets.actions import dispatch
from gewu.work.tickets.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def scene():
    """Sanitation has a professional grid over grid 1, which Gus looks after; Hana does the rest."""
    town = make.equipped_town()
    overlay = actions.add_overlay(
        unit=town.sanitation,
        code="370899100001900",
        name_zh="环卫专业一格",
        areas=[town.grid_1],
        by=SYSTEM,
    )
    town.people["gus"] = cast.person("gus", "古斯")
    seat = actions.add_seat(overlay=overlay, phone="", by=SYSTEM)
    actions.appoint(post=seat, user=town.gus, by=SYSTEM)
    return town


def told(ticket, town):
    dispatch(ticket=ticket, unit=town.sanitation, by=town.ben)
    rows = JournalEntry.objects.filter(name="tickets.dispatched").order_by("id")
    tell_people([heard_from(row) for row in rows])
    found = Message.objects.filter(ticket_id=ticket.pk, kind="given").select_related("user")
    return {each.user.username for each in found}


def test_it_is_theirs_first(scene):
    assert told(make.report(), scene) == {"gus"}


def test_outside_the_professional_grid_it_is_the_units(scene):
    elsewhere = make.report(lon=cast.IN_GRID_2[0], lat=cast.IN_GRID_2[1])
    assert told(elsewhere, scene) == {"hana", "gus"}


def test_while_they_are_away_and_nobody_stands_in_it_is_the_units(scene):
    today = timezone.localdate()
    leave = actions.ask_leave(
        user=scene.gus, kind="annual", from_day=today, until=today + timedelta(days=3), by=scene.gus
    )
    actions.approve_leave(leave=leave, by=SYSTEM)
    assert told(make.report(), scene) == {"hana", "gus"}


def test_whoever_stands_in_is_told_instead(scene):
    today = timezone.localdate()
    leave = actions.ask_leave(
        user=scene.gus, kind="annual", from_day=today, until=today + timedelta(days=3), by=scene.gus
    )
    actions.approve_leave(leave=leave, stand_in=scene.ada, by=SYSTEM)
    assert told(make.report(), scene) == {"ada"}


def test_a_seat_that_nobody_holds_leaves_it_to_the_unit(scene):
    actions.cancel_appointment(appointment=Appointment.objects.get(user=scene.gus), by=SYSTEM)
    assert told(make.report(), scene) == {"hana"}
