"""The named town with catalogue and calendar, and a browser without JavaScript."""

from typing import Any

import pytest
from django.test import Client
from tests.cast import Town

from gewu.work.tickets.tests.factories import equipped_town


@pytest.fixture
def place(db: None) -> Town:
    """The town, ready for reports."""
    return equipped_town()


@pytest.fixture
def cleo(client: Client, settings: Any) -> Client:
    """A resident's browser, in English so that messages can be compared."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
