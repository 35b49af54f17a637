"""Sign-ins and keys: done, refused, announced, twice harmless."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from tests.cast import PASSWORD, person

from gewu.ground.accounts import actions, policies, queries
from gewu.ground.accounts.actions import NewUser, admitting
from gewu.ground.accounts.models import ApiKey, User
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
STRONG = "another-long-word-2"


def announced(name):
    return JournalEntry.objects.filter(name=name).count()


def add(by, username="frank", **given):
    values = {"username": username, "password": STRONG, "name_zh": "弗兰克", **given}
    return actions.add_user(**values, by=by)


class TestAddUser:
    def test_it_gives_a_sign_in(self, town):
        user = add(town.sam, name_en="Frank")
        assert user.check_password(STRONG)
        assert (user.shown_name, str(user)) == ("Frank", "Frank")
        entry = JournalEntry.objects.get(name="accounts.user_added", actor_id=town.sam.pk)
        assert entry.payload == {"user_id": str(user.pk)}

    @pytest.mark.parametrize("who", ["ada", "ben", "carl", "dan", "eve", "hana"])
    def test_it_refuses_everyone_else(self, town, who):
        with pytest.raises(Refusal) as refused:
            add(getattr(town, who))
        assert refused.value.code == "not_allowed"

    def test_it_refuses_a_resident(self, town):
        with pytest.raises(Refusal):
            add(RESIDENT)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"username": "ADA"}, "username"),
            ({"username": "a b"}, "username"),
            ({"username": ""}, "username"),
            ({"name_zh": ""}, "name_zh"),
            ({"password": "short"}, "password"),
            ({"password": "1234567890123"}, "password"),
        ],
    )
    def test_it_names_the_field_that_is_wrong(self, town, given, field):
        with pytest.raises(Refusal) as refused:
            add(town.sam, **given)
        assert refused.value.field == field


class TestRenameUser:
    def test_it_corrects_the_name(self, town):
        actions.rename_user(user=town.ada, name_zh="艾达二", name_en="Ada II", by=town.sam)
        assert User.objects.get(pk=town.ada.pk).name_zh == "艾达二"
        assert announced("accounts.user_renamed") == 1

    def test_twice_is_harmless(self, town):
        for _ in range(2):
            actions.rename_user(user=town.ada, name_zh="艾达二", name_en="", by=town.sam)
        assert announced("accounts.user_renamed") == 1

    def test_it_refuses_an_empty_name_and_strangers(self, town):
        with pytest.raises(Refusal):
            actions.rename_user(user=town.ada, name_zh="", name_en="", by=town.sam)
        with pytest.raises(Refusal):
            actions.rename_user(user=town.ada, name_zh="某", name_en="", by=town.ada)


class TestDeactivateUser:
    def test_rights_end_and_come_back(self, town):
        actions.deactivate_user(user=town.ada, by=town.sam)
        assert not User.objects.get(pk=town.ada.pk).may("tickets.see")
        actions.reactivate_user(user=town.ada, by=town.sam)
        assert User.objects.get(pk=town.ada.pk).may("tickets.see")

    def test_twice_is_harmless(self, town):
        for _ in range(2):
            actions.deactivate_user(user=town.ada, by=town.sam)
        assert announced("accounts.user_deactivated") == 1

    def test_nobody_locks_themselves_out(self, town):
        with pytest.raises(Refusal):
            actions.deactivate_user(user=town.sam, by=town.sam)

    def test_others_may_not(self, town):
        with pytest.raises(Refusal):
            actions.deactivate_user(user=town.ada, by=town.ben)
        with pytest.raises(Refusal):
            actions.reactivate_user(user=town.ada, by=town.ben)


class TestChangePassword:
    def test_everyone_changes_their_own(self, town):
        actions.change_password(user=town.ada, password=STRONG, by=town.ada)
        assert User.objects.get(pk=town.ada.pk).check_password(STRONG)
        assert town.ada.check_password(STRONG)
        assert announced("accounts.password_changed") == 1

    def test_an_administrator_changes_anybodys(self, town):
        actions.change_password(user=town.ada, password=STRONG, by=town.sam)
        assert User.objects.get(pk=town.ada.pk).check_password(STRONG)

    def test_nobody_else_does(self, town):
        with pytest.raises(Refusal):
            actions.change_password(user=town.ada, password=STRONG, by=town.ben)

    def test_a_weak_one_is_refused_and_the_old_one_stays(self, town):
        with pytest.raises(Refusal) as refused:
            actions.change_password(user=town.ada, password="12345", by=town.ada)
        assert refused.value.code == "password_weak"
        assert User.objects.get(pk=town.ada.pk).check_password(PASSWORD)


class TestKeys:
    def test_a_key_acts_as_its_user(self, town):
        issued = actions.issue_key(user=town.ada, label="测试", by=town.sam)
        user = actions.sign_in_with_key(secret=issued.secret, day=date(2026, 3, 1))
        assert user == town.ada
        assert (user.actor_kind, user.actor_id) == ("key", town.ada.pk)
        assert user.may("tickets.handle", town.grid_1.path)
        assert str(issued.key) == "测试"
        assert announced("accounts.key_issued") == 1

    def test_the_day_of_use_is_noted_once_a_day(self, town, django_assert_num_queries):
        issued = actions.issue_key(user=town.ada, label="测试", by=town.sam)
        actions.sign_in_with_key(secret=issued.secret, day=date(2026, 3, 1))
        with django_assert_num_queries(1):
            actions.sign_in_with_key(secret=issued.secret, day=date(2026, 3, 1))
        assert ApiKey.objects.get().last_used_on == date(2026, 3, 1)

    def test_the_secret_is_not_stored(self, town):
        issued = actions.issue_key(user=town.ada, label="测试", by=town.sam)
        assert issued.secret.encode() not in bytes(ApiKey.objects.get().digest)

    def test_unknown_revoked_and_closed_keys_open_nothing(self, town):
        day = date(2026, 3, 1)
        assert actions.sign_in_with_key(secret="gewu_wrong", day=day) is None
        issued = actions.issue_key(user=town.ada, label="测试", by=town.sam)
        actions.deactivate_user(user=town.ada, by=town.sam)
        assert actions.sign_in_with_key(secret=issued.secret, day=day) is None
        actions.reactivate_user(user=town.ada, by=town.sam)
        actions.revoke_key(key=issued.key, by=town.ada)
        assert actions.sign_in_with_key(secret=issued.secret, day=day) is None

    def test_revoking_twice_is_harmless(self, town):
        issued = actions.issue_key(user=town.ada, label="测试", by=town.sam)
        for _ in range(2):
            actions.revoke_key(key=issued.key, by=town.sam)
        assert announced("accounts.key_revoked") == 1

    def test_it_refuses_strangers_and_empty_labels(self, town):
        with pytest.raises(Refusal):
            actions.issue_key(user=town.ada, label="测试", by=town.ada)
        with pytest.raises(Refusal) as refused:
            actions.issue_key(user=town.ada, label=" ", by=town.sam)
        assert refused.value.field == "label"
        issued = actions.issue_key(user=town.ada, label="测试", by=town.sam)
        with pytest.raises(Refusal):
            actions.revoke_key(key=issued.key, by=town.ben)


class TestPolicies:
    def test_the_system_sets_up_and_residents_do_not(self, town):
        assert policies.may_manage_accounts(SYSTEM)
        assert not policies.may_manage_accounts(RESIDENT)

    @pytest.mark.parametrize("who", ["ada", "ben", "carl", "dan", "eve", "hana"])
    def test_only_administrators_look_after_others(self, town, who):
        user = getattr(town, who)
        assert not policies.may_manage_accounts(user)
        assert not policies.may_deactivate(user, town.sam)
        assert policies.may_change_password(user, user)
        assert not policies.may_change_password(user, town.sam)


class TestWhoseAccounts:
    """An administrator looks after people of their own place and never rises above it."""

    @pytest.fixture
    def tom(self, town):
        """Administers the town of Ada and Ben."""
        return person("tom", "汤姆", town.town_office, "security")

    @pytest.fixture
    def top(self, town):
        """Administers everything."""
        return add(SYSTEM, username="top", is_superuser=True)

    @pytest.mark.parametrize("who", ["dan", "eve", "hana", "sam"])
    def test_a_towns_administrator_leaves_others_alone(self, town, tom, who):
        other = getattr(town, who)
        for act in (
            lambda: actions.change_password(user=other, password=STRONG, by=tom),
            lambda: actions.issue_key(user=other, label="测试", by=tom),
            lambda: actions.rename_user(user=other, name_zh="某", name_en="", by=tom),
            lambda: actions.deactivate_user(user=other, by=tom),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code == "not_allowed"
        assert queries.user_for(tom, other.pk) is None

    def test_nor_opens_what_another_town_has_closed(self, town, tom):
        actions.deactivate_user(user=town.dan, by=town.sam)
        with pytest.raises(Refusal):
            actions.reactivate_user(user=User.objects.get(pk=town.dan.pk), by=tom)
        assert queries.user_for(tom, town.dan.pk) is None

    def test_they_look_after_their_own_and_who_has_no_post_yet(self, town, tom):
        new = add(tom)
        actions.change_password(user=town.ada, password=STRONG, by=tom)
        found = set(queries.users_for(tom).values_list("username", flat=True))
        assert found == {"ada", "ben", "carl", "tom", new.username}

    def test_nobody_makes_or_touches_an_administrator_of_everything(self, town, tom, top):
        for by in (town.sam, tom):
            for act in (
                lambda by=by: add(by, is_superuser=True),
                lambda by=by: actions.admit_users(
                    people=[NewUser("0017", "王秀兰", "")], everything=True, by=by
                ),
                lambda by=by: actions.change_password(user=top, password=STRONG, by=by),
                lambda by=by: actions.issue_key(user=top, label="测试", by=by),
                lambda by=by: actions.deactivate_user(user=top, by=by),
            ):
                with pytest.raises(Refusal) as refused:
                    act()
                assert refused.value.code == "not_allowed"
            assert queries.user_for(by, top.pk) is None
        assert queries.user_for(top, top.pk) == top
        assert add(top, username="second", is_superuser=True).is_superuser
        actions.deactivate_user(user=town.sam, by=top)


class TestQueries:
    def test_only_administrators_list_sign_ins(self, town):
        assert queries.users_for(town.sam).count() == 8
        assert queries.users_for(town.sam, "艾").get() == town.ada
        assert not queries.users_for(town.eve).exists()
        assert queries.user_for(town.sam, town.ada.pk) == town.ada
        assert queries.user_for(town.ben, town.ada.pk) is None

    def test_keys_are_seen_by_their_user_and_administrators(self, town):
        key = actions.issue_key(user=town.ada, label="测试", by=town.sam).key
        assert queries.keys_of(town.ada, town.ada).get() == key
        assert queries.keys_of(town.sam, town.ada).get() == key
        assert not queries.keys_of(town.ben, town.ada).exists()
        assert queries.key_for(town.ada, key.pk) == key
        assert queries.key_for(town.ben, key.pk) is None

    def test_names_are_found_by_id(self, town):
        assert queries.names_of({town.ada.pk}) == {town.ada.pk: town.ada}


class TestModels:
    def test_sign_in_names_differ_in_more_than_case(self, town):
        with pytest.raises(IntegrityError, match="more_than_case"), transaction.atomic():
            User.objects.create(username="Ada", name_zh="另一个")

    def test_every_user_has_a_name(self, db):
        with pytest.raises(IntegrityError, match="has_a_name"), transaction.atomic():
            User.objects.create(username="noname", name_zh="")

    def test_every_key_says_what_it_is_for(self, town):
        with pytest.raises(IntegrityError, match="what_it_is_for"), transaction.atomic():
            ApiKey.objects.create(user=town.ada, label="", digest=b"1" * 32)

    def test_the_name_follows_the_language(self, town):
        assert town.ada.roles == ("worker",)
        assert town.ada.shown_name == "Ada"
        with translation.override("zh-hans"):
            assert town.ada.shown_name == "艾达"

    def test_a_superuser_administers_everything(self, town):
        user = add(SYSTEM, username="first", is_superuser=True)
        assert user.may("accounts.manage") and user.may("territory.edit", "")
        assert user.paths_with("territory.edit") == ("",)


class TestAddUsers:
    def test_many_sign_ins_are_what_single_ones_are(self, town):
        one = add(town.sam, username="frank", name_en="Frank")
        people = [actions.NewUser(f"u{number}", f"某{number}", "Frank") for number in range(3)]
        many = actions.add_users(people=people, password=STRONG, by=town.sam)
        assert all(user.check_password(STRONG) for user in many)
        own = ("_state", "id", "username", "name_zh", "password", "password_set_at")
        told = {key: value for key, value in vars(one).items() if key not in own}
        stored = User.objects.get(username="u1")
        assert {key: vars(stored)[key] for key in told if key in vars(stored)} == {
            key: value for key, value in told.items() if key in vars(stored)
        }
        assert announced("accounts.user_added") == 8 + 1 + 3

    def test_one_name_that_is_taken_refuses_all(self, town):
        people = [actions.NewUser("new", "新", ""), actions.NewUser("ada", "艾", "")]
        with pytest.raises(Refusal) as refused:
            actions.add_users(people=people, password=STRONG, by=town.sam)
        assert refused.value.code == "username_taken"
        assert not User.objects.filter(username="new").exists()

    def test_others_may_not(self, town):
        with pytest.raises(Refusal):
            actions.add_users(people=[], password=STRONG, by=town.ben)


class TestAdmitUsers:
    def test_a_first_password_is_stored_the_usual_way_once_it_was_used(self, db, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        people = [NewUser("0017", "王秀兰", "")]
        first = actions.admit_users(people=people, by=SYSTEM)[0]
        rounds = int(first.user.password.split("$")[1])
        assert rounds == admitting.FIRST_ROUNDS and first.user.must_change_password
        assert first.user.check_password(first.password)
        first.user.refresh_from_db()
        assert int(first.user.password.split("$")[1]) > 100 * rounds

    def test_a_name_that_is_taken_or_no_name_lets_nobody_in(self, db):
        actions.admit_users(people=[NewUser("0017", "王秀兰", "")], by=SYSTEM)
        for name in ("0017", "no blanks"):
            with pytest.raises(Refusal):
                people = [NewUser("0018", "李明", ""), NewUser(name, "赵强", "")]
                actions.admit_users(people=people, by=SYSTEM)
        assert not User.objects.filter(username="0018").exists()
