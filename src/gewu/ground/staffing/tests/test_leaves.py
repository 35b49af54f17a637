"""Leave, who stands in with which rights on which days, and what is handed over."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from tests import cast

from gewu.ground.accounts.actions import add_person
from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import may_manage
from gewu.ground.accounts.queries import user_for
from gewu.ground.staffing import actions, queries, rules
from gewu.ground.staffing.models import Handover, Leave, Post, StandIn
from gewu.kernel.acting import SYSTEM, Refusal
from gewu.kernel.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def day(count=0):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def cora(town):
    """Of the community above Ada's grid: decides about leave there, and could stand in."""
    return cast.person("cora", "柯拉", town.community_office, "community")


def asked(town, first=1, last=3, user=None, by=None, **others):
    user = user or town.ada
    return actions.ask_leave(
        user=user, kind="annual", from_day=day(first), until=day(last), by=by or user, **others
    )


def fresh(user):
    return User.objects.get(pk=user.pk)


def at(count):
    return time_machine.travel(timezone.now() + timedelta(days=count))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (0, 0, ""),
        (-3, 2, ""),
        (2, 1, "before"),
        (-3, -1, "over already"),
        (-20, 1, "too long ago"),
        (0, 400, "a year at most"),
    ],
)
def test_days_of_leave(first, last, said):
    fault = rules.leave_fault(day(first), day(last), day())
    assert said in fault if said else fault == ""


class TestLeave:
    def test_the_stand_in_has_the_rights_on_exactly_these_days(self, town, cora):
        leave = asked(town)
        stand_in = cast.person("gus", "古斯", town.team_2, "worker")
        actions.approve_leave(leave=leave, stand_in=stand_in, by=cora)
        actions.approve_leave(leave=leave, stand_in=stand_in, by=cora)
        may = []
        for count in range(5):
            with at(count):
                may.append(fresh(stand_in).may("tickets.handle", town.grid_1.path))
        assert may == [False, True, True, True, False]
        assert JournalEntry.objects.filter(name="staffing.leave_decided").count() == 1
        assert "annual" not in str(JournalEntry.objects.get(name="staffing.leave_decided").payload)

    def test_messages_of_the_unit_go_to_the_stand_in(self, town, cora):
        actions.approve_leave(leave=asked(town, 0, 2), stand_in=cora, by=cast_leader(town))
        assert queries.people_of(town.team_1.pk, "tickets.sign") == [cora]
        assert queries.nearest_with("tickets.handle", town.grid_1.path) == [cora]
        assert queries.nearest_with("tickets.handle", town.grid_1.path, [town.team_1.pk]) == []
        with at(3):
            assert queries.people_of(town.team_1.pk, "tickets.sign") == [town.ada]

    def test_residents_read_who_stands_in_and_not_why(self, town, client, cora):
        address = f"/territory/grid/{cast.GRID_1}/"
        assert "Ada" in client.get(address).text
        actions.approve_leave(leave=asked(town, 0, 2), stand_in=cora, by=cast_leader(town))
        page = client.get(address).text
        assert "Cora" in page and "stands in until" in page and "Annual" not in page
        assert "Ada" not in page
        with at(3):
            assert "Ada" in client.get(address).text

    def test_without_a_stand_in_nothing_changes_hands(self, town, cora):
        actions.approve_leave(leave=asked(town, 0, 2), by=cora)
        assert queries.people_of(town.team_1.pk, "tickets.sign") == [town.ada]

    def test_asking_is_for_oneself_or_by_whoever_decides(self, town, cora):
        assert asked(town, by=cora).asked_by == cora
        assert asked(town, by=cora) == asked(town)
        with pytest.raises(Refusal, match="already"):
            asked(town, 2, 5)
        with pytest.raises(Refusal, match="not yours"):
            asked(town, 9, 9, user=town.dan, by=cora)
        with pytest.raises(Refusal, match="holds a post"):
            asked(town, user=add_person(name_zh="某", by=SYSTEM), by=town.root)
        assert asked(town, 9, 9, by=SYSTEM).asked_by is None

    def test_nobody_decides_about_themselves(self, town, cora):
        own = asked(town, user=cora)
        for verb in (actions.approve_leave, actions.decline_leave):
            more = {"words": "x"} if verb is actions.decline_leave else {}
            with pytest.raises(Refusal, match="not yours"):
                verb(leave=own, by=cora, **more)

    def test_declining_says_why_and_is_the_end(self, town, cora):
        leave = asked(town)
        with pytest.raises(Refusal, match="why"):
            actions.decline_leave(leave=leave, words=" ", by=cora)
        actions.decline_leave(leave=leave, words="Flood season.", by=cora)
        actions.decline_leave(leave=leave, words="Flood season.", by=cora)
        with pytest.raises(Refusal, match="decided already"):
            actions.approve_leave(leave=leave, by=cora)
        assert actions.end_leave(leave=leave, by=town.ada).state == "declined"
        again = asked(town)
        actions.approve_leave(leave=again, by=SYSTEM)
        with pytest.raises(Refusal, match="decided already"):
            actions.decline_leave(leave=again, words="x", by=cora)

    def test_who_cannot_stand_in(self, town, cora):
        leave = asked(town)
        gus = cast.person("gus", "古斯", town.team_2, "worker")
        actions.approve_leave(leave=asked(town, 2, 4, user=gus), by=cora)
        doctor = add_person(name_zh="郑医生", by=SYSTEM)
        for who, said in ((town.ada, "themselves"), (gus, "away"), (doctor, "sign in")):
            with pytest.raises(Refusal, match=said):
                actions.approve_leave(leave=leave, stand_in=who, by=cora)

    def test_taken_back_before_it_begins_nothing_is_left(self, town, cora):
        leave = asked(town)
        actions.approve_leave(leave=leave, stand_in=cora, by=cast_leader(town))
        with pytest.raises(Refusal, match="not yours"):
            actions.end_leave(leave=leave, by=town.dan)
        actions.end_leave(leave=leave, by=town.ada)
        assert actions.end_leave(leave=leave, by=town.ada).state == "cancelled"
        assert not StandIn.objects.exists()

    def test_who_is_back_earlier_works_again_today(self, town, cora):
        leave = asked(town, 0, 9)
        actions.approve_leave(leave=leave, stand_in=cora, by=cast_leader(town))
        with at(4):
            actions.end_leave(leave=leave, by=cora)
            assert queries.people_of(town.team_1.pk, "tickets.sign") == [town.ada]
            held = StandIn.objects.get()
            assert held.last_day == Leave.objects.get(pk=leave.pk).last_day == day(-1)

    def test_it_covers_the_days_of_the_appointment_only(self, town, cora):
        ada = queries.appointments_of(town.ada)[0]
        actions.end_appointment(appointment=ada, last_day=day(2), by=SYSTEM)
        leave = asked(town, 1, 5)
        actions.approve_leave(leave=leave, stand_in=cora, by=cast_leader(town))
        assert StandIn.objects.get().last_day == day(2)
        with at(4):
            actions.end_leave(leave=leave, by=SYSTEM)
        assert StandIn.objects.get().last_day == day(2)


