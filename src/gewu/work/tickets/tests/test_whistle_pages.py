"""Pages of whistles: each button changes what somebody else sees; strangers see nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from tests.cast import person

from gewu.ground.staffing.actions import add_post, appoint
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets import actions
from gewu.work.tickets.models import HelpOrder, Ticket, Whistle, WhistleTask
from gewu.work.tickets.queries import whistling
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow
from gewu.work.tickets.tests.browsing import HTMX, at, text, url
from gewu.work.tickets.tests.test_whistling import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return blow.scene()


def page_of(who, whistle):
    return text(at(who).get(url("whistle_page", whistle.pk)))


def step(who, whistle, verb, **given):
    return at(who).post(url("whistle_step", whistle.pk, verb), {"once": str(uuid4())} | given)


def task_step(who, task, verb, **given):
    where = url("whistle_task_step", task.whistle_id, task.pk, verb)
    return at(who).post(where, {"once": str(uuid4())} | given)


def listed(who, whistle, show="mine"):
    return f"w{whistle.pk}" in text(at(who).get(url("whistles"), {"show": show}))


class TestRaise:
    def given(self, scene, **changed):
        return {
            "once": str(uuid4()),
            "kind": "emergency",
            "unit": scene.place.team_1.pk,
            "units": [each.pk for each in scene.units],
            "words": blow.WORDS,
        } | changed

    def test_from_a_ticket_it_reaches_the_towns_lead_and_not_yet_the_units(self, scene):
        ticket = make.in_progress(scene.place)
        assert url("whistle", ticket.pk) in text(at(scene.ada).get(url("ticket", ticket.pk)))
        form = text(at(scene.ada).get(url("whistle", ticket.pk)))
        assert "Gas Company" in form and "Grid 1 whistles" in form
        for _ in range(2):
            given = self.given(scene, once=str(ticket.pk))
            answer = at(scene.ada).post(url("whistle", ticket.pk), given)
        whistle = Whistle.objects.get()
        assert answer["Location"] == url("whistle_page", whistle.pk)
        assert (whistle.ticket, whistle.kind) == (ticket, "emergency")
        assert listed(scene.lena, whistle) and not listed(scene.people[0], whistle, "open")
        seen = page_of(scene.lena, whistle)
        assert blow.WORDS in seen and "Emergency" in seen
        assert all(unit.name_en in seen or unit.name_zh in seen for unit in scene.units)
        shown = text(at(scene.ada).get(url("ticket", ticket.pk)))
        assert url("whistle_page", whistle.pk) in shown
        assert url("whistle", ticket.pk) not in shown

    def test_without_a_ticket_from_the_list(self, scene):
        assert url("raise_whistle") in text(at(scene.ada).get(url("whistles")))
        at(scene.ada).post(url("raise_whistle"), self.given(scene))
        assert Whistle.objects.get().area == scene.place.grid_1

    def test_somebody_with_two_posts_says_for_whom(self, scene):
        both = person("bo", "薄", scene.place.town_office, "dispatcher")
        make_second_post(both, scene.place.community_office)
        form = text(at(both).get(url("raise_whistle")))
        assert 'name="unit"' in form and "East Community" in form
        given = self.given(scene, unit=scene.place.community_office.pk)
        at(both).post(url("raise_whistle"), given)
        shown = page_of(scene.lena, Whistle.objects.get())
        assert scene.place.community_office.name_en in shown

    def test_what_is_missing_is_said_at_its_field_and_the_words_stay(self, scene):
        answer = text(
            at(scene.ada).post(url("raise_whistle"), self.given(scene, units=[]), headers=HTMX)
        )
        assert "Choose at least one unit" in answer and blow.WORDS in answer
        ticket = make.in_progress(scene.place)
        blow.raised(scene, ticket=ticket)
        again = text(at(scene.ada).post(url("whistle", ticket.pk), self.given(scene)))
        assert "open whistle for this ticket already" in again

    def test_those_who_only_look_and_departments_do_not_whistle(self, scene):
        for who in (scene.place.eve, scene.people[0], scene.lena):
            assert at(who).get(url("raise_whistle")).status_code == 403
        ticket = make.in_progress(scene.place)
        assert at(scene.place.dan).get(url("whistle", ticket.pk)).status_code == 404


class TestSteps:
    def test_approving_calls_the_units(self, scene):
        whistle = blow.raised(scene)
        assert "Approve and call the units" in page_of(scene.lena, whistle)
        assert "Approve and call" not in page_of(scene.ada, whistle)
        step(scene.lena, whistle, "approve_whistle")
        for who in scene.people:
            assert listed(who, whistle, "report")
            assert "We are on site" in page_of(who, whistle)

    def test_refusing_shows_the_reason_to_whoever_whistled(self, scene):
        whistle = blow.raised(scene)
        assert "Why not" in text(
            at(scene.lena).get(url("whistle_step", whistle.pk, "refuse_whistle"))
        )
        step(scene.lena, whistle, "refuse_whistle", words="先由社区处理")
        assert "先由社区处理" in page_of(scene.ada, whistle)
        assert listed(scene.ada, whistle, "ended")

    def test_reading_and_coming_are_seen_by_whoever_whistled(self, scene):
        whistle = blow.approved(scene)
        assert "not read yet" in page_of(scene.ada, whistle)
        step(scene.people[0], whistle, "acknowledge")
        assert "on the way" in page_of(scene.ada, whistle)
        step(scene.people[0], whistle, "report_in", mode="online")
        seen = page_of(scene.ada, whistle)
        assert "Came in time" in seen and "Online" in seen
        assert "We are on site" not in page_of(scene.people[0], whistle)

    def test_a_task_goes_to_the_unit_and_its_result_comes_back(self, scene):
        whistle = blow.running(scene)
        due = timezone.localtime(clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
        given = {"unit": scene.units[0].pk, "words": "清理垃圾", "due_at": due}
        assert "Sanitation" in text(at(scene.ada).get(url("whistle_step", whistle.pk, "give_task")))
        given |= {"once": str(uuid4())}
        for _twice in range(2):
            step(scene.ada, whistle, "give_task", **given)
        seen = page_of(scene.people[0], whistle)
        assert listed(scene.people[0], whistle) and "清理垃圾" in seen
        assert WhistleTask.objects.get().due_at.isoformat()[:16] in seen
        task = WhistleTask.objects.get()
        shown = at(scene.people[0]).get(
            url("whistle_task_step", whistle.pk, task.pk, "finish_task")
        )
        assert "清理垃圾" in text(shown)
        task_step(scene.people[0], task, "finish_task", words="两车已清")
        assert "两车已清" in page_of(scene.ada, whistle) and listed(scene.ada, whistle)
        task_step(scene.ada, task, "confirm_task")
        assert "Confirmed" in page_of(scene.people[0], whistle)

    def test_the_judgement_is_read_by_the_units(self, scene):
        whistle = blow.running(scene)
        step(scene.ada, whistle, "judge", outcome="solved", words="墙面已干")
        seen = page_of(scene.people[1], whistle)
        assert "墙面已干" in seen and "Solved" in seen and "It ended" in seen

    def test_not_solved_leads_to_a_meeting_with_minutes(self, scene):
        whistle = blow.running(scene)
        step(scene.ada, whistle, "judge", outcome="unsolved", words="仍渗水")
        held = timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M")
        said = {"held_at": held, "minutes": "三方到会", "decisions": "更换管道"}
        assert "Minutes" in text(
            at(scene.lena).get(url("whistle_step", whistle.pk, "hold_meeting"))
        )
        step(scene.lena, whistle, "hold_meeting", **said)
        seen = page_of(scene.people[1], whistle)
        assert "三方到会" in seen and "更换管道" in seen and held[11:] in seen
        assert not listed(scene.ada, whistle, "ended")

    def test_a_meeting_may_be_the_end_of_it(self, scene):
        whistle = blow.for_meeting(scene)
        held = timezone.localtime(clock.now() - timedelta(hours=2))
        said = {"minutes": "三方到会", "decisions": "无需再办", "outcome": "groundless"}
        said |= {"held_at": f"{held:%Y-%m-%dT%H:%M}"}
        step(scene.lena, whistle, "hold_meeting", **said)
        seen = page_of(scene.people[1], whistle)
        assert "It ended" in seen and f"{held:%H:%M}" in seen and "无需再办" in seen
        assert listed(scene.ada, whistle, "ended")

    def test_a_no_comes_back_with_everything_typed(self, scene):
        task = blow.with_task(scene)
        answer = step(scene.ada, task.whistle, "judge", outcome="solved", words="都好了")
        assert "1 tasks are not confirmed" in text(answer) and "都好了" in text(answer)

    def test_a_late_click_reads_the_fresh_state(self, scene):
        whistle = blow.refused(scene)
        assert "state is “Refused”" in text(step(scene.lena, whistle, "approve_whistle"))


class TestWhoSees:
    def test_strangers_get_404_before_and_after(self, scene):
        whistle = blow.raised(scene)
        for who in (scene.place.dan, *scene.people):
            assert at(who).get(url("whistle_page", whistle.pk)).status_code == 404
        actions.approve_whistle(whistle=whistle, by=scene.lena)
        assert at(scene.place.dan).get(url("whistle_page", whistle.pk)).status_code == 404
        assert at(scene.people[0]).get(url("whistle_page", whistle.pk)).status_code == 200

    def test_others_get_403_for_a_step_that_is_not_theirs(self, scene):
        task = blow.with_task(scene)
        whistle = task.whistle
        for who, verb in (
            (scene.ada, "approve_whistle"),
            (scene.ada, "report_in"),
            (scene.people[0], "judge"),
            (scene.place.eve, "give_task"),
        ):
            assert step(who, whistle, verb).status_code == 403
        assert task_step(scene.people[0], task, "confirm_task").status_code == 403
        assert task_step(scene.people[1], task, "finish_task").status_code == 403

    def test_unknown_steps_are_not_found(self, scene):
        task = blow.with_task(scene)
        assert step(scene.ada, task.whistle, "applaud").status_code == 404
        assert step(scene.ada, task.whistle, "finish_task").status_code == 404
        assert task_step(scene.ada, task, "judge").status_code == 404

    def test_called_units_see_title_and_photos_but_neither_ticket_nor_contact(self, scene):
        ticket = make.report(item=make.item(make.ADVICE), photos=(make.picture(),))
        ticket = actions.dispatch(ticket=ticket, unit=scene.place.team_1, by=scene.place.ben)
        whistle = blow.approved(scene, ticket=ticket)
        hana = scene.people[0]
        seen = page_of(hana, whistle)
        photo = whistling.photos_of(whistle)[0]
        where = url("whistle_photo", whistle.pk, photo.pk, "thumb")
        assert ticket.text.title in seen and where in seen
        assert at(hana).get(where).status_code == 200
        assert at(hana).get(where.replace("thumb", "full")).status_code == 200
        assert url("ticket", ticket.pk) not in seen
        assert at(hana).get(url("ticket", ticket.pk)).status_code == 404
        assert at(hana).get(url("photo", photo.pk, "thumb")).status_code == 404
        assert at(scene.place.dan).get(where).status_code == 404


class TestList:
    def test_pages_follow_each_other_and_search_narrows(self, scene, monkeypatch):
        monkeypatch.setattr(whistling, "PAGE", 2)
        made = [blow.raised(scene, ticket=None, words=f"求助 {n} 号楼") for n in range(5)]
        first = at(scene.lena).get(url("whistles"), {"show": "approve"})
        assert f"w{made[4].pk}" in text(first) and f"w{made[2].pk}" not in text(first)
        page = whistling.page(scene.lena, "approve")
        second = whistling.page(scene.lena, "approve", after=page.after)
        assert [each.pk for each in second.whistles] == [made[2].pk, made[1].pk]
        back = whistling.page(scene.lena, "approve", before=second.before)
        assert [each.pk for each in back.whistles] == [made[4].pk, made[3].pk]
        assert not whistling.page(scene.lena, "approve", after=str(made[0].pk)).whistles
        for words, hit in (("3 号楼", True), (made[3].number, True), ("没有", False)):
            shown = text(at(scene.lena).get(url("whistles"), {"show": "approve", "q": words}))
            assert (f"w{made[3].pk}" in shown) is hit
        strange = {"show": "approve", "after": "x", "days": "7", "q": ""}
        assert at(scene.lena).get(url("whistles"), strange).status_code == 200

    def test_a_part_is_a_piece_of_the_page(self, scene):
        whistle = blow.raised(scene)
        part = text(at(scene.lena).get(url("whistles"), headers=HTMX))
        assert f"w{whistle.pk}" in part and "<html" not in part
        assert "<html" not in text(
            at(scene.lena).get(url("whistle_page", whistle.pk), headers=HTMX)
        )

    def test_both_sides_are_measured(self, scene):
        blow.ended(scene)
        found = {
            each.unit: each
            for each in whistling.measures(scene.lena, clock.now() - timedelta(days=1), clock.now())
        }
        assert found[scene.units[0]].reporting.shown == "100%"
        assert found[scene.units[1]].reporting.shown == "—"
        assert found[scene.place.team_1].groundless.shown == "0%"
        shown = text(at(scene.lena).get(url("whistles"), {"show": "ended"}))
        assert "How both sides did" in shown and "100%" in shown

    def test_a_longer_period_counts_whistles_that_a_shorter_one_leaves_out(self, scene):
        blow.ended(scene)
        with time_machine.travel(clock.now() + timedelta(days=60)):
            shown = {
                days: text(at(scene.lena).get(url("whistles"), {"show": "ended", "days": days}))
                for days in ("30", "90")
            }
        assert "100%" in shown["90"] and "100%" not in shown["30"]

    def test_an_empty_list_says_what_it_is_for(self, scene):
        assert "No whistles here" in text(at(scene.ada).get(url("whistles")))
        assert "No whistle fits" in text(at(scene.ada).get(url("whistles"), {"q": "没有"}))

    def test_my_day_shows_what_waits(self, scene):
        whistle = blow.raised(scene)
        assert f"w{whistle.pk}" in text(at(scene.lena).get("/desk/"))
        assert f"w{whistle.pk}" not in text(at(scene.place.eve).get("/desk/"))

    def test_a_whistle_without_a_ticket_has_its_page(self, scene):
        assert blow.WORDS in page_of(scene.ada, blow.raised(scene, ticket=None))

    @pytest.mark.parametrize("situation", ["raised", "approved", "running", "ended", "refused"])
    def test_every_situation_has_its_page(self, scene, situation):
        whistle = getattr(blow, situation)(scene)
        assert whistle.words in page_of(scene.ada, whistle)
        assert listed(scene.ada, whistle, "open" if whistle.is_open else "ended")


class TestDual:
    def test_a_dispatcher_orders_a_second_unit_at_the_same_time(self, scene):
        ticket = filed(scene)
        where = url("dispatch", ticket.pk)
        assert "second unit at the same time" in text(at(scene.place.ben).get(where))
        assert at(scene.people[0]).get(url("ticket", ticket.pk)).status_code == 404
        at(scene.place.ben).post(
            where,
            {
                "once": str(uuid4()),
                "unit": scene.place.team_1.pk,
                "words": "请先止水",
                "second": scene.units[0].pk,
                "second_words": "清运垃圾",
            },
        )
        assert Ticket.objects.get(pk=ticket.pk).unit == scene.place.team_1
        assert HelpOrder.objects.get().unit == scene.units[0]
        assert "清运垃圾" in text(at(scene.people[0]).get(url("ticket", ticket.pk)))
        assert "请先止水" in text(at(scene.ada).get(url("ticket", ticket.pk)))

    def test_what_is_missing_stands_at_its_field(self, scene):
        ticket = filed(scene)
        given = {"unit": scene.place.team_1.pk, "second": scene.units[0].pk, "second_words": ""}
        answer = text(at(scene.place.ben).post(url("dispatch", ticket.pk), given))
        assert "Say in a sentence" in answer and "<details open" in answer
        assert Ticket.objects.get(pk=ticket.pk).state == "filed"


def make_second_post(user, unit):
    """Another post for somebody."""
    from_day = timezone.localdate()
    post = add_post(unit=unit, role="community", by=SYSTEM)
    appoint(post=post, user=user, from_day=from_day, by=SYSTEM)
