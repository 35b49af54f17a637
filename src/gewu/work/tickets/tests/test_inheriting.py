"""A unit with open orders is dissolved: everything goes over once, with its reason and its clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from gewu.ground.staffing.actions import dissolve_unit
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import burdens_of
from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.models import JournalEntry
from gewu.work.tickets import actions, jobs
from gewu.work.tickets.models import (
    HelpOrder,
    LeadUnit,
    Move,
    Note,
    RoutingRule,
    RuleSet,
    Ticket,
    Whistle,
    WhistleCall,
    WhistleStep,
    WhistleTask,
)
from gewu.work.tickets.queries import heritage
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow
from gewu.work.tickets.tests.browsing import at, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WHY = "两个网格合并"
CLOCKS = ("due_at", "unit_due_at", "stage_due_at", "paused_at", "state", "submitted_at")


@pytest.fixture
def scene():
    return blow.scene()


@pytest.fixture
def place(scene):
    return scene.place


def dissolve(unit, heir=None, words=WHY):
    return dissolve_unit(unit=unit, successor=heir, words=words, by=SYSTEM)


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def clocks_of(ticket):
    return {name: getattr(now(ticket), name) for name in CLOCKS}


def verbs(ticket):
    return list(
        Move.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True)
    )


class TestTickets:
    def test_every_open_ticket_goes_over_with_its_clocks_and_the_reason(self, place):
        tickets = [make.team_ticket(place), make.in_progress(place), make.checking(place)]
        ended = make.closed(place)
        before = [clocks_of(each) for each in tickets]
        with pytest.raises(Refusal, match="Open tickets 3"):
            dissolve(place.team_1)
        dissolve(place.team_1, place.team_2)
        assert [clocks_of(each) for each in tickets] == before
        assert {now(each).unit for each in tickets} == {place.team_2}
        assert now(ended).unit == place.team_1
        for each in tickets:
            move = Move.objects.filter(ticket_id=each.pk).order_by("-id")[0]
            assert (move.verb, move.unit_id) == ("inherit", place.team_2.pk)
            assert move.codes == {"former": str(place.team_1.pk)}
            assert Note.objects.get(move_id=move.pk).words == WHY

    def test_its_page_says_so_and_the_new_unit_goes_on(self, place):
        ticket = make.in_progress(place)
        dissolve(place.team_1, place.community_office)
        shown = text(at(place.ben).get(url("ticket", ticket.pk)))
        assert "Taken over from a unit that was dissolved" in shown and WHY in shown
        assert "Grid 1" in shown

    def test_a_ticket_about_the_successor_cannot_go_there(self, place):
        ticket = make.team_ticket(place)
        Ticket.objects.filter(pk=ticket.pk).update(barred=[place.team_2.pk])
        with pytest.raises(Refusal, match="1 tickets are about Grid 2 itself") as no:
            dissolve(place.team_1, place.team_2)
        assert no.value.field == "successor"
        assert now(ticket).unit == place.team_1
        assert Unit.objects.filter(pk=place.team_1.pk).exists()

    def test_repeated_nothing_moves_twice(self, place):
        ticket = make.team_ticket(place)
        for _twice in range(2):
            dissolve(place.team_1, place.team_2)
        assert verbs(ticket).count("inherit") == 1
        given = {"unit": place.team_1, "successor": place.team_2, "words": WHY, "by": SYSTEM}
        assert actions.hand_over(**given) == 0


class TestHelp:
    def test_a_part_goes_over_as_it_is(self, place):
        ticket = make.helped(place)
        order = HelpOrder.objects.get(ticket=ticket)
        assert [b.label for b in burdens_of(place.sanitation)] == [
            "Help orders",
            "Kinds of work that it leads",
        ]
        dissolve(place.sanitation, place.team_2)
        after = HelpOrder.objects.get(pk=order.pk)
        assert (after.unit, after.due_at, after.state) == (place.team_2, order.due_at, "given")
        assert now(ticket).helpers == [place.team_2.pk] and verbs(ticket)[-1] == "inherit"
        assert JournalEntry.objects.filter(name="tickets.help_asked").count() == 2

    def test_whoever_leads_needs_no_part_beside_it(self, place):
        ticket = make.helped(place)
        dissolve(place.sanitation, place.team_1)
        assert now(ticket).helpers == []
        assert HelpOrder.objects.get(ticket=ticket).state == "withdrawn"

    def test_a_helper_that_becomes_the_lead_needs_no_part(self, place):
        ticket = make.helped(place)
        dissolve(place.team_1, place.sanitation)
        assert (now(ticket).unit, now(ticket).helpers) == (place.sanitation, [])
        assert verbs(ticket)[-2:] == ["uncohandle", "inherit"]

    def test_whoever_helps_already_has_one_part(self, place):
        ticket = make.helped(place)
        actions.cohandle(ticket=ticket, unit=place.team_2, words="搬走", by=place.ada)
        dissolve(place.sanitation, place.team_2)
        assert now(ticket).helpers == [place.team_2.pk]

    def test_lead_and_helper_of_one_ticket_dissolved_into_one(self, place):
        ticket = make.in_progress(place)
        actions.cohandle(ticket=ticket, unit=place.team_2, words="搬走", by=place.ada)
        dissolve(place.team_2, place.community_office)
        dissolve(place.team_1, place.community_office)
        assert now(ticket).unit == place.community_office and now(ticket).helpers == []


class TestWhistles:
    def test_calls_and_tasks_go_over(self, scene):
        task = blow.with_task(scene)
        late = blow.call_of(task.whistle, scene.units[1])
        heir = scene.place.other_town_office
        dissolve(scene.units[0], heir)
        assert WhistleTask.objects.get().unit == heir
        assert blow.call_of(task.whistle, heir).reported_at is not None
        dissolve(scene.units[1], heir)
        assert not WhistleCall.objects.filter(pk=late.pk).exists()
        assert WhistleCall.objects.filter(whistle=task.whistle).count() == 2
        steps = WhistleStep.objects.filter(verb="inherit_whistle").order_by("id")
        assert [each.unit for each in steps] == [heir, heir]
        facts = JournalEntry.objects.filter(name="tickets.whistle_inherited")
        assert facts.count() == 2

    def test_whoever_has_come_and_is_gone_stays_in_the_history(self, scene):
        whistle = blow.running(scene)
        heir = scene.units[1]
        dissolve(scene.units[0], heir)
        assert WhistleCall.objects.filter(whistle=whistle, unit=scene.units[0]).count() == 1
        assert Unit.ever.get(pk=scene.units[0].pk).successor == heir
        steps = WhistleStep.objects.filter(verb="inherit_whistle").count()
        assert actions.follow_successors(by=SYSTEM) == 0
        assert WhistleStep.objects.filter(verb="inherit_whistle").count() == steps

    def test_a_unit_that_came_and_was_dissolved_gets_no_new_task(self, scene):
        whistle, (unit, heir) = blow.running(scene), scene.units[:2]
        dissolve(unit, heir)
        assert WhistleCall.objects.filter(whistle=whistle, unit=unit).exists()
        given = {"whistle": whistle, "words": "清理垃圾", "due_at": clock.now() + timedelta(days=1)}
        with pytest.raises(Refusal) as no:
            actions.give_task(unit=unit, **given, by=scene.ada)
        assert no.value.code == "not_called"
        actions.give_task(unit=heir, **given, by=scene.ada)
        assert WhistleTask.objects.get().unit == heir

    def test_the_successor_of_whoever_whistled_judges(self, scene):
        whistle = blow.running(scene)
        with pytest.raises(Refusal, match="A department cannot go on"):
            dissolve(scene.place.team_1, scene.place.sanitation)
        dissolve(scene.place.team_1, scene.place.community_office)
        assert blow.again(whistle).unit == scene.place.community_office

    def test_units_that_called_each_other_do_not_become_one(self, scene):
        blow.approved(scene, ticket=None, units=[scene.place.community_office])
        for unit, heir in (
            (scene.place.team_1, scene.place.community_office),
            (scene.place.community_office, scene.place.team_1),
        ):
            with pytest.raises(Refusal, match="called the other"):
                dissolve(unit, heir)

    def test_what_has_ended_stays(self, scene):
        whistle = blow.ended(scene)
        unit = scene.units[2]
        assert burdens_of(unit) == []
        dissolve(unit)
        assert Whistle.objects.get(pk=whistle.pk).calls.filter(unit=unit).exists()


class TestSetUp:
    def test_the_work_of_a_kind_and_the_rules_name_the_successor(self, place):
        active = RuleSet.objects.create(
            county_id=place.county.pk, state="active", version=1, valid_from=clock.now()
        )
        past = RuleSet.objects.create(
            county_id=place.county.pk, state="retired", version=2, valid_from=clock.now()
        )
        for number, found in enumerate((active, past)):
            RoutingRule.objects.create(
                county_id=place.county.pk,
                rule_set=found,
                order=number,
                target="unit",
                unit=place.sanitation,
            )
        dissolve(place.sanitation, place.team_2)
        assert LeadUnit.objects.get().unit == place.team_2
        rules = RoutingRule.objects.order_by("order")
        assert [each.unit for each in rules] == [place.team_2, place.sanitation]

    def test_nothing_new_can_be_given_to_it(self, place):
        ticket = make.in_progress(place)
        dissolve(place.team_2)
        form = text(at(place.ben).get(url("dispatch", ticket.pk)))
        assert f'value="{place.team_2.pk}"' not in form


class TestAfterwards:
    def test_what_comes_back_to_it_goes_to_the_successor(self, place):
        ticket = make.closed(place)
        dissolve(place.team_1, place.team_2, "")
        actions.reopen(ticket=ticket, words="又坏了", by=RESIDENT)
        assert now(ticket).unit == place.team_1
        assert jobs.go_on(timestamp=0) == 1
        assert now(ticket).unit == place.team_2
        assert jobs.go_on(timestamp=0) == 0

    def test_the_successors_successor_has_it(self, place):
        ticket = make.closed(place)
        dissolve(place.team_1, place.team_2, "")
        dissolve(place.team_2, place.community_office, "")
        actions.reopen(ticket=ticket, words="又坏了", by=RESIDENT)
        assert actions.follow_successors(by=SYSTEM) == 1
        assert now(ticket).unit == place.community_office

    def test_without_a_successor_or_where_it_is_barred_the_desk_has_it(self, place):
        one, two = make.closed(place), make.closed(place)
        dissolve(place.team_1)
        actions.reopen(ticket=one, words="又坏了", by=RESIDENT)
        actions.follow_successors(by=SYSTEM)
        assert now(one).unit == place.desk
        Unit.ever.filter(pk=place.team_1.pk).update(successor=place.team_2)
        Ticket.objects.filter(pk=two.pk).update(barred=[place.team_2.pk])
        actions.reopen(ticket=two, words="又坏了", by=RESIDENT)
        actions.follow_successors(by=SYSTEM)
        assert now(two).unit == place.desk

    def test_a_successor_that_is_barred_like_the_desk_leaves_it(self, place):
        ticket = make.closed(place)
        dissolve(place.team_1)
        actions.reopen(ticket=ticket, words="又坏了", by=RESIDENT)
        Ticket.objects.filter(pk=ticket.pk).update(barred=[place.desk.pk])
        assert actions.follow_successors(by=SYSTEM) == 0
        assert now(ticket).unit == place.team_1

    def test_a_circle_of_successors_ends_at_nobody(self, place):
        today = datetime(2026, 3, 2, tzinfo=UTC).date()
        Unit.ever.filter(pk=place.team_1.pk).update(dissolved_on=today, successor=place.team_2)
        Unit.ever.filter(pk=place.team_2.pk).update(dissolved_on=today, successor=place.team_1)
        assert heritage.heir_of(Unit.ever.get(pk=place.team_1.pk)) is None
        assert heritage.heir_of(place.team_3) == place.team_3

    def test_what_ended_while_it_was_looked_at_stays(self, place, monkeypatch):
        ticket, helped = make.team_ticket(place), make.helped(place)
        order = HelpOrder.objects.get(ticket=helped)
        monkeypatch.setattr(heritage, "tickets_of", lambda _u: Ticket.objects.filter(pk=ticket.pk))
        monkeypatch.setattr(heritage, "help_of", lambda _u: HelpOrder.objects.filter(pk=order.pk))
        actions.cohandled(order=order, words="已清", by=place.hana)
        given = {"unit": place.team_3, "successor": place.team_2, "words": WHY, "by": SYSTEM}
        assert actions.hand_over(**given) == 0

    def test_a_whistle_that_ended_meanwhile_stays(self, scene, monkeypatch):
        whistle = blow.ended(scene)
        monkeypatch.setattr(heritage, "whistles_with", lambda _u: [whistle])
        given = {"successor": scene.place.team_2, "words": WHY, "by": SYSTEM}
        assert actions.hand_over(unit=scene.place.team_3, **given) == 0
