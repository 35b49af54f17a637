"""A second proof: set up, asked for, lost; and who cannot do without."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from tests.cast import PASSWORD, person

from gewu.ground.accounts import actions, policies, queries
from gewu.ground.accounts.models import User
from gewu.kernel.acting import Refusal
from gewu.kernel.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SECRET = "JBSWY3DPEHPK3PXP"
INDEX = "/accounts/2fa/"


def code_of(secret=SECRET, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sign_in(client, username="ada"):
    return client.post("/accounts/login/", {"login": username, "password": PASSWORD})


def audited():
    return list(AuditRecord.objects.order_by("seq").values_list("name", "payload__kind"))


@pytest.fixture
def app(town):
    """Ada has an app with codes."""
    return TOTP.activate(town.ada, SECRET).instance


def asked_again(client):
    """As one who has just said the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


class TestApp:
    def test_it_is_set_up_with_its_first_code(
        self, town, client, django_capture_on_commit_callbacks
    ):
        sign_in(client)
        asked_again(client)
        page = client.get(f"{INDEX}totp/activate/")
        assert "data:image/svg+xml" in page.text
        wrong = client.post(f"{INDEX}totp/activate/", {"code": "000000"})
        assert "This code is not right" in wrong.text
        code = code_of(page.context["form"].secret)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{INDEX}totp/activate/", {"code": code})
        done = client.get(f"{INDEX}recovery-codes/")
        assert "10 of 10 are left" in done.text
        kinds = {name[1] for name in audited() if name[0] == "accounts.factor_added"}
        assert kinds == {"totp", "recovery_codes"}
        assert "Set up" in client.get(INDEX).text

    def test_its_secret_lies_sealed(self, app):
        stored = Authenticator.objects.get().data["secret"]
        assert SECRET not in stored and len(bytes.fromhex(stored)) > len(SECRET)

    def test_signing_in_asks_for_its_code(self, app, town, client):
        assert sign_in(client).url == f"{INDEX}authenticate/"
        assert client.get("/desk/").status_code == 302
        asked = client.get(f"{INDEX}authenticate/")
        assert "Now the second proof" in asked.text
        wrong = client.post(f"{INDEX}authenticate/", {"code": "000000"})
        assert "This code is not right" in wrong.text
        assert audited()[-1][0] == "accounts.sign_in_failed"
        done = client.post(f"{INDEX}authenticate/", {"code": code_of()})
        assert done.url == "/desk/" and client.get("/desk/").status_code == 200
        assert audited()[-1][0] == "accounts.signed_in"

    def test_a_code_is_good_once(self, app, client):
        for status in (302, 200):
            client.post("/accounts/logout/")
            sign_in(client)
            answer = client.post(f"{INDEX}authenticate/", {"code": code_of()})
            assert answer.status_code == status

    def test_a_spare_code_lets_in_once(self, app, town, client):
        spare = RecoveryCodes.activate(town.ada).get_unused_codes()[0]
        for status in (302, 200):
            client.post("/accounts/logout/")
            sign_in(client)
            answer = client.post(f"{INDEX}authenticate/", {"code": spare})
            assert answer.status_code == status

    def test_it_is_removed_after_one_more_question(self, app, town, client):
        sign_in(client)
        client.post(f"{INDEX}authenticate/", {"code": code_of()})
        asked = client.get(f"{INDEX}totp/deactivate/", follow=True)
        assert "Is it you?" in asked.text and "With a code" in asked.text
        where = asked.redirect_chain[-1][0]
        assert "not your password" in client.post(where, {"password": "wrong"}).text
        assert client.post(where, {"password": PASSWORD}).url == f"{INDEX}totp/deactivate/"
        assert "any more" in client.get(f"{INDEX}totp/deactivate/").text
        client.post(f"{INDEX}totp/deactivate/")
        assert not Authenticator.objects.exists()
        assert audited()[-1] == ("accounts.factor_removed", "totp")

    def test_one_more_question_by_code(self, app, town, client):
        client.force_login(town.ada)
        asked = client.get(f"{INDEX}reauthenticate/?next=/desk/")
        assert "spare code" in asked.text
        done = client.post(f"{INDEX}reauthenticate/?next=/desk/", {"code": code_of()})
        assert done.url == "/desk/"

    def test_spare_codes_are_made_anew_and_kept_as_a_file(
        self, app, town, client, django_capture_on_commit_callbacks
    ):
        sign_in(client)
        client.post(f"{INDEX}authenticate/", {"code": code_of()})
        asked_again(client)
        assert "do not work" in client.get(f"{INDEX}recovery-codes/generate/").text
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{INDEX}recovery-codes/generate/")
        done = client.get(f"{INDEX}recovery-codes/")
        codes = done.context["unused_codes"]
        file = client.get(f"{INDEX}recovery-codes/download/")
        assert file.text.split() == codes

    def test_who_has_no_key_is_told_how_to_add_one(self, town, client):
        sign_in(client)
        asked_again(client)
        assert "No passkey yet" in client.get(f"{INDEX}webauthn/").text
        assert "Add a passkey" in client.get(f"{INDEX}webauthn/add/").text
        broken = client.post(f"{INDEX}webauthn/add/", {"name": "x", "credential": "{}"})
        assert broken.status_code == 200 and "field-error" in broken.text