class TestStandInAtAVacancy:
    def test_it_is_set_once_and_ended(self, town, cora):
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        days = {"from_day": day(), "until": day(5)}
        made = actions.set_stand_in(post=post, user=cora, **days, by=cora)
        assert actions.set_stand_in(post=post, user=cora, **days, by=cora) == made
        with pytest.raises(Refusal, match="already"):
            actions.set_stand_in(post=post, user=town.ada, **days, by=cora)

    def test_it_needs_whoever_decides_and_days_that_follow_each_other(self, town, cora):
        days = {"from_day": day(), "until": day(5)}
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        with pytest.raises(Refusal, match="not yours"):
            actions.set_stand_in(post=post, user=town.ada, **days, by=town.ada)
        with pytest.raises(Refusal, match="before"):
            wrong = {"from_day": day(2), "until": day(1)}
            actions.set_stand_in(post=post, user=town.ada, **wrong, by=cora)

    def test_ended_when_over_it_stays_on_record(self, town, cora):
        post = actions.add_post(unit=town.team_2, role="worker", by=SYSTEM)
        days = {"from_day": day(), "until": day(1)}
        made = actions.set_stand_in(post=post, user=cora, **days, by=town.root)
        with at(3):
            actions.end_stand_in(stand_in=made, by=town.root)
        assert StandIn.objects.get().last_day == day(1)
        actions.end_stand_in(stand_in=made, by=town.root)
        assert not StandIn.objects.exists()

    def test_whoever_stands_in_elsewhere_is_looked_after_from_above(self, town):
        tom = cast.person("tom", "汤姆", town.town_office, "security")
        assert user_for(tom, town.ada.pk) == town.ada and may_manage(tom, town.ada)
        post = actions.add_post(unit=town.team_3, role="worker", full_time=False, by=SYSTEM)
        actions.set_stand_in(post=post, user=town.ada, from_day=day(), until=day(1), by=town.root)
        assert user_for(tom, town.ada.pk) is None and not may_manage(tom, fresh(town.ada))
        assert user_for(town.sam, town.ada.pk) == town.ada


