"""Which passwords are taken, how long they last, and what happens after failures."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.cast import PASSWORD

from gewu.ground.accounts import actions, policies, queries
from gewu.ground.accounts.actions import passwords
from gewu.ground.accounts.models import OldPassword, User
from gewu.ground.accounts.rules import kinds_of_signs
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def changed(user: User, password: str) -> User:
    return actions.change_password(user=user, password=password, by=user)


def another(number: int) -> str:
    return f"a-new-sentence-{number}"


def sign_in(password: str, source: str = "127.0.0.1", username: str = "ada"):
    given = {"login": username, "password": password}
    return Client().post("/accounts/login/", given, REMOTE_ADDR=source)


class TestWhich:
    @pytest.mark.parametrize(
        ("password", "kinds"),
        [("", 0), ("abc", 1), ("aB", 2), ("aB1", 3), ("aB1-", 4), ("中文字", 1), ("中a1", 3)],
    )
    def test_kinds_of_signs_are_counted(self, password, kinds):
        assert kinds_of_signs(password) == kinds

    @pytest.mark.parametrize("plain", ["onlysmallletters", "1234509876321", "ALLCAPITALS99"])
    def test_two_kinds_are_too_few(self, town, plain):
        with pytest.raises(Refusal, match="three kinds") as refused:
            changed(town.ada, plain)
        assert (refused.value.code, refused.value.field) == ("password_weak", "password")

    @pytest.mark.parametrize("own", ["Cornelia-Ada-1", "cornelia.ada9"])
    def test_nor_is_ones_own_name_one(self, town, own):
        User.objects.filter(pk=town.ada.pk).update(name_en="Cornelia Ada")
        with pytest.raises(Refusal, match="similar"):
            changed(User.objects.get(pk=town.ada.pk), own)

    def test_the_last_five_do_not_come_back(self, town):
        ada = town.ada
        for number in range(5):
            ada = changed(ada, another(number))
        for password in (another(4), another(0)):
            with pytest.raises(Refusal, match="last five"):
                changed(ada, password)
        ada = changed(changed(ada, another(5)), PASSWORD)  # the sixth is long ago
        assert ada.check_password(PASSWORD)
        assert OldPassword.objects.filter(user=ada).count() == passwords.KEPT

    def test_the_page_says_it_at_the_field(self, town, client):
        client.force_login(town.ada)
        for new, said in ((PASSWORD, "You had it before"), ("justsmallletters", "three kinds")):
            given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
            answer = client.post("/accounts/password/change/", given)
            assert said in answer.text and "password1" in answer.context["form"].errors

    def test_somebody_new_has_no_old_ones(self, town):
        user = actions.add_person(name_zh="某", by=SYSTEM)
        changed(user, another(1))
        assert not OldPassword.objects.filter(user=user).exists()


class TestHowLong:
    @pytest.mark.parametrize(("who", "is_asked"), [("sam", 1), ("root", 1), ("eve", 1), ("ben", 0)])
    def test_after_ninety_days_the_three_choose_another(self, town, client, who, is_asked):
        user = town.people[who]
        old = timezone.now() - timedelta(days=91)
        User.objects.filter(pk=user.pk).update(password_set_at=old)
        client.force_login(user)
        answer = client.get("/desk/")
        assert answer.status_code == (302 if is_asked else 200)
        if is_asked:
            assert answer.url == "/accounts/password/change/"
            assert "older than 90 days" in client.get(answer.url).text
            given = {"oldpassword": PASSWORD, "password1": another(1), "password2": another(1)}
            assert client.post("/accounts/password/change/", given).url == "/desk/"
            assert client.get("/desk/").status_code == 200

    def test_a_young_one_is_left_alone(self, town):
        soon = timezone.now() + timedelta(days=89)
        assert not policies.needs_new_password(town.sam, soon)
        assert policies.needs_new_password(town.sam, soon + timedelta(days=2))

    def test_one_that_somebody_else_set_is_a_first_one(self, town, client):
        client.force_login(town.sam)
        client.post(f"/accounts/users/{town.ada.pk}/password/", {"password": another(1)})
        assert User.objects.get(pk=town.ada.pk).must_change_password
        new = {"username": "fred", "password": another(2), "name_zh": "弗雷德"}
        client.post("/accounts/users/add/", new)
        assert User.objects.get(username="fred").must_change_password
        assert not changed(User.objects.get(username="fred"), another(3)).must_change_password


class TestLock:
    def test_five_failures_lock_a_name_for_a_quarter_of_an_hour(self, town):
        for _try in range(5):
            sign_in("wrong")
        assert "fifteen minutes" in sign_in(PASSWORD).text
        sign_in(PASSWORD)
        locks = AuditRecord.objects.filter(name="accounts.sign_in_locked")
        assert [lock.about_id for lock in locks] == [town.ada.pk], "once for each lock"
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert sign_in(PASSWORD).status_code == 302

    def test_a_stranger_does_not_lock_out_who_signs_in_elsewhere(self, town):
        assert sign_in(PASSWORD, "10.0.0.7").status_code == 302
        for _try in range(5):
            sign_in("wrong", "203.0.113.9")
        assert "fifteen minutes" in sign_in(PASSWORD, "203.0.113.9").text
        assert sign_in(PASSWORD, "10.0.0.7").status_code == 302
        for _try in range(5):
            sign_in("wrong", "10.0.0.7")
        assert "fifteen minutes" in sign_in(PASSWORD, "10.0.0.7").text

    def test_a_name_that_nobody_has_is_locked_too_and_not_kept(self, town):
        for _try in range(6):
            sign_in("wrong", username="a-password-by-mistake-1")
        assert AuditRecord.objects.get(name="accounts.sign_in_locked").about_id is None
        assert not queries.is_known_from("nobody", "10.0.0.7")
        assert not queries.is_known_from("ada", "")
