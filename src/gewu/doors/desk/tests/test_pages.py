"""My day for each role, and failed deliveries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import person

from gewu.kernel.ids import uuid7
from gewu.kernel.journal import listeners
from gewu.kernel.models import JournalEntry, ListenerFailure
from gewu.oversight.notices.listeners import tell_people
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db
DAY, FAILURES = "/desk/", "/desk/failures/"


def at(who):
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


class TestMyDay:
    def test_it_asks_to_sign_in(self):
        assert Client().get(DAY).status_code == 302

    def test_a_person_without_post_is_told_so(self, town):
        newcomer = person("newt", "牛特")
        assert "No post is open to you today" in text(at(newcomer).get(DAY))

    def test_a_part_is_a_piece_of_the_page(self, town):
        part = text(at(town.eve).get(DAY, headers={"hx-request": "true"}))
        assert 'id="day"' in part and "<html" not in part
        assert part in text(at(town.eve).get(DAY))


class TestFailures:
    @pytest.fixture
    def failure(self):
        return ListenerFailure.objects.create(
            listener="tickets.live",
            entry=uuid7(),
            event_name="tickets.signed",
            error="OperationalError",
            created_at=timezone.now() - timedelta(hours=2),
        )

    def test_only_the_county_s_administrators_see_them(self, town, failure):
        for who in (town.ben, town.eve, town.ada):
            assert at(who).get(FAILURES).status_code == 403
            assert at(who).post(reverse("desk:try_again", args=[failure.pk])).status_code == 403
        assert "tickets.live" in text(at(town.root).get(FAILURES))

    def test_try_again_says_how_it_went(self, town, failure):
        again = reverse("desk:try_again", args=[failure.pk])
        answer = at(town.root).post(again, follow=True)
        failure.refresh_from_db()
        said = "Delivered." if failure.resolved_at else "It failed again"
        assert said in text(answer)
        assert at(town.root).get(again).status_code == 405
        assert at(town.root).post(reverse("desk:try_again", args=[uuid7()])).status_code == 404

    def test_try_again_delivers_what_failed(self):
        """What Ada was never told of her new ticket stands among her messages then."""
        place = make.equipped_town()
        make.team_ticket(place)
        entry = JournalEntry.objects.filter(name="tickets.dispatched").order_by("id").last()
        failure = ListenerFailure.objects.create(
            listener=next(each.name for each in listeners() if each.hear is tell_people),
            entry=entry.pk,
            event_name=entry.name,
            error="OperationalError",
            created_at=timezone.now(),
        )
        inbox = reverse("notices:inbox")
        assert "New for your unit:" not in text(at(place.ada).get(inbox))
        again = reverse("desk:try_again", args=[failure.pk])
        assert "Delivered." in text(at(place.root).post(again, follow=True))
        assert "New for your unit:" in text(at(place.ada).get(inbox))

    def test_nothing_failed_is_said_kindly(self, town):
        assert "Everything was delivered" in text(at(town.root).get(FAILURES))
