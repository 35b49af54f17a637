"""The API is sent whatever its description allows: no error of ours, and nothing of the neighbour's.

Schemathesis draws the calls; they go through Django's client, so no server is started.
"""

import json

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet

from gewu.config.documents import drawn
from gewu.work.tickets.models import TicketText
from tests.journeys.places import Places, Side, built

pytestmark = pytest.mark.django_db
OF_THE_NEIGHBOUR = "西镇私语不外传"
CALLS = 20  # of each operation, for each of the three
WHO = ("dispatcher", "without a post", "nobody")
SCHEMA = schemathesis.openapi.from_dict(json.loads(drawn()["openapi.json"]))
OPERATIONS = {
    f"{one.ok().method.upper()} {one.ok().path}": one.ok() for one in SCHEMA.get_all_operations()
}


@pytest.fixture
def places(db) -> Places:
    places = built()
    words = {"title": OF_THE_NEIGHBOUR, "words": OF_THE_NEIGHBOUR}
    TicketText.objects.filter(ticket=places.west.ticket).update(**words)
    return places


@pytest.mark.parametrize("who", WHO)
def test_no_call_breaks_it_or_tells_of_the_neighbour(places, who):
    user = places.people.get(who)
    bearer = {"Authorization": f"Bearer {user.key}"} if user else {}
    for name in sorted(OPERATIONS):
        seen = _called(name, places, bearer)
        assert (seen == {401}) == (user is None), (name, seen)


def _called(name, places, bearer):
    """What one operation answers to many calls, some of them about tickets that exist."""
    pks = st.sampled_from([str(side.ticket.pk) for side in (places.east, places.west)])
    seen = set()

    @seed(1)
    @settings(
        max_examples=CALLS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[name].as_strategy(), pk=pks, is_one_of_ours=st.booleans())
    def call(case, pk, is_one_of_ours):
        if is_one_of_ours and "pk" in (case.path_parameters or {}):
            case.path_parameters["pk"] = pk
        answer = _sent(case, bearer)
        assert answer.status_code < 500, (name, case.query, case.body, answer.content)
        seen.add(answer.status_code)
        text = answer.content.decode()
        assert OF_THE_NEIGHBOUR not in text and not _tells(text, places.west), name

    call()
    return seen


def _sent(case, bearer):
    """One call, and nothing of it stays."""
    headers = {str(key): str(value) for key, value in (case.headers or {}).items()}
    query = {key: value for key, value in (case.query or {}).items() if value is not None}
    body = "" if isinstance(case.body, NotSet) else json.dumps(case.body)
    given = {"headers": headers | bearer, "query_params": query, "data": body}
    with transaction.atomic():
        path, kind = case.formatted_path, "application/json"
        answer = Client().generic(case.method, path, content_type=kind, **given)
        transaction.set_rollback(True)
    return answer


def _tells(text: str, side: Side) -> bool:
    return f'"{side.ticket.number}"' in text
