"""The named town with catalogue and calendar, and Pia, who answers for people's data."""

from typing import Any

import pytest
from django.test import Client
from tests.cast import CLEO, Town, person

from gewu.ground.residents.actions import begin_session
from gewu.ground.residents.models import ResidentSession
from gewu.ground.residents.queries import session_of
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT
from gewu.work.tickets.tests.factories import equipped_town

OTHER = "13900000009"


def session_for(phone: str = CLEO["phone"]) -> ResidentSession:
    """A new session of a number."""
    found = session_of(begin_session(phone=phone, by=RESIDENT), clock.now())
    assert found is not None
    return found


@pytest.fixture
def place(db: None) -> Town:
    """The town, and its data-protection officer."""
    built = equipped_town()
    built.people["pia"] = person("pia", "皮娅", built.desk, "protector")
    return built


@pytest.fixture
def session(place: Town) -> ResidentSession:
    """Cleo has shown that her number is hers."""
    return session_for()


@pytest.fixture
def pia(place: Town) -> Client:
    """The desk's browser, in English so that messages can be compared."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(place.people["pia"])
    return client


def text(answer: Any) -> str:
    """The page, with single spaces."""
    return " ".join(answer.content.decode().split())
