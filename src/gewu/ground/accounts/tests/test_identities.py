"""Signing in by the county's identity provider: linked once, proven each time, refused otherwise."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from tests.cast import PASSWORD
from tests.fakes import oidc as fakes

from gewu.ground.accounts import actions, queries
from gewu.ground.accounts.models import Identity
from gewu.kernel import oidc
from gewu.kernel.acting import Refusal
from gewu.kernel.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OWN, BEGIN, BACK = "/accounts/identity/", "/accounts/identity/begin/", "/accounts/identity/back/"
LOGIN = "/accounts/login/"


@pytest.fixture
def fake(settings):
    with fakes.provider() as running:
        known = oidc.Provider(running.issuer, fakes.ID, fakes.SECRET, "统一身份")
        settings.IDENTITY_PROVIDERS = {"staff": known, "residents": None}
        yield running


def signed_in(username="ada"):
    client = Client()
    client.post(LOGIN, {"login": username, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def linked(user, fake, subject="s-1"):
    return actions.link_identity(user=user, issuer=fake.issuer, subject=subject, by=user)


def through(client, fake, asked=BEGIN):
    """To the provider and back."""
    return client.get(f"{BACK}?{fake.agree(client.get(asked)['Location'])}")


def said(client):
    return client.get(LOGIN).text


def test_without_a_provider_there_is_nothing(town, client):
    assert "Sign in by" not in said(client)
    for path in (BEGIN, BACK):
        assert client.get(path).status_code == 404
    assert signed_in().get(OWN).status_code == 404


def test_somebody_links_it_once_and_signs_in_by_it(town, fake):
    ada = signed_in()
    assert "统一身份" in ada.get(OWN).text and "Link it" in ada.get(OWN).text
    answer = through(ada, fake)
    assert answer["Location"] == OWN and "Linked" in ada.get(OWN).text
    fresh = Client()
    assert "Sign in by 统一身份" in said(fresh)
    assert f'href="{BEGIN}?next=%2Ftickets%2F"' in fresh.get(f"{LOGIN}?next=/tickets/").text
    assert through(fresh, fake, f"{BEGIN}?next=/tickets/")["Location"] == "/tickets/"
    assert fresh.get("/desk/").status_code == 200
    away = Client()
    assert through(away, fake, f"{BEGIN}?next=https://elsewhere.example/")["Location"] == "/desk/"
    names = list(AuditRecord.objects.values_list("name", flat=True))
    assert names.count("accounts.identity_linked") == 1
    assert names.count("accounts.signed_in") == 3
    # … and takes it away again.
    assert ada.post("/accounts/identity/unlink/")["Location"] == OWN
    assert ada.post("/accounts/identity/unlink/")["Location"] == OWN
    assert not Identity.objects.exists()


def test_linking_asks_for_the_password_once_more(town, fake):
    client = Client()
    client.force_login(town.ada)
    assert client.get(BEGIN)["Location"] == OWN
    assert "/accounts/reauthenticate/" in client.get(OWN)["Location"]


def test_an_identity_that_nobody_has_linked_is_told_what_to_do(town, fake, client):
    answer = through(client, fake)
    assert answer.status_code == 403 and "link it there" in answer.text
    assert client.get("/desk/").status_code == 302
    assert AuditRecord.objects.filter(name="accounts.sign_in_failed").count() == 1


def test_a_closed_sign_in_stays_closed_and_a_second_proof_is_asked_for(town, fake, client):
    linked(town.ada, fake)
    TOTP.activate(town.ada, "JBSWY3DPEHPK3PXP")
    assert through(client, fake)["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302
    linked(town.ben, fake, "s-2")
    actions.deactivate_user(user=town.ben, by=town.sam)
    fake.claims = {"sub": "s-2"}
    assert "closed" in through(Client(), fake).text


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_meant_for_us_is_refused(town, fake, client, changed):
    linked(town.ada, fake)
    fake.changed = changed
    assert through(client, fake)["Location"] == LOGIN
    assert "could not be proven" in said(client)
    assert client.get("/desk/").status_code == 302


def test_another_key_a_replay_and_an_answer_of_another_browser_are_refused(town, fake, client):
    linked(town.ada, fake)
    fake.key = fakes.OTHER_KEY
    assert through(client, fake)["Location"] == LOGIN
    fake.key = fakes.KEY
    query = fake.agree(client.get(BEGIN)["Location"])
    assert Client().get(f"{BACK}?{query}")["Location"] == LOGIN  # a link that somebody was sent
    assert client.get(f"{BACK}?{query}")["Location"] == "/desk/"
    client.logout()
    fake.codes["c9"] = {}
    assert client.get(f"{BACK}?{query}")["Location"] == LOGIN  # the same once more
    assert client.get(f"{BACK}?error=access_denied")["Location"] == LOGIN
    assert client.get(BACK)["Location"] == LOGIN


def test_a_provider_that_is_down_or_somebody_else_is_said(town, fake, client, settings):
    fake.calls_itself = "https://elsewhere.example"
    assert client.get(BEGIN)["Location"] == LOGIN
    assert "does not answer" in said(client)
    gone = oidc.Provider("http://127.0.0.1:1", fakes.ID, fakes.SECRET)
    settings.IDENTITY_PROVIDERS = {"staff": gone, "residents": None}
    assert client.get(BEGIN)["Location"] == LOGIN
    assert "does not answer" in said(client)
    ada = signed_in()
    assert ada.get(BEGIN)["Location"] == OWN and "does not answer" in ada.get(OWN).text


@pytest.mark.parametrize("document", [[], None, {}, {"issuer": None}, "x", 7], ids=str)
def test_a_provider_that_describes_itself_in_another_shape_is_said(town, fake, client, document):
    fake.describes_itself = document
    assert client.get(BEGIN)["Location"] == LOGIN
    assert "does not answer" in said(client)
    assert client.get(f"{BACK}?code=c&state=s")["Location"] == LOGIN


def test_one_identity_is_one_persons(town, fake):
    linked(town.ada, fake)
    assert linked(town.ada, fake) == Identity.objects.get()
    with pytest.raises(Refusal, match="Remove it first"):
        linked(town.ada, fake, "s-9")
    with pytest.raises(Refusal, match="another sign-in"):
        linked(town.ben, fake)
    with pytest.raises(Refusal):
        actions.link_identity(user=town.ada, issuer="x", subject="y", by=town.sam)
    ben = signed_in("ben")
    through(ben, fake)
    assert "another sign-in" in ben.get(OWN).text


def test_whoever_lets_in_takes_a_link_away(town, fake, client):
    linked(town.ada, fake)
    path = f"/accounts/users/{town.ada.pk}/"
    client.force_login(town.sam)
    assert "Remove the link" in client.get(path).text
    assert client.post(f"{path}identity/")["Location"] == path
    assert "Remove the link" not in client.get(path).text
    client.force_login(town.ben)
    assert client.post(f"{path}identity/").status_code == 404
    assert queries.identity_of(town.ada) is None


def test_strangers_begin_so_often_and_no_more(town, fake, settings):
    settings.STRANGERS_SEND = (2, 60)
    client = Client(REMOTE_ADDR=f"10.9.8.{int(time.time()) % 200}")
    assert [client.get(BEGIN).status_code for _try in range(3)] == [302, 302, 429]