class TestPostsThatOpenNothing:
    @pytest.fixture
    def doctor(self, town):
        """Of Ada's grid, and does not sign in."""
        kind = queries.kind_by_code(town.county.pk, "family_doctor")
        post = actions.add_post(unit=town.team_1, kind=kind, by=SYSTEM)
        return actions.appoint_somebody_new(post=post, name_zh="郑医生", by=SYSTEM)

    def test_their_leave_is_entered_and_somebody_stands_in_without_any_right(
        self, town, cora, doctor, client
    ):
        other = add_person(name_zh="吴医生", by=SYSTEM)
        leave = asked(town, 0, 3, user=doctor.user, by=cora)
        actions.approve_leave(leave=leave, stand_in=other, by=cora)
        assert StandIn.objects.get().post == doctor.post
        assert list(fresh(other).grants) == []
        client.force_login(cora)
        card = client.get(f"/staffing/{town.team_1.pk}/team/").text
        assert "吴医生" in card and "stands in until" in card
        assert "吴医生" in client.get(f"/territory/grid/{cast.GRID_1}/").text

    def test_a_sign_in_stays_needed_where_a_post_opens_something_too(self, town, cora, doctor):
        post = actions.add_post(unit=town.team_1, role="worker", full_time=False, by=SYSTEM)
        actions.appoint(post=post, user=cora, by=SYSTEM)
        kind = queries.kind_by_code(town.county.pk, "lawyer")
        named = actions.add_post(unit=town.team_1, kind=kind, by=SYSTEM)
        actions.appoint(post=named, user=cora, by=SYSTEM)
        leave = asked(town, user=cora)
        with pytest.raises(Refusal, match="sign in"):
            actions.approve_leave(leave=leave, stand_in=doctor.user, by=town.root)
        assert not StandIn.objects.exists()

    def test_a_vacant_one_offers_everybody_around(self, town, cora, doctor, client):
        kind = queries.kind_by_code(town.county.pk, "lawyer")
        post = actions.add_post(unit=town.team_2, kind=kind, by=SYSTEM)
        client.force_login(cora)
        address = f"/staffing/posts/{post.pk}/stand-in/"
        assert address in client.get("/staffing/vacancies/").text
        assert "郑医生" in client.get(address).text
        assert "person." not in client.get(address).text
        form = {"user": str(doctor.user_id), "from_day": day(), "until": day(2)}
        client.post(address, form)
        assert StandIn.objects.get().user == doctor.user

    def test_what_is_handed_over_is_confirmed_by_whoever_decides(self, town, cora, doctor, client):
        other = add_person(name_zh="吴医生", by=SYSTEM)
        actions.set_stand_in(
            post=doctor.post, user=other, from_day=day(), until=day(3), by=town.root
        )
        address = f"/staffing/posts/{doctor.post_id}/handover/"
        client.force_login(cora)
        assert address in client.get(f"/staffing/{town.team_1.pk}/").text
        client.post(address, {"taker": str(other.pk), "words": "Two visits on Monday."})
        note = Handover.objects.get()
        assert "They know it and go on" in client.get(address).text
        with pytest.raises(Refusal, match="takes it over"):
            actions.confirm_handover(handover=note, by=town.ada)
        client.post(f"/staffing/handovers/{note.pk}/confirm/")
        assert Handover.objects.get().confirmed_at


class TestHandover:
    def test_it_is_written_for_whoever_goes_on_and_confirmed(self, town, cora):
        post = Post.objects.get(unit=town.team_1)
        actions.approve_leave(leave=asked(town), stand_in=cora, by=cast_leader(town))
        given = {"post": post, "giver": town.ada, "taker": cora, "words": "Keys hang inside."}
        note = actions.write_handover(**given, by=town.ada)
        assert actions.write_handover(**given, by=town.ada) == note
        with pytest.raises(Refusal, match="takes it over"):
            actions.confirm_handover(handover=note, by=town.ada)
        first = actions.confirm_handover(handover=note, by=cora).confirmed_at
        assert actions.confirm_handover(handover=note, by=cora).confirmed_at == first

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"words": " "}, "should know"),
            ({"taker": "dan"}, "goes on"),
            ({"by": "dan"}, "works at this post"),
        ],
    )
    def test_what_is_wrong_is_said(self, town, cora, changes, said):
        actions.approve_leave(leave=asked(town), stand_in=cora, by=cast_leader(town))
        given = {"giver": town.ada, "taker": cora, "words": "x", "by": town.ada}
        given |= {k: getattr(town, v) if v == "dan" else v for k, v in changes.items()}
        with pytest.raises(Refusal, match=said):
            actions.write_handover(post=Post.objects.get(unit=town.team_1), **given)

    def test_the_system_hands_nothing_over_for_a_stranger(self, town, cora):
        actions.approve_leave(leave=asked(town), stand_in=cora, by=cast_leader(town))
        post = Post.objects.get(unit=town.team_1)
        made = actions.write_handover(post=post, giver=town.ada, taker=cora, words="x", by=SYSTEM)
        assert made.giver == town.ada


