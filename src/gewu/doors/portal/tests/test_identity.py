"""Residents sign in by a provider that has proven their number, and by nothing less."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import CLEO
from tests.fakes import oidc as fakes

from gewu.kernel import oidc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BEGIN, BACK = reverse("portal:begin_identity"), reverse("portal:identity_back")
DOOR, ME = reverse("portal:enter"), reverse("portal:me")


@pytest.fixture
def fake(settings):
    with fakes.provider() as running:
        known = oidc.Provider(running.issuer, fakes.ID, fakes.SECRET, "省统一身份")
        settings.IDENTITY_PROVIDERS = {"staff": None, "residents": known}
        running.claims = {
            "sub": "r-1",
            "phone_number": f"+86 {CLEO['phone']}",
            "phone_number_verified": True,
        }
        yield running


def through(client, fake):
    return client.get(f"{BACK}?{fake.agree(client.get(BEGIN)['Location'])}")


def test_a_proven_number_opens_my_data(town, fake, client):
    assert "Sign in by 省统一身份" in client.get(DOOR).text
    answer = through(client, fake)
    assert answer["Location"] == ME and answer.cookies["gewu_resident"]["httponly"]
    assert client.get(ME).status_code == 200
    assert client.get(DOOR)["Location"] == ME
    staff = Client()
    staff.cookies = client.cookies
    assert staff.get("/desk/").status_code == 302  # it opens nothing of the staff's


@pytest.mark.parametrize(
    "claims",
    [
        {"phone_number_verified": False},
        {"phone_number_verified": "true"},
        {"phone_number_verified": None},
        {"phone_number": None},
        {"phone_number": "12"},
        {"nonce": "another"},
    ],
    ids=str,
)
def test_nothing_less_does(town, fake, client, claims):
    fake.changed = claims
    answer = through(client, fake)
    assert answer["Location"] == DOOR and "gewu_resident" not in answer.cookies
    assert 'role="' in client.get(DOOR).text
    assert client.get(ME).status_code == 302


def test_without_a_provider_and_with_one_that_is_down(town, client, settings, monkeypatch):
    assert "Sign in by" not in client.get(DOOR).text
    assert [client.get(path).status_code for path in (BEGIN, BACK)] == [404, 404]
    gone = oidc.Provider("http://127.0.0.1:1", fakes.ID, fakes.SECRET)
    settings.IDENTITY_PROVIDERS = {"staff": None, "residents": gone}
    assert client.get(BEGIN)["Location"] == DOOR
    assert "does not answer" in client.get(DOOR).text
    settings.STRANGERS_SEND = (1, 60)
    assert [client.get(BEGIN).status_code for _try in range(2)] == [302, 429]
