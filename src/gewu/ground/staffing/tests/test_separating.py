"""Who sets up, who lets in and who looks on are three people."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import PASSWORD, person

from gewu.ground.accounts import queries
from gewu.ground.accounts.actions import add_user, give_up_everything
from gewu.ground.accounts.policies import fault_of_joining
from gewu.ground.staffing import actions, policies
from gewu.ground.staffing.models import Appointment, Post
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
THREE = ("administrator", "security", "auditor")


def seat(town, role, unit=None):
    return actions.add_post(unit=unit or town.desk, role=role, by=SYSTEM)


@pytest.fixture
def chief(town):
    return add_user(
        username="chief", password=PASSWORD, name_zh="首位", is_superuser=True, by=SYSTEM
    )


class TestOnePersonOneOfThree:
    @pytest.mark.parametrize("wanted", THREE)
    @pytest.mark.parametrize("who", ["root", "sam", "eve"])
    def test_nobody_is_appointed_to_two_of_them(self, town, who, wanted):
        user = town.people[who]
        if wanted in user.roles:
            actions.appoint(post=seat(town, wanted, town.town_office), user=user, by=SYSTEM)
            return
        with pytest.raises(Refusal, match="three people") as refused:
            actions.appoint(post=seat(town, wanted), user=user, by=SYSTEM)
        assert (refused.value.code, refused.value.field) == ("joined_roles", "user")

    def test_nor_does_anybody_stand_in_for_another_of_them(self, town):
        today = timezone.localdate()
        with pytest.raises(Refusal, match="three people"):
            actions.set_stand_in(
                post=seat(town, "auditor"), user=town.root, from_day=today,
                until=today + timedelta(days=3), by=SYSTEM,
            )  # fmt: skip

    def test_one_after_the_other_is_well(self, town):
        today = timezone.localdate()
        held = Appointment.objects.get(user=town.root)
        actions.end_appointment(appointment=held, last_day=today, by=SYSTEM)
        later = actions.appoint(
            post=seat(town, "auditor"), user=town.root, from_day=today + timedelta(days=1),
            by=SYSTEM,
        )  # fmt: skip
        assert later.pk
        with pytest.raises(Refusal, match="three people"):
            actions.end_appointment(
                appointment=held, last_day=today + timedelta(days=30), by=SYSTEM
            )

    def test_other_roles_go_together_with_them(self, town):
        actions.appoint(post=seat(town, "leader"), user=town.root, by=SYSTEM)
        assert set(town.root.roles) >= {"administrator"}


class TestWhoFillsThem:
    @pytest.mark.parametrize("role", THREE)
    def test_security_and_not_who_sets_up(self, town, role):
        post, nora = seat(town, role), person("nora", "诺拉")
        assert not policies.may_appoint(town.root, post)
        with pytest.raises(Refusal) as refused:
            actions.appoint(post=post, user=nora, by=town.root)
        assert refused.value.code == "not_allowed"
        made = actions.appoint(post=post, user=nora, by=town.sam)
        with pytest.raises(Refusal):
            actions.cancel_appointment(appointment=made, by=town.root)
        actions.cancel_appointment(appointment=made, by=town.sam)

    def test_other_posts_are_filled_by_who_sets_up(self, town):
        post = seat(town, "dispatcher")
        assert policies.may_appoint(town.root, post)
        assert not policies.may_appoint(town.sam, post)

    def test_a_leader_names_no_stand_in_there(self, town):
        lena = person("lena", "莱娜", town.desk, "leader")
        assert policies.may_set_stand_in(lena, seat(town, "checker"))
        assert not policies.may_set_stand_in(lena, seat(town, "security"))

    def test_the_page_of_a_unit_shows_the_button_to_whom_it_belongs(self, town, client):
        post = seat(town, "security")
        for who, status in ((town.sam, 200), (town.root, 403)):
            client.force_login(who)
            link = f"/staffing/posts/{post.pk}/appoint/"
            assert (link in client.get(f"/staffing/{town.desk.pk}/").text) == (status == 200)
            assert client.get(link).status_code == status

    def test_who_lets_in_does_not_set_up_and_the_other_way_round(self, town, client):
        client.force_login(town.sam)
        assert client.get("/accounts/users/").status_code == 200
        assert client.get("/desk/").status_code == 200
        assert client.get("/tickets/").status_code == 403
        assert client.get("/accounts/audit/").status_code == 403
        client.force_login(town.root)
        assert client.get("/accounts/users/").status_code == 403
        assert client.get("/setup/check/").status_code == 200


class TestFirstSignIn:
    """One account has to begin; it is shown as what it is until it gives up."""

    def test_it_may_not_look_on_as_well(self, town, chief):
        assert set(chief.roles) == {"administrator", "security"}
        assert fault_of_joining(chief, (), "auditor")
        assert not fault_of_joining(chief, (), "administrator")

    def test_it_is_named_until_the_three_are_there_and_it_gives_up(self, town, chief, client):
        client.force_login(chief)
        assert "in one hand" in client.get("/accounts/users/").text
        assert "Setting up and letting in are in one hand" in client.get("/setup/check/").text
        assert queries.separated_without(chief) == [] and queries.is_separated()
        answer = client.post("/accounts/founding/end/", follow=True)
        assert answer.status_code == 200 and "comes from your posts" in answer.text
        chief.refresh_from_db()
        assert not chief.is_superuser
        assert AuditRecord.objects.get(name="accounts.everything_given_up").about_id == chief.pk
        assert not queries.founders().exists()
        client.force_login(town.sam)
        assert "in one hand" not in client.get("/accounts/users/").text

    def test_it_does_not_give_up_what_nobody_else_holds(self, town, chief, client):
        Appointment.objects.filter(user=town.sam).delete()
        Post.objects.filter(role="security").delete()
        client.force_login(chief)
        assert "Nobody else holds this yet: Security administrator" in (
            client.get("/accounts/users/").text
        )
        answer = client.post("/accounts/founding/end/", follow=True)
        assert "Appoint them first" in answer.text
        chief.refresh_from_db()
        assert chief.is_superuser and not queries.is_separated()

    def test_nobody_does_it_for_them_and_twice_is_harmless(self, town, chief, client):
        with pytest.raises(Refusal):
            give_up_everything(user=chief, by=town.sam)
        give_up_everything(user=chief, by=chief)
        give_up_everything(user=chief, by=chief)
        assert AuditRecord.objects.filter(name="accounts.everything_given_up").count() == 1
        client.force_login(town.sam)
        assert client.post("/accounts/founding/end/").status_code == 403
