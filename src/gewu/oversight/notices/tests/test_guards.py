"""The second wall of messages: each reads their own, though every filter is forgotten."""

import pytest
from django.urls import reverse

from gewu.ground.accounts.queries import scope_of
from gewu.kernel import viewing, wall
from gewu.kernel.clock import now
from gewu.kernel.ids import uuid7
from gewu.oversight.notices import queries, rules
from gewu.oversight.notices.models import Delivery, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
KIND = next(iter(rules.KINDS))


@pytest.fixture
def place(town):
    """Ben and Dan have a message each, about different matters."""
    for user in (town.ben, town.dan):
        ids = {"event_id": uuid7(), "matter_id": uuid7()}
        message = Message.objects.create(user=user, kind=KIND, created_at=now(), **ids)
        Delivery.objects.create(message=message, channel="email", due_at=now())
    return town


def test_it_is_the_same_as_the_rule_in_the_code(place):
    assert wall.unguarded() == []
    for who, user in place.people.items():
        own = set(queries.messages_of(user).values_list("pk", flat=True))
        with viewing.through(scope_of(user)):
            assert set(Message.objects.values_list("pk", flat=True)) == own, who
            assert Delivery.objects.count() == len(own), who


def test_with_every_filter_forgotten_one_reads_ones_own(place, client, monkeypatch):
    monkeypatch.setattr(queries, "messages_of", lambda _user: Message.objects.all())
    client.force_login(place.ben)
    page = client.get(reverse("notices:inbox"))
    assert page.status_code == 200
    mine, other = (Message.objects.get(user=user) for user in (place.ben, place.dan))
    assert str(mine.pk) in page.text and str(other.pk) not in page.text
    assert queries.unread_count(place.ben) == 2  # as the house would count them
    with viewing.through(scope_of(place.ben)):
        assert queries.unread_count(place.ben) == 1