class TestRequired:
    @pytest.mark.parametrize("who", ["ada", "ben", "carl", "hana", "sam", "eve"])
    def test_posts_that_see_what_residents_confide_cannot_do_without(
        self, town, client, required, who
    ):
        client.force_login(getattr(town, who))
        answer = client.get("/desk/")
        assert answer.url == INDEX
        assert "add a second proof first" in client.get(INDEX).text
        for open_one in (
            f"{INDEX}totp/activate/",
            "/accounts/logout/",
            "/accounts/password/change/",
        ):
            answer = client.get(open_one)
            assert answer.status_code == 200 or answer.url.startswith("/accounts/reauthenticate/")

    def test_whoever_has_one_goes_on(self, app, town, client, required):
        client.force_login(town.ada)
        assert client.get("/desk/").status_code == 200

    def test_other_posts_and_residents_are_left_alone(self, town, client, required):
        assert client.get("/").status_code == 200
        client.force_login(person("tim", "蒂姆"))
        assert client.get(INDEX).status_code == 200
        assert not policies.needs_second_factor(User.objects.get(username="tim"))

    def test_it_is_offered_where_it_is_not_required(self, town, client):
        client.force_login(town.ada)
        assert client.get("/desk/").status_code == 200


class TestLost:
    def test_an_administrator_removes_all_of_them(self, app, town, client):
        RecoveryCodes.activate(town.ada)
        client.force_login(town.sam)
        url = f"/accounts/users/{town.ada.pk}/"
        assert "Remove the second proof" in client.get(url).text
        done = client.post(f"{url}factors/", follow=True)
        assert "Their second proofs are removed" in done.text
        assert not Authenticator.objects.exists() and queries.factors_of(town.ada) == []
        assert "Remove the second proof" not in client.get(url).text
        removed = AuditRecord.objects.filter(name="accounts.factor_removed")
        assert {record.about_id for record in removed} == {town.ada.pk}
        client.post("/accounts/logout/")
        assert sign_in(client).url == "/desk/"

    def test_twice_is_harmless_and_others_may_not(self, app, town):
        tom = person("tom", "汤姆", town.other_town_office, "administrator")
        for by in (town.ben, tom):
            with pytest.raises(Refusal):
                actions.remove_factors(user=town.ada, by=by)
        assert actions.remove_factors(user=town.ada, by=town.sam) == 1
        assert actions.remove_factors(user=town.ada, by=town.sam) == 0

    def test_only_by_post(self, app, town, client):
        client.force_login(town.sam)
        assert client.get(f"/accounts/users/{town.ada.pk}/factors/").status_code == 405
