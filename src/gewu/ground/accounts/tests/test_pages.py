"""Signing in and looking after users, through the client."""

import pytest
from tests.cast import GRID_1, PASSWORD

from gewu.ground.accounts.actions import deactivate_user, issue_key
from gewu.ground.accounts.models import ApiKey, User
from gewu.ground.accounts.plugs import Adapter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = "another-long-word-2"


def sign_in(client, username="ada", password=PASSWORD):
    return client.post("/accounts/login/", {"login": username, "password": password})


class TestSigningIn:
    def test_name_and_password_open_the_desk(self, town, client):
        assert client.get("/accounts/login/").status_code == 200
        answer = sign_in(client)
        assert (answer.status_code, answer.url) == (302, "/desk/")

    def test_a_wrong_password_says_so_and_keeps_the_name(self, town, client):
        answer = sign_in(client, password="wrong")
        assert "Name or password is not right" in answer.text
        assert 'value="ada"' in answer.text

    def test_five_failures_lock_the_name_even_for_the_right_password(self, town, client):
        for _ in range(5):
            sign_in(client, password="wrong")
        assert "fifteen minutes" in sign_in(client).text
        assert sign_in(client, "ben").status_code == 302

    def test_a_closed_sign_in_does_not_open(self, town, client):
        User.objects.filter(pk=town.ada.pk).update(is_active=False)
        assert sign_in(client).status_code == 403
        assert "_auth_user_id" not in client.session

    def test_it_returns_to_where_one_wanted_to_go(self, town, client):
        answer = client.get("/accounts/users/")
        assert answer.url == "/accounts/login/?next=/accounts/users/"
        answer = client.post(answer.url, {"login": "sam", "password": PASSWORD})
        assert answer.url == "/accounts/users/"

    def test_signing_out_asks_once(self, town, client):
        client.force_login(town.ada)
        assert client.get("/accounts/logout/").status_code == 200
        assert client.post("/accounts/logout/").url == "/"
        assert "_auth_user_id" not in client.session

    def test_nobody_signs_up(self, client, db):
        assert client.get("/accounts/signup/").status_code == 404
        assert not Adapter().is_open_for_signup(None)

    def test_too_many_tries_from_one_place_get_a_page(self, town, client, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        sign_in(client, password="wrong")
        answer = sign_in(client, password="wrong")
        assert answer.status_code == 429
        assert "administrator" in answer.text


class TestOwnPassword:
    def test_it_changes_and_the_session_goes_on(self, town, client):
        client.force_login(town.ada)
        assert client.get("/accounts/password/change/").status_code == 200
        given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        answer = client.post("/accounts/password/change/", given, follow=True)
        assert "The password is changed" in answer.text
        assert User.objects.get(pk=town.ada.pk).check_password(NEW)
        assert client.get("/accounts/password/change/").status_code == 200

    def test_who_had_to_choose_one_goes_on_to_their_day(self, town, client):
        User.objects.filter(pk=town.ada.pk).update(must_change_password=True)
        client.force_login(town.ada)
        assert client.get("/desk/")["Location"] == "/accounts/password/change/"
        given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        assert client.post("/accounts/password/change/", given)["Location"] == "/desk/"
        assert client.get("/desk/").status_code == 200

    def test_a_short_one_is_refused_in_the_readers_language(self, town, client):
        client.force_login(town.ada)
        given = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
        for language, said in (
            ("zh-hans", "太短了，至少 10 个字符。"),
            ("en", "It is too short: at least 10 c"),
        ):
            client.cookies["gewu_language"] = language
            assert said in client.post("/accounts/password/change/", given).text

    def test_the_old_one_is_needed(self, town, client):
        client.force_login(town.ada)
        given = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
        assert client.post("/accounts/password/change/", given).status_code == 200
        assert User.objects.get(pk=town.ada.pk).check_password(PASSWORD)


class TestUsers:
    @pytest.mark.parametrize("who", ["ada", "ben", "eve"])
    def test_they_are_for_administrators(self, town, client, who):
        client.force_login(getattr(town, who))
        assert client.get("/accounts/users/").status_code == 403
        assert client.get("/accounts/users/add/").status_code == 403
        assert client.get(f"/accounts/users/{town.ada.pk}/").status_code == 404

    def test_the_list_finds_by_name(self, town, client):
        client.force_login(town.sam)
        assert "Ada" in client.get("/accounts/users/").text
        page = client.get("/accounts/users/?q=本").text
        assert ">Ben<" in page
        assert ">Ada<" not in page

    def test_a_part_is_the_same_piece_of_the_page(self, town, client):
        client.force_login(town.sam)
        part = client.get("/accounts/users/?q=本", headers={"HX-Request": "true"}).text
        assert part.strip().startswith('<div id="results"')
        assert part.strip() in client.get("/accounts/users/?q=本").text
        assert "Nobody is found" in client.get("/accounts/users/?q=xyz").text

    def test_long_lists_are_paged_with_few_queries(
        self, town, client, django_assert_max_num_queries
    ):
        client.force_login(town.sam)
        User.objects.bulk_create(User(username=f"u{n}", name_zh=f"某{n}") for n in range(60))
        with django_assert_max_num_queries(9):
            first = client.get("/accounts/users/").text
        assert "page=2" in first
        assert "page=1" in client.get("/accounts/users/?page=2").text

    def test_an_administrator_adds_somebody_who_then_signs_in(self, town, client):
        client.force_login(town.sam)
        assert client.get("/accounts/users/add/").status_code == 200
        given = {"username": "frank", "name_zh": "弗兰克", "name_en": "Frank", "password": NEW}
        added = client.post("/accounts/users/add/", given)
        user = User.objects.get(username="frank")
        assert added.url == f"/accounts/users/{user.pk}/"
        assert ">Frank<" in client.get("/accounts/users/?q=弗兰").text
        client.logout()
        assert sign_in(client, "frank", NEW).status_code == 302

    def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(self, town, client):
        client.force_login(town.sam)
        given = {"username": "ada", "name_zh": "又一个", "password": NEW}
        answer = client.post("/accounts/users/add/", given)
        assert answer.status_code == 422
        assert "又一个" in answer.text
        assert answer.context["form"].errors["username"]

    def test_names_are_corrected(self, town, client):
        client.force_login(town.sam)
        address = f"/accounts/users/{town.ada.pk}/"
        assert "Grid worker" in client.get(address).text
        assert client.post(address, {"name_zh": "艾达二"}).status_code == 302
        assert "艾达二" in client.get(address).text
        assert client.post(address, {"name_zh": ""}).status_code == 422

    def test_residents_read_a_corrected_name_at_the_grid(self, town, client):
        client.force_login(town.sam)
        client.post(
            f"/accounts/users/{town.ada.pk}/", {"name_zh": "艾达二", "name_en": "Ada Second"}
        )
        client.logout()
        page = f"/territory/grid/{GRID_1}/"
        assert "Ada Second" in client.get(page).text
        client.cookies["gewu_language"] = "zh-hans"
        assert "艾达二" in client.get(page).text

    def test_a_lost_password_is_set_anew(self, town, client):
        client.force_login(town.sam)
        address = f"/accounts/users/{town.ada.pk}/password/"
        assert client.get(address).status_code == 200
        assert client.post(address, {"password": "1"}).status_code == 422
        assert client.post(address, {"password": NEW}).status_code == 302
        client.logout()
        assert sign_in(client, "ada", NEW).status_code == 302

    def test_a_sign_in_is_closed_and_opened_again(self, town, client):
        client.force_login(town.sam)
        address = f"/accounts/users/{town.ada.pk}/active/"
        client.post(address)
        client.logout()
        assert sign_in(client).status_code == 403
        client.force_login(town.sam)
        client.post(address)
        client.logout()
        assert sign_in(client).status_code == 302

    def test_a_session_ends_with_the_sign_in(self, town, client):
        client.force_login(town.ada)
        assert client.get("/territory/").status_code == 200
        deactivate_user(user=town.ada, by=town.sam)
        assert client.get("/territory/").url == "/accounts/login/?next=/territory/"

    def test_nobody_closes_their_own(self, town, client):
        client.force_login(town.sam)
        answer = client.post(f"/accounts/users/{town.sam.pk}/active/", follow=True)
        assert User.objects.get(pk=town.sam.pk).is_active
        assert "administrator" in answer.text


class TestKeys:
    def test_the_secret_is_shown_once(self, town, client):
        client.force_login(town.sam)
        address = f"/accounts/users/{town.ada.pk}/keys/"
        assert client.get(address).status_code == 200
        answer = client.post(address, {"label": "热线"})
        assert "gewu_" in answer.text
        assert answer["Cache-Control"] == "no-store"
        page = client.get(f"/accounts/users/{town.ada.pk}/").text
        assert "热线" in page
        assert "gewu_" not in page.replace("gewu_l", "")
        assert client.post(address, {"label": ""}).status_code == 422

    def test_it_is_revoked_by_an_administrator_or_its_user(self, town, client):
        for who, target in ((town.sam, f"/accounts/users/{town.ada.pk}/"), (town.ada, "/desk/")):
            key = issue_key(user=town.ada, label="热线", by=town.sam).key
            client.force_login(who)
            assert client.post(f"/accounts/keys/{key.pk}/revoke/").url == target
            assert ApiKey.objects.get(pk=key.pk).revoked_at

    def test_a_stranger_gets_404(self, town, client):
        key = issue_key(user=town.ada, label="热线", by=town.sam).key
        client.force_login(town.ben)
        assert client.post(f"/accounts/keys/{key.pk}/revoke/").status_code == 404
