"""Kinds of posts, what their rules forbid, and exceptions that end by themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests import cast

from gewu.ground.accounts.actions import add_person
from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, queries, rules
from gewu.ground.staffing.models import Appointment, Post, PostKind, Waiver
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def kind(code):
    return PostKind.objects.get(code=code)


def seat(unit, code):
    return actions.add_post(unit=unit, kind=kind(code), by=SYSTEM)


def given(code, **others):
    held = kind(code)
    names = rules.KindRules.__dataclass_fields__
    return rules.KindRules(**{name: getattr(held, name) for name in names} | others)


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def waive(town, user, code="full_time_worker", unit=None, until=30, **others):
    usual = {"reason": "Nobody else is there.", "from_day": timezone.localdate(), "by": town.root}
    return actions.grant_waiver(
        unit=unit or town.team_2,
        kind=kind(code),
        user=user,
        until=in_days(until),
        **usual | others,
    )


@pytest.mark.parametrize(
    ("changes", "full_time", "field"),
    [
        ({}, False, ""),
        ({"name_zh": ""}, False, "name_zh"),
        ({"unit_kinds": []}, False, "unit_kinds"),
        ({"role": "leader"}, False, "role"),
        ({"least": 2, "most": 1}, False, "most"),
        ({"most": 0}, False, "most"),
        ({"role": "worker", "most": 2}, True, "most"),
        ({"role": "worker", "most": 1}, True, ""),
    ],
)
def test_rules_of_a_kind_are_checked(changes, full_time, field):
    held = {"name_zh": "楼栋长", "unit_kinds": ["grid_team"]} | changes
    assert rules.kind_fault(rules.KindRules(**held), full_time)[1] == field


def test_days_of_an_exception_are_checked():
    today = timezone.localdate()
    assert rules.waiver_fault(today, today, today) == ""
    assert "before" in rules.waiver_fault(today, today - timedelta(days=1), today)
    past = today - timedelta(days=1)
    assert "over already" in rules.waiver_fault(past, past, today)


class TestKinds:
    def test_a_county_begins_with_the_usual_ones(self, town):
        names = {each.code for each in queries.kinds_of(town.county.pk)}
        assert {"chief", "full_time_worker", "building_head", "duty_lead"} <= names
        assert queries.kind_by_code(town.county.pk, "chief").name == "Grid chief"

    def test_a_post_with_a_role_is_of_the_kind_that_fits(self, town):
        assert Post.objects.get(unit=town.team_1).kind.code == "full_time_worker"
        assert Post.objects.get(unit=town.sanitation).kind.code == "handler"
        post = actions.add_post(unit=town.team_1, role="worker", full_time=False, by=SYSTEM)
        assert post.kind.code == "part_time_worker"

    def test_a_kind_stands_only_where_it_may(self, town):
        with pytest.raises(Refusal, match="no such posts"):
            seat(town.town_office, "building_head")

    def test_a_post_without_role_and_kind_is_none(self, town):
        with pytest.raises(IntegrityError, match="known_role"), transaction.atomic():
            Post.objects.create(unit=town.team_1, role="")

    def test_a_family_doctor_is_named_and_may_nothing(self, town):
        post = seat(town.team_1, "family_doctor")
        made = actions.appoint_somebody_new(post=post, name_zh="郑医生", by=town.root)
        doctor = User.objects.get(pk=made.user_id)
        assert not doctor.has_usable_password() and doctor.grants == ()
        assert doctor not in queries.people_of(town.team_1.pk, "tickets.sign")
        assert queries.worker_of(town.grid_1).user == town.ada
        assert queries.nearest_with("tickets.handle", town.grid_1.path) == [town.ada]

    def test_who_works_with_the_platform_has_to_sign_in(self, town):
        post = seat(town.team_1, "part_time_worker")
        with pytest.raises(Refusal, match="has to sign in"):
            actions.appoint_somebody_new(post=post, name_zh="某人", by=town.root)

    def test_others_name_nobody(self, town):
        post = seat(town.team_1, "family_doctor")
        with pytest.raises(Refusal):
            actions.appoint_somebody_new(post=post, name_zh="郑医生", by=town.ada)
        with pytest.raises(Refusal):
            add_person(name_zh="郑医生", by=town.ada)

    def test_rules_change_and_who_is_appointed_stays(self, town):
        doctor = kind("family_doctor")
        actions.change_kind(kind=doctor, given=given("family_doctor", most=1), by=town.root)
        actions.change_kind(kind=doctor, given=given("family_doctor"), by=town.root)
        assert JournalEntry.objects.filter(name="staffing.kind_changed").count() == 1
        with pytest.raises(Refusal, match="exist already"):
            changed = given("handler", role="", unit_kinds=["department"])
            actions.change_kind(kind=kind("handler"), given=changed, by=town.root)
        with pytest.raises(Refusal, match="this name"):
            taken = given("family_doctor", name_zh="网格长")
            actions.change_kind(kind=doctor, given=taken, by=town.root)
        with pytest.raises(Refusal, match="not yours"):
            actions.change_kind(kind=doctor, given=given("lawyer"), by=town.ben)

    def test_a_county_adds_its_own(self, town):
        own = rules.KindRules(name_zh="河长", name_en="River chief", unit_kinds=["grid_team"])
        added = actions.add_kind(county=town.county, given=own, by=town.root)
        assert added.code.startswith("own_")
        assert seat(town.team_1, added.code).title == "River chief"
        with pytest.raises(Refusal, match="this name"):
            actions.add_kind(county=town.county, given=own, by=town.root)


class TestRulesOfAppointing:
    def test_at_most_so_many_in_a_grid(self, town):
        for name, works in (("甲", True), ("乙", False)):
            post = seat(town.team_1, "chief")
            if works:
                actions.appoint_somebody_new(post=post, name_zh=name, by=town.root)
            else:
                with pytest.raises(Refusal, match="may have 1 of the kind Grid chief"):
                    actions.appoint_somebody_new(post=post, name_zh=name, by=town.root)

    def test_one_person_in_one_grid_or_in_several_as_the_rule_says(self, town):
        head = add_person(name_zh="楼栋长甲", by=SYSTEM)
        actions.appoint(post=seat(town.team_1, "building_head"), user=head, by=town.root)
        other = seat(town.team_2, "building_head")
        with pytest.raises(Refusal, match="in Grid 1 already"):
            actions.appoint(post=other, user=head, by=town.root)
        several = given("building_head", many_grids=True)
        actions.change_kind(kind=kind("building_head"), given=several, by=town.root)
        other.refresh_from_db()
        assert actions.appoint(post=other, user=head, by=town.root)

    def test_setting_a_later_last_day_asks_the_rules_again(self, town):
        first = actions.appoint_somebody_new(
            post=seat(town.team_1, "chief"), name_zh="甲", until=in_days(3), by=town.root
        )
        later = {"from_day": in_days(4), "until": in_days(6)}
        actions.appoint_somebody_new(
            post=seat(town.team_1, "chief"), name_zh="乙", **later, by=town.root
        )
        with pytest.raises(Refusal, match="may have 1"):
            actions.end_appointment(appointment=first, last_day=in_days(5), by=town.root)
        actions.end_appointment(appointment=first, last_day=in_days(2), by=town.root)


class TestExceptions:
    def test_it_lets_a_full_time_worker_hold_two_grids_for_its_days(self, town):
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        with pytest.raises(Refusal, match="works full time in another grid"):
            actions.appoint(post=post, user=town.ada, by=town.root)
        waiver = waive(town, town.ada)
        until = waiver.last_day
        held = actions.appoint(post=post, user=town.ada, until=until, by=town.root)
        assert held.waiver == waiver and held.sole_grid is None
        ada = User.objects.get(pk=town.ada.pk)
        assert ada.may("tickets.handle", town.grid_2.path)
        earlier = until - timedelta(days=1)
        actions.end_appointment(appointment=held, last_day=earlier, by=town.root)
        with pytest.raises(Refusal, match="ends on"):
            actions.end_appointment(
                appointment=held, last_day=until + timedelta(days=1), by=town.root
            )
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            ada = User.objects.get(pk=town.ada.pk)
            assert not ada.may("tickets.handle", town.grid_2.path)

    def test_days_beyond_it_are_refused_with_its_days(self, town):
        head = add_person(name_zh="楼栋长甲", by=SYSTEM)
        actions.appoint(post=seat(town.team_1, "building_head"), user=head, by=town.root)
        waive(town, head, "building_head")
        other = seat(town.team_2, "building_head")
        with pytest.raises(Refusal, match="Choose days in it"):
            actions.appoint(post=other, user=head, by=town.root)
        assert actions.appoint(post=other, user=head, until=in_days(30), by=town.root).waiver

    def test_it_is_granted_once(self, town):
        assert waive(town, town.ada) == waive(town, town.ada)
        with pytest.raises(Refusal, match="exception for these days"):
            waive(town, town.ada, until=20)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"reason": " "}, "reason"),
            ({"until": -1}, "days"),
            ({"code": "handler"}, "kind"),
        ],
    )
    def test_what_is_wrong_is_said(self, town, changes, code):
        with pytest.raises(Refusal) as refusal:
            waive(town, town.ada, **changes)
        assert refusal.value.code == code

    def test_a_worker_grants_none(self, town):
        with pytest.raises(Refusal, match="not yours"):
            waive(town, town.ada, by=town.ada)

    def test_it_ends_early_with_what_was_appointed_by_it(self, town):
        with time_machine.travel(timezone.now() - timedelta(days=3)):
            waiver = waive(town, town.ada)
            post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
            mid, end = in_days(10), waiver.last_day
            now = actions.appoint(post=post, user=town.ada, until=mid, by=town.root)
            later = {"from_day": in_days(11), "until": end}
            actions.appoint(post=post, user=town.ada, **later, by=town.root)
        actions.end_waiver(waiver=waiver, by=town.root)
        actions.end_waiver(waiver=waiver, by=town.root)
        assert [each.pk for each in Appointment.objects.filter(waiver=waiver)] == [now.pk]
        now.refresh_from_db()
        waiver.refresh_from_db()
        assert now.last_day == waiver.last_day == timezone.localdate()
        assert JournalEntry.objects.filter(name="staffing.waiver_ended").count() == 1
        with pytest.raises(Refusal):
            actions.end_waiver(waiver=waiver, by=town.ada)

    def test_one_of_the_future_goes(self, town):
        waiver = waive(town, town.ada, from_day=in_days(2))
        actions.end_waiver(waiver=waiver, by=town.root)
        assert not Waiver.objects.exists()


class TestPages:
    def test_the_administrator_changes_a_rule_and_appointing_follows(self, town, client):
        client.force_login(town.root)
        assert "Grid chief" in client.get("/staffing/kinds/").text
        address = f"/staffing/kinds/{kind('chief').pk}/"
        assert client.get(address).status_code == 200
        form = {"name_zh": "网格长", "name_en": "Head of the grid", "unit_kinds": ["grid_team"]}
        form |= {"role": "", "least": "2", "most": "2", "in_use": "on", "many_grids": "on"}
        assert client.post(address, form | {"role": "worker"}).status_code == 302
        assert client.post(address, form | {"is_public": "on"}).status_code == 302
        for name in ("甲", "乙"):
            post = seat(town.team_1, "chief")
            sent = {"name_zh": name, "name_en": name, "from_day": timezone.localdate().isoformat()}
            assert client.post(f"/staffing/posts/{post.pk}/appoint/", sent).status_code == 302
        client.force_login(town.ben)
        page = client.get(f"/staffing/{town.team_1.pk}/").text
        assert "甲" in page and "乙" in page and "Head of the grid" in page
        assert client.get(address).status_code == 403
        client.force_login(town.root)
        assert client.post(address, form | {"most": "1"}).status_code == 422
        assert "Somebody" not in client.get("/staffing/kinds/").text

    def test_a_kind_of_ones_own_can_be_added_and_put_away(self, town, client):
        client.force_login(town.root)
        form = {"name_zh": "河长", "name_en": "River chief", "unit_kinds": ["grid_team"]}
        form |= {"role": "worker", "least": "0", "most": "1", "in_use": "on", "full_time": "on"}
        assert client.post("/staffing/kinds/add/", form | {"most": "2"}).status_code == 422
        form |= {"is_public": "on", "many_grids": "on"}
        assert client.post("/staffing/kinds/add/", form).status_code == 302
        added = PostKind.objects.get(name_zh="河长")
        assert "River chief" in client.get(f"/staffing/{town.team_1.pk}/posts/add/").text
        form |= {"is_public": "", "in_use": "", "many_grids": ""}
        assert client.post(f"/staffing/kinds/{added.pk}/", form).status_code == 302
        assert "River chief" not in client.get(f"/staffing/{town.team_1.pk}/posts/add/").text
        assert "No longer used" in client.get("/staffing/kinds/").text
        client.force_login(town.ben)
        assert client.get("/staffing/kinds/add/").status_code == 403

    def test_an_exception_is_granted_listed_and_ended(self, town, client):
        client.force_login(town.root)
        address = f"/staffing/{town.team_2.pk}/exception/"
        assert "Ada" in client.get(address).text
        form = {"kind": str(kind("full_time_worker").pk), "user": "ada", "reason": "One month."}
        form |= {"from_day": timezone.localdate().isoformat(), "until": in_days(20).isoformat()}
        assert client.post(address, form | {"user": "nobody"}).status_code == 422
        assert client.post(address, form).status_code == 302
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        sent = {"user": "ada", "from_day": form["from_day"], "until": form["until"]}
        assert client.post(f"/staffing/posts/{post.pk}/appoint/", sent).status_code == 302
        client.force_login(town.ben)
        listed = client.get("/staffing/exceptions/").text
        assert "One month." in listed and "End today" not in listed
        assert "by an exception" in client.get(f"/staffing/{town.team_2.pk}/").text
        waiver = Waiver.objects.get()
        end = f"/staffing/exceptions/{waiver.pk}/end/"
        assert client.post(end).status_code == 403
        client.force_login(town.dan)
        assert client.post(end).status_code == 404
        assert client.get(address).status_code == 404
        assert "One month." not in client.get("/staffing/exceptions/").text
        client.force_login(town.root)
        client.post(end)
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            client.force_login(town.root)
            assert "One month." not in client.get("/staffing/exceptions/").text
            assert "One month." in client.get("/staffing/exceptions/?past=1&page=1").text
            client.force_login(town.ada)
            assert client.get(f"/territory/{town.grid_2.pk}/").status_code == 404

    def test_others_get_no_form(self, town, client):
        client.force_login(town.ben)
        assert client.get(f"/staffing/{town.team_2.pk}/exception/").status_code == 403
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/staffing/kinds/").status_code == 403

    def test_somebody_has_to_be_chosen(self, town, client):
        client.force_login(town.root)
        post = seat(town.team_1, "family_doctor")
        answer = client.post(f"/staffing/posts/{post.pk}/appoint/", {"from_day": "2026-06-01"})
        assert answer.status_code == 422 and "write the name" in answer.text

    def test_the_list_of_users_says_who_does_not_sign_in(self, town, client):
        client.force_login(town.sam)
        add_person(name_zh="郑医生", by=town.sam)
        assert "Does not sign in" in client.get("/accounts/users/").text