class TestPages:
    def test_from_asking_to_being_back(self, town, client, cora):
        client.force_login(town.ada)
        form = {"kind": "annual", "from_day": day().isoformat(), "until": day(3).isoformat()}
        assert client.get("/staffing/leave/ask/").status_code == 200
        assert client.post("/staffing/leave/ask/", form | {"until": ""}).status_code == 422
        own = client.post("/staffing/leave/ask/", form).url
        assert "Annual leave" in client.get(own).text
        assert client.post(own + "approve/", {}).status_code == 403
        client.force_login(cora)
        assert "asks for leave" in client.get("/").text or "asks for leave" in desk(client)
        stand_in = cast.person("gus", "古斯", town.team_2, "worker")
        assert client.post(own + "approve/", {"stand_in": str(town.dan.pk)}).status_code == 422
        client.post(own + "approve/", {"stand_in": str(stand_in.pk)})
        client.force_login(stand_in)
        page = client.get(own).text
        assert "Ada" in page and "Annual leave" not in page
        assert client.get(f"/territory/{town.grid_1.pk}/").status_code == 200
        client.force_login(town.dan)
        assert client.get(own).status_code == 404
        client.force_login(town.ada)
        with at(1):
            client.force_login(town.ada)
            assert "first day back" in client.post(own + "end/", follow=True).text
            assert "Ada" in client.get("/staffing/leave/?past=1&page=1").text
            client.force_login(stand_in)
            assert client.get(f"/territory/{town.grid_1.pk}/").status_code == 404

    def test_entered_for_somebody_and_declined(self, town, client, cora):
        client.force_login(cora)
        form = {"user": "ada", "kind": "sick", "from_day": day().isoformat()}
        form |= {"until": day(1).isoformat()}
        assert client.post("/staffing/leave/ask/", form | {"user": "nobody"}).status_code == 422
        own = client.post("/staffing/leave/ask/", form).url
        assert client.post(own + "decline/", {"words": ""}).status_code == 422
        client.post(own + "decline/", {"words": "Flood season."})
        client.force_login(town.ada)
        assert "Flood season." in client.get(own).text
        client.force_login(town.dan)
        assert client.post(own + "end/").status_code == 404

    def test_a_vacancy_says_since_when_and_who_stands_in(self, town, client, cora):
        ada = queries.appointments_of(town.ada)[0]
        with at(-3):
            actions.end_appointment(appointment=ada, by=SYSTEM)
        post = ada.post
        client.force_login(cora)
        assert day(-2).isoformat() in client.get("/staffing/vacancies/").text
        address = f"/staffing/posts/{post.pk}/stand-in/"
        assert client.get(address).status_code == 200
        form = {"user": str(cora.pk), "from_day": day().isoformat()}
        assert client.post(address, form | {"until": day(-1).isoformat()}).status_code == 422
        client.post(address, form | {"until": day(4).isoformat()})
        assert "Cora" in client.get(f"/territory/grid/{cast.GRID_1}/").text
        assert "Cora" in client.get("/staffing/vacancies/").text
        assert "stands in until" in client.get(f"/staffing/{town.team_1.pk}/team/").text
        end = f"/staffing/stand-ins/{StandIn.objects.get().pk}/end/"
        client.force_login(town.dan)
        assert client.post(end).status_code == 404
        client.force_login(town.ben)
        assert client.post(end).status_code == client.get(address).status_code == 403
        client.force_login(cora)
        client.post(end)
        assert "Cora" not in client.get(f"/territory/grid/{cast.GRID_1}/").text

    def test_a_handover_reaches_whoever_goes_on(self, town, client, cora):
        actions.approve_leave(leave=asked(town), stand_in=cora, by=cast_leader(town))
        post = Post.objects.get(unit=town.team_1)
        address = f"/staffing/posts/{post.pk}/handover/"
        client.force_login(town.ada)
        form = {"taker": str(cora.pk), "words": "Keys hang inside."}
        assert client.post(address, form | {"words": ""}).status_code == 422
        client.post(address, form)
        confirm = f"/staffing/handovers/{Handover.objects.get().pk}/confirm/"
        assert client.post(confirm).status_code == 403
        client.force_login(cora)
        assert "hands over to you" in client.get("/staffing/leave/").text
        assert "Keys hang inside." in client.get(address).text
        client.post(confirm)
        client.force_login(town.ada)
        assert "Confirmed" in client.get(address).text
        client.force_login(town.dan)
        assert client.post(confirm).status_code == 404
        assert client.get(address).status_code == 404

    def test_somebody_without_a_post(self, town, client):
        client.force_login(cast.person("gus", "古斯"))
        assert client.get("/staffing/leave/").status_code == 403
        assert client.get("/staffing/leave/ask/").status_code == 403


def desk(client):
    return client.get("/desk/").text


def cast_leader(town):
    found = User.objects.filter(username="lea").first()
    return found or cast.person("lea", "莉亚", town.town_office, "leader")
