"""The demo as people meet it: it loads once, everyone signs in, and all that happened was allowed."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gewu.ground.accounts.models import User
from gewu.ground.residents.models import Consent, Guardian, Household, Person, PersonPart
from gewu.ground.staffing.models import Appointment, Roster, Unit
from gewu.ground.staffing.queries import vacancies
from gewu.ground.staffing.queries.records import expiring_for
from gewu.ground.staffing.queries.rostering import table_of
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import county, locate
from gewu.kernel.acting import SYSTEM
from gewu.kernel.files import store
from gewu.kernel.models import JournalEntry
from gewu.simulation import load as loading
from gewu.simulation.photos.album import SHOTS
from gewu.work.tickets.models import Move, Rating, Ticket, TicketPhoto, Whistle

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
COUNT = 400


def one_photo(seed):
    """Drawing is tested elsewhere; here one picture stands for all."""
    data = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(data, "JPEG")
    kept = store(SimpleUploadedFile("a.jpg", data.getvalue(), "image/jpeg"), by=SYSTEM)
    return {(scene, mended): kept for scene in SHOTS for mended in (False, True)}


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setitem(loading.SIZES, "town", (COUNT, 30))
    monkeypatch.setattr(loading, "hang_photos", one_photo)
    with time_machine.travel(NOW, tick=False):
        return load()


def load():
    return loading.load(scale="town", seed=1, say=lambda words: None)


def test_everyone_signs_in_and_a_second_load_changes_nothing(loaded):
    named = {user for user in User.objects.all() if not user.has_usable_password()}
    people = [user for user in User.objects.order_by("username") if user not in named]
    assert len(people) == 63 and len(named) > 20
    for user in people:
        assert user.grants, user.username
    for greeted in loaded.people:
        found = authenticate(username=greeted["username"], password=greeted["password"])
        assert found is not None, greeted["username"]
    assert len({user.password for user in people}) == 1
    assert vacancies().count() == 3
    before = counts()
    assert load() is None
    assert counts() == before


def test_an_office_has_a_published_roster_and_a_certificate_expires_soon(loaded):
    rosters = Roster.objects.exclude(published_at=None).select_related("unit")
    assert {roster.unit.kind for roster in rosters} == {"town", "community"}
    for roster in rosters:
        table = table_of(roster)
        assert {flaw.words for flaw in table.warnings()} <= {"人数不足"}
        assert max(count.turns for _user, count in table.counts()) <= 31
    leader = User.objects.get(username="leader")
    assert expiring_for(leader, NOW.date()).count() == 1


def counts():
    models = (Area, Unit, User, Appointment, Ticket, Move, JournalEntry)
    return [model.objects.count() for model in models]


def test_people_are_at_home_with_their_consent(loaded):
    people = Person.objects.count()
    assert Household.objects.count() == 12 and people == 27
    assert Consent.objects.count() == people + 3
    assert Guardian.objects.count() == Person.objects.exclude(child_until=None).count() == 3
    assert PersonPart.objects.filter(held__contains=["health"]).count() == 3


def test_the_demo_is_alive(loaded):
    assert loaded.tickets == Ticket.objects.count() == COUNT
    states = Counter(Ticket.objects.order_by().values_list("state", flat=True))
    assert {"dispatched", "in_progress", "checking", "checked", "closed"} <= set(states)
    words = [ticket.clock(NOW) for ticket in Ticket.objects.exclude(state="closed").order_by("id")]
    assert Counter(words)["overdue"] >= 4
    assert Counter(words)["near"] >= 4
    unplaced = Ticket.objects.filter(area=None, lon=None)
    assert all(ticket.area_path == county().path for ticket in unplaced.order_by("id"))
    assert Ticket.objects.filter(area=None, lon__isnull=False).exists()
    assert TicketPhoto.objects.filter(stage="after").exists()
    assert set(Rating.objects.order_by().values_list("stars", flat=True)) >= {4, 5}
    assert not Ticket.objects.filter(submitted_at__gt=NOW).exists()
    assert not Move.objects.filter(at__gt=NOW).exists()
    worker = User.objects.get(username="worker")
    mine = Ticket.objects.filter(unit__in=worker.units_with("tickets.sign"))
    assert mine.exclude(state="closed").count() >= 3


def test_the_last_hours_bring_what_the_main_way_does_not(loaded):
    assert Whistle.objects.count() >= 3
    assert Ticket.objects.exclude(pending="").exists()
    assert Ticket.objects.exclude(helpers=[]).exists()


def test_places_are_what_locating_says(loaded):
    for ticket in Ticket.objects.exclude(lon=None).select_related("area").order_by("id")[:150]:
        assert locate(float(ticket.lon), float(ticket.lat)) == ticket.area


def test_all_that_happened_was_allowed(loaded):
    """Every move by staff was made by somebody whose post opens it, in the order of the table."""
    users = {user.pk: user for user in User.objects.order_by("username")}
    paths = dict(Ticket.objects.order_by().values_list("pk", "area_path"))
    handled = defaultdict(set)
    for move in Move.objects.filter(by_kind="staff").order_by("id"):
        user, path = users[move.by_id], paths[move.ticket_id]
        if move.verb in ("sign", "handle"):
            assert move.unit_id in user.units_with(f"tickets.{move.verb}"), move
            handled[move.ticket_id].add(user.pk)
        elif move.verb in ("check", "rework", "close", "place", "dispatch"):
            by_call = move.verb == "close" and user.may("tickets.revisit", path)
            may = user.may(f"tickets.{move.verb}", path) or by_call
            assert may or move.from_state == "filed", move
        if move.verb in ("check", "close"):
            assert user.pk not in handled[move.ticket_id], move
