"""Setting up a county, signing in and what is asked before anything else, in a real Chromium."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from gewu.ground.accounts.actions import publish_undertaking, sign_undertaking
from gewu.ground.accounts.models import User
from gewu.kernel import oidc
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See
from tests.browser.looking import Looker
from tests.cast import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Visits = Iterator[tuple[str, str]]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def setup_pages(place: Town) -> Visits:
    """How a county is set up, and sign-ins are kept safe."""
    for name in ("setup:steps", "setup:check"):
        yield "root", reverse(name)
    yield "ada", reverse("account_reauthenticate")
    for name in ("mfa_index", "usersessions_list", "mfa_list_webauthn"):
        yield "ada", reverse(name)
    yield "eve", reverse("accounts:audit")
    yield "eve", reverse("accounts:export_audit")
    for name in ("periods", "proofs", "export_proofs", "exports"):
        yield "eve", reverse(f"keeping:{name}")
    yield "root", reverse("keeping:period", args=["tickets.words"])
    for name in ("staff", "county"):
        yield "root", reverse("setup:sheet", args=[name])
    yield "root", reverse("setup:there", args=["staff"])
    yield from undertaking_pages(place)


def identity_pages(place: Town) -> Visits:
    """Where the county has an identity provider."""
    yield "", reverse("account_login")
    yield "", reverse("portal:enter")
    yield "ada", reverse("account_change_password")  # her session begins
    has_said_her_password(place.ada)
    yield "ada", reverse("accounts:identity")


def has_said_her_password(user: User) -> None:
    """As asked before something weighty, in all sessions."""
    said = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    for session in Session.objects.all():
        known = session.get_decoded() | {"account_authentication_methods": said}
        known["account_authentication_methods_user"] = str(user.pk)
        session.session_data = Session.objects.encode(known)
        session.save()


def undertaking_pages(place: Town) -> Visits:
    """At the end, because from here on everyone is asked first."""
    yield "sam", reverse("accounts:publish_undertaking")
    words = publish_undertaking(text_zh="我承诺保密。", text_en="I keep it.", by=SYSTEM)
    yield "ada", reverse("accounts:undertaking")
    sign_undertaking(user=place.sam, number=words.number, by=place.sam)
    yield "sam", reverse("accounts:undertakings")
    yield "sam", reverse("accounts:export_undertakings")


def test_setting_up_and_signing_in_keep_nobody_out(place: Town, see: See) -> None:
    assert Looker(place, see).faults(setup_pages(place)) == []


def test_pages_of_an_identity_provider_keep_nobody_out(
    place: Town, see: See, settings: Any
) -> None:
    known = oidc.Provider("http://127.0.0.1:1", "gewu", "secret", "统一身份认证平台")
    settings.IDENTITY_PROVIDERS = {"staff": known, "residents": known}
    assert Looker(place, see).faults(identity_pages(place)) == []
