"""Reminders of whistles by the clock alone: when, why, of which unit, once; and the page says so."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import Whistle, WhistleReminder, WhistleStep
from gewu.work.tickets.queries import reminders
from gewu.work.tickets.queries.clocks import clockwork_of
from gewu.work.tickets.queries.reminders import Filters, fired_page
from gewu.work.tickets.queries.whistle_reminders import coming_calls, plans_of
from gewu.work.tickets.tests import whistles as blow
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)  # nine in the morning there
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def scene():
    return blow.scene()


def remind(scene, moment, **more):
    with clock.standing_at(moment):
        county_id = scene.place.county.pk
        return actions.remind_of_whistles(county_id=county_id, now=moment, by=SYSTEM, **more)


def made(build, scene, **changed):
    with clock.standing_at(MONDAY):
        return build(scene, **changed)


def fired(whistle):
    rows = WhistleReminder.objects.filter(whistle=whistle).order_by("id")
    return [(each.reason, each.to_unit, each.audience, each.level) for each in rows]


class TestWhen:
    def test_an_emergency_climbs_by_half_hours(self, scene):
        whistle = made(blow.approved, scene, kind="emergency", units=scene.units[:1])
        unit = scene.units[0]
        assert remind(scene, MONDAY + 14 * MINUTE) == 0
        for minutes in (15, 30, 60, 90):
            assert remind(scene, MONDAY + minutes * MINUTE) == 1
        assert fired(whistle) == [
            ("unheard", unit, "handler", "blue"),
            ("absent", unit, "handler", "blue"),
            ("absent", unit, "lead", "yellow"),
            ("absent", unit, "supervisor", "red"),
        ]
        assert remind(scene, MONDAY + 30 * DAY) == 0

    def test_other_whistles_climb_by_working_days(self, scene):
        whistle = made(blow.approved, scene, units=scene.units[:1])
        due_at = whistle.due_at
        for moment in (due_at - MINUTE, due_at, due_at + DAY, due_at + 2 * DAY):
            assert remind(scene, moment) == 1
        assert [row[0] for row in fired(whistle)] == ["unheard"] + ["absent"] * 3

    def test_whoever_has_read_it_is_only_reminded_once_it_is_late(self, scene):
        whistle = made(blow.approved, scene, kind="emergency", units=scene.units[:1])
        with clock.standing_at(MONDAY):
            call = blow.call_of(whistle, scene.units[0])
            actions.acknowledge(call=call, by=scene.people[0])
        assert remind(scene, MONDAY + 29 * MINUTE) == 0
        assert remind(scene, MONDAY + 30 * MINUTE) == 1

    def test_whoever_is_there_is_left_alone(self, scene):
        whistle = made(blow.running, scene, units=scene.units[:1])
        calendar = clockwork_of(scene.place.county.pk).calendar
        reasons = {each.reason for each in plans_of([whistle], calendar)[whistle.pk]}
        assert reasons == {"unjudged"}

    def test_after_an_outage_nobody_is_told_to_get_ready(self, scene):
        whistle = made(blow.approved, scene, units=scene.units[:1])
        remind(scene, whistle.due_at + 30 * DAY)
        assert [row[0] for row in fired(whistle)] == ["absent"] * 3

    def test_a_whistle_that_nobody_decides_comes_before_whoever_approves(self, scene):
        whistle = made(blow.raised, scene, kind="emergency")
        remind(scene, MONDAY + 15 * MINUTE)
        remind(scene, MONDAY + 31 * MINUTE)
        assert fired(whistle) == [
            ("unapproved", None, "supervisor", "yellow"),
            ("unapproved", None, "supervisor", "red"),
        ]

    def test_a_task_past_its_deadline_climbs_until_it_is_done(self, scene):
        task = made(blow.with_task, scene)
        remind(scene, task.due_at)
        late = [row for row in fired(task.whistle) if row[0] == "task_late"]
        assert late == [("task_late", task.unit, "handler", "blue")]
        with clock.standing_at(task.due_at + HOUR):
            actions.finish_task(task=task, words="已清", by=scene.people[0])
        remind(scene, task.due_at + 9 * DAY)
        assert len([row for row in fired(task.whistle) if row[0] == "task_late"]) == 1

    def test_a_judgement_is_asked_for_a_working_day_after_the_last_look(self, scene):
        task = made(blow.with_task, scene)
        with clock.standing_at(MONDAY + DAY):
            actions.finish_task(task=task, words="已清", by=scene.people[0])
            actions.confirm_task(task=task, by=scene.ada)
        remind(scene, MONDAY + 2 * DAY - MINUTE)
        assert "unjudged" not in {row[0] for row in fired(task.whistle)}
        remind(scene, MONDAY + 2 * DAY)
        remind(scene, MONDAY + 4 * DAY)
        asked = [row for row in fired(task.whistle) if row[0] == "unjudged"]
        team = scene.place.team_1
        assert [row[1:3] for row in asked] == [
            (team, "handler"),
            (team, "lead"),
            (team, "supervisor"),
        ]

    def test_nobody_judges_what_is_still_being_done(self, scene):
        whistle = made(blow.with_task, scene).whistle
        remind(scene, MONDAY + 60 * DAY)
        assert "unjudged" not in {row[0] for row in fired(whistle)}

    def test_what_has_ended_is_left_alone(self, scene):
        for build in (blow.ended, blow.refused):
            made(build, scene)
        assert remind(scene, MONDAY + 60 * DAY) == 0

    def test_a_meeting_still_waits_for_those_who_did_not_come(self, scene):
        whistle = made(blow.for_meeting, scene)
        remind(scene, MONDAY + 60 * DAY)
        assert {row[:2] for row in fired(whistle)} == {
            ("absent", scene.units[1]),
            ("absent", scene.units[2]),
        }


class TestOnce:
    def test_run_twice_it_fires_once_and_is_a_step_and_a_fact(self, scene):
        whistle = made(blow.approved, scene)
        count = remind(scene, MONDAY + 9 * DAY)
        assert count == 9 and remind(scene, MONDAY + 9 * DAY) == 0
        steps = WhistleStep.objects.filter(whistle=whistle, verb="remind_whistle")
        facts = JournalEntry.objects.filter(name="tickets.whistle_reminded")
        assert steps.count() == facts.count() == len(fired(whistle)) == count

    def test_the_job_goes_on_batch_by_batch(self, scene):
        for _n in range(3):
            made(blow.raised, scene, ticket=None)
        assert remind(scene, MONDAY + 9 * DAY, most=2) == 4
        with clock.standing_at(MONDAY + 9 * DAY):
            assert jobs.remind(timestamp=0) == 2
            assert jobs.remind(timestamp=0) == 0

    def test_a_new_deadline_is_reminded_of_anew(self, scene):
        task = made(blow.with_task, scene)
        remind(scene, task.due_at)
        with clock.standing_at(task.due_at):
            actions.give_task(
                whistle=task.whistle,
                unit=scene.units[0],
                words="再清一次",
                due_at=task.due_at + DAY,
                command=uuid4(),
                by=scene.ada,
            )
        remind(scene, task.due_at + DAY)
        late = [row for row in fired(task.whistle) if row[0] == "task_late"]
        assert sorted(row[2] for row in late) == ["handler", "handler", "lead"]


class TestPages:
    def test_it_says_what_fired_and_why_in_the_viewers_scope(self, scene):
        whistle = made(blow.approved, scene, units=scene.units[:1])
        remind(scene, whistle.due_at)
        link = url("whistle_page", whistle.pk)
        for who in (scene.ada, scene.lena, scene.people[0]):
            shown = text(at(who).get(url("reminders")))
            assert "Not reported in" in shown and link in shown
            assert scene.units[0].name in shown
        part = text(at(scene.lena).get(url("reminders"), headers=HTMX))
        assert "<html" not in part and link in part
        assert link not in text(at(scene.place.dan).get(url("reminders")))
        assert link not in text(at(scene.people[1]).get(url("reminders")))
        for given, is_there in (
            ({"reason": "absent"}, True),
            ({"reason": "unjudged"}, False),
            ({"level": "blue"}, True),
            ({"level": "red"}, False),
        ):
            shown = text(at(scene.lena).get(url("reminders"), given)).split('id="fired"')[1]
            assert (link in shown) == is_there

    def test_it_says_what_comes_next_and_why(self, scene):
        whistle = made(blow.approved, scene, kind="emergency", units=scene.units[:1])
        with clock.standing_at(MONDAY):
            shown = text(at(scene.people[0]).get(url("reminders"))).split('id="fired"')[0]
            assert "The call was not acknowledged" in shown and whistle.words[:20] in shown
            (next_,) = coming_calls(scene.lena, MONDAY, MONDAY + DAY)
            assert (next_.whistle, next_.unit) == (whistle, scene.units[0])
            assert coming_calls(scene.place.dan, MONDAY, MONDAY + DAY) == []
        made(blow.raised, scene, ticket=None, kind="emergency")
        both = coming_calls(scene.lena, MONDAY, MONDAY + DAY)
        assert {(each.planned.reason, each.unit) for each in both} == {
            ("unheard", scene.units[0]),
            ("unapproved", None),
        }

    def test_tickets_and_whistles_are_one_list_page_after_page(self, scene, monkeypatch):
        monkeypatch.setattr(reminders, "PAGE", 1)
        whistle = made(blow.approved, scene, units=scene.units[:1])
        with clock.standing_at(MONDAY + 9 * DAY):
            jobs.remind(timestamp=0)
        seen, after = [], ""
        while True:
            page = fired_page(scene.lena, Filters(after=after))
            seen += page.reminders
            if not (after := page.after):
                break
        assert len({each.pk for each in seen}) == len(seen)
        assert {type(each).__name__ for each in seen} == {"Reminder", "WhistleReminder"}
        assert seen == sorted(seen, key=lambda each: each.pk, reverse=True)
        assert any(getattr(each, "whistle_id", None) == whistle.pk for each in seen)

    def test_the_whistles_own_page_says_it_in_its_history(self, scene):
        whistle = made(blow.raised, scene, kind="emergency")
        remind(scene, MONDAY + 20 * MINUTE)
        shown = text(at(scene.lena).get(url("whistle_page", whistle.pk)))
        assert "Reminder sent" in shown and "The whistle waits for approval" in shown


def test_a_reminder_fires_once_by_constraint(scene):
    whistle = made(blow.raised, scene)
    remind(scene, MONDAY + 9 * DAY)
    row = WhistleReminder.objects.order_by("id")[0]
    assert str(row) == "unapproved 0" and Whistle.objects.get() == whistle
