"""Near and same: what may be the same, who is told of it, and merging and splitting by page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.cast import CLEO, IN_GRID_1

from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.work.tickets import actions
from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.queries import near
from gewu.work.tickets.queries.workload import workload_of
from gewu.work.tickets.rules import near as rules
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import at, text, url

LON, LAT = IN_GRID_1
# About 80 m and 300 m further north.
A_STEP, A_WALK = LAT + 0.0007, LAT + 0.0027


def trace(**changed):
    known = {"metres": 75.0, "same_item": True, "alike": 0.0, "days": 3, "is_open": True}
    return rules.Trace(**known | changed)


class TestRules:
    def test_a_degree_is_as_long_as_it_is_here(self):
        assert 108 < rules.metres_between(116.6, 35.4, 116.6, 35.401) < 114
        assert 88 < rules.metres_between(116.6, 35.4, 116.601, 35.4) < 93

    def test_the_square_holds_the_circle(self):
        west, south, east, north = rules.box_around(116.6, 35.4, 150)
        for lon, lat in ((west, 35.4), (east, 35.4), (116.6, south), (116.6, north)):
            assert 149 < rules.metres_between(116.6, 35.4, lon, lat) < 152

    def test_words_are_alike_by_what_they_share_beyond_single_characters(self):
        ours, theirs = ["路灯", "灯不", "不亮", "路"], ["路灯", "灯不", "不亮", "小区", "路"]
        assert rules.alike(ours, theirs) == 1.0
        assert rules.alike([*ours, "三天"], [*theirs, "修理", "理一"]) == 0.75
        assert rules.alike(["路灯", "灯不"], ["路灯", "灯不"]) == 0.0
        assert rules.alike(["路"], ["路"]) == 0.0 and rules.alike([], theirs) == 0.0

    def test_near_and_same_item_or_words_is_asked_for(self):
        assert rules.may_be_same(trace())
        assert rules.may_be_same(trace(same_item=False, alike=0.5))
        assert not rules.may_be_same(trace(same_item=False, alike=0.1))
        assert not rules.may_be_same(trace(metres=151.0))
        assert rules.may_be_same(trace(metres=None, alike=0.5))
        assert not rules.may_be_same(trace(metres=None))

    def test_open_ones_come_first_then_the_nearest(self):
        far, close = trace(metres=140.0), trace(metres=5.0)
        ended = trace(metres=0.0, alike=1.0, days=0, is_open=False)
        assert sorted([ended, far, close], key=rules.weight, reverse=True) == [close, far, ended]

    def test_it_says_why(self):
        unknown = trace(metres=None, same_item=False, alike=0.5, days=0)
        with override("en"):
            assert rules.reasons(trace()) == ["within 80 m", "the same item", "3 days ago"]
            said = rules.reasons(unknown)
        with override("zh-hans"):
            assert rules.reasons(trace()) == ["80 米内", "同一事项", "3 天前"]
        assert said == ["in the same area", "similar words", "today"]


@pytest.mark.django_db
class TestNearOnes:
    @pytest.fixture(autouse=True)
    def place(self):
        self.place = make.equipped_town()

    def found(self, who, ticket):
        ticket = Ticket.objects.select_related("text", "area", "contact").get(pk=ticket.pk)
        return [each.ticket.pk for each in near.near_ones(who, ticket, clock.now())]

    def test_the_same_item_a_step_away_is_found_and_one_further_away_is_not(self):
        ticket = make.report()
        close, _far = make.report(lat=A_STEP), make.report(lat=A_WALK)
        assert self.found(self.place.ben, ticket) == [close.pk]

    def test_another_item_with_similar_words_is_found(self):
        ticket = make.report()
        same_words = make.report(item=None, lat=A_STEP)
        other = make.report(item=None, lat=A_STEP, words="楼上装修噪声扰民")
        assert self.found(self.place.ben, ticket) == [same_words.pk]
        assert other.pk not in self.found(self.place.ben, ticket)

    def test_what_was_reported_long_ago_is_another_matter(self):
        ticket, old = make.report(), make.report()
        long_ago = clock.now() - timedelta(days=40)
        Ticket.objects.filter(pk=old.pk).update(submitted_at=long_ago, due_at=long_ago)
        assert self.found(self.place.ben, ticket) == []

    def test_a_report_over_the_border_of_the_grid_is_found_by_who_may_see_it(self):
        grid_2 = self.place.grid_2
        east = 116.6100
        here = make.report(lon=east - 0.0003)
        there = make.report(lon=east + 0.0003)
        assert (here.area, there.area) == (self.place.grid_1, grid_2)
        assert self.found(self.place.ben, here) == [there.pk]
        assert self.found(self.place.dan, here) == []

    def test_without_a_point_the_area_with_item_and_words_is_enough(self):
        place = {"lon": None, "lat": None, "area": self.place.grid_1}
        ticket, same = make.report(**place), make.report(**place)
        make.report(**place, words="楼上装修噪声扰民")
        assert self.found(self.place.ben, ticket) == [same.pk]
        nowhere = make.report(lon=None, lat=None, item=None)
        assert self.found(self.place.ben, nowhere) == []

    def test_it_takes_two_statements(self):
        ticket = make.report()
        for _n in range(3):
            make.report(lat=A_STEP)
        ticket = Ticket.objects.select_related("text", "area").get(pk=ticket.pk)
        self.found(self.place.ben, ticket)
        with CaptureQueriesContext(connection) as asked:
            near.near_ones(self.place.ben, ticket, clock.now())
        assert len(asked) == 2  # the stamp of the map, and the tickets with all they show

    def test_residents_are_told_of_public_matters_only(self):
        told = make.report()
        make.report(is_confidential=True)
        make.report(item=None)
        private = Item.objects.filter(category__code="07", is_active=True).first()
        Ticket.objects.filter(pk=make.report().pk).update(item=private)
        make.closed(self.place)
        given = {"lon": LON, "lat": A_STEP, "item": make.item(), "words": "三号楼前垃圾桶满了"}
        found = near.public_near(**given, now=clock.now())
        assert [each.ticket.pk for each in found] == [told.pk]


@pytest.mark.django_db
class TestAround:
    def test_same_place_and_same_caller_are_counted_for_who_may_call_back(self):
        place = make.equipped_town()
        ticket, other = make.report(**CLEO), make.report(**CLEO, lat=A_WALK)
        make.report(name="别人", phone="13800000002")
        hidden = make.report(**CLEO, is_confidential=True, lat=A_WALK)
        ticket = Ticket.objects.select_related("text", "area", "contact").get(pk=ticket.pk)
        around = near.around(place.ben, ticket, clock.now())
        assert around.here == 1 and around.same_caller == 1
        assert list(near.from_same_caller(place.ben, ticket)) == [other]
        assert hidden not in near.from_same_caller(place.ben, ticket)
        shown = text(at(place.ben).get(url("near_list", ticket.pk, "caller")))
        assert f"t{other.pk}" in shown and CLEO["phone"] not in shown
        assert f"t{other.pk}" not in text(at(place.ben).get(url("near_list", ticket.pk, "place")))

    def test_who_may_not_read_the_contact_learns_nothing_of_the_caller(self):
        place = make.equipped_town()
        ticket = make.report(**CLEO)
        make.report(**CLEO)
        ticket = Ticket.objects.select_related("text", "area", "contact").get(pk=ticket.pk)
        assert near.around(place.eve, ticket, clock.now()).same_caller is None
        assert at(place.eve).get(url("near_list", ticket.pk, "caller")).status_code == 403

    def test_without_phone_or_point_there_is_nothing_to_count(self):
        place = make.equipped_town()
        ticket = make.report(name="柯丽欧", lon=None, lat=None)
        ticket = Ticket.objects.select_related("text", "area", "contact").get(pk=ticket.pk)
        around = near.around(place.root, ticket, clock.now())
        assert around.here == 0 and around.same_caller is None


@pytest.mark.django_db
class TestKnownAlready:
    def test_the_residents_report_joins_the_master_and_stays_their_own(self):
        place = make.equipped_town()
        master = make.report()
        said = actions.Report(words="垃圾桶还是满的", lon=LON, lat=LAT, item=make.item(), **CLEO)
        command = uuid4()
        mine = actions.submit_and_follow(report=said, master=master, command=command, by=RESIDENT)
        assert (mine.state, mine.master_id, mine.item_id) == ("merged", master.pk, master.item_id)
        assert mine.contact_id and mine.contact_id != master.contact_id
        assert mine.unit_id is None  # nobody was asked to work on it twice
        again = actions.submit_and_follow(report=said, master=master, command=command, by=RESIDENT)
        assert again.pk == mine.pk and Ticket.objects.count() == 2
        assert at(place.ben).get(url("ticket", mine.pk)).status_code == 200

    def test_an_emergency_is_still_told_the_number(self):
        make.equipped_town()
        urgent = Item.objects.filter(conditions__deadline_class="E0", conditions__is_default=True)
        master = make.report()
        said = actions.Report(words="燃气味很大", lon=LON, lat=LAT, item=urgent.first())
        with pytest.raises(Refusal) as no:
            actions.submit_and_follow(report=said, master=master, by=RESIDENT)
        assert no.value.code == "emergency"
        assert Ticket.objects.count() == 1

    def test_a_master_that_ended_meanwhile_keeps_nothing_half_done(self):
        place = make.equipped_town()
        master = make.closed(place)
        said = actions.Report(words="垃圾桶还是满的", lon=LON, lat=LAT)
        with pytest.raises(Refusal) as no:
            actions.submit_and_follow(report=said, master=master, by=RESIDENT)
        assert no.value.code == "master_ended"
        assert Ticket.objects.count() == 1


@pytest.mark.django_db
class TestPages:
    @pytest.fixture(autouse=True)
    def place(self):
        self.place = make.equipped_town()

    def test_the_panel_shows_what_may_be_the_same_and_leads_to_the_merge(self):
        ticket, other = make.report(), make.report(lat=A_STEP)
        shown = text(at(self.place.ben).get(url("near", ticket.pk)))
        assert "within 80 m · the same item · similar words · today" in shown
        assert f"{url('merge', ticket.pk)}?master={other.number}" in shown
        looks_only = text(at(self.place.eve).get(url("near", ticket.pk)))
        assert url("ticket", other.pk) in looks_only and url("merge", ticket.pk) not in looks_only
        assert at(self.place.dan).get(url("near", ticket.pk)).status_code == 404
        assert url("near", ticket.pk) in text(at(self.place.ben).get(url("ticket", ticket.pk)))

    def test_an_empty_panel_says_so(self):
        shown = text(at(self.place.ben).get(url("near", make.report().pk)))
        assert "Nothing near by" in shown

    def test_a_dispatcher_merges_into_a_likely_one_once(self):
        ticket, other = make.report(), make.report(lat=A_STEP)
        page = text(at(self.place.ben).get(url("merge", ticket.pk), {"master": other.number}))
        assert f'value="{other.number}" checked' in page
        given = {"once": str(uuid4()), "likely": other.number, "words": "同一处"}
        for _twice in range(2):
            answer = at(self.place.ben).post(url("merge", ticket.pk), given)
            assert answer["Location"] == url("ticket", other.pk)
        ticket.refresh_from_db()
        assert ticket.state == "merged" and ticket.master == other
        assert "同一处" in text(at(self.place.ada).get(url("ticket", ticket.pk)))
        assert at(self.place.ada).post(url("merge", other.pk), given).status_code == 403

    def test_a_number_of_another_town_or_none_at_all_is_said_at_the_field(self):
        ticket = make.report()
        foreign = make.report(lon=116.625)
        ben = at(self.place.ben)
        for typed, said in (
            (foreign.number, "There is no ticket with this number in your area."),
            ("", "Choose a ticket, or write its number."),
            ("123", "number"),
        ):
            shown = text(ben.post(url("merge", ticket.pk), {"number": typed}))
            assert said in shown
        shown = text(ben.post(url("merge", ticket.pk), {"number": ticket.number}))
        assert "cannot be merged into itself" in shown

    def test_a_written_number_counts_more_than_a_click(self):
        ticket, other, far = make.report(), make.report(lat=A_STEP), make.report(lat=A_WALK)
        given = {"likely": other.number, "number": far.shown_number}
        at(self.place.ben).post(url("merge", ticket.pk), given)
        shown = text(at(self.place.ada).get(url("ticket", far.pk)))
        assert "Merged into this one" in shown and ticket.shown_number in shown

    def test_who_comes_late_is_told_how_it_stands(self):
        ticket, other = make.report(), make.report()
        actions.merge(ticket=ticket, master=other, by=self.place.ben)
        given = {"likely": other.number, "words": "同一处", "words_1": "井盖松动"}
        for verb, typed in (("merge", "同一处"), ("split", "井盖松动")):
            assert "not possible now" in text(at(self.place.ben).get(url(verb, ticket.pk)))
            late = at(self.place.ben).post(url(verb, ticket.pk), given)
            assert late.status_code == 409 and "Somebody was faster" in text(late)
            assert "Merged into another" in text(late) and typed in text(late)

    def test_a_version_that_was_overtaken_comes_back_with_what_was_typed(self):
        ticket, other = make.report(), make.report()
        seen = {"seen": ticket.version}
        actions.dispatch(ticket=ticket, unit=self.place.team_2, by=self.place.ben)
        given = seen | {"likely": other.number, "words": "同一处", "once": str(uuid4())}
        late = at(self.place.ben).post(url("merge", ticket.pk), given)
        assert late.status_code == 409 and "It has moved in the meantime" in text(late)
        assert "同一处" in text(late) and Ticket.objects.get(pk=ticket.pk).state == "dispatched"
        assert (
            given["likely"] and at(self.place.ada).post(url("merge", ticket.pk)).status_code == 403
        )

    def test_a_master_that_ended_meanwhile_is_said_and_another_can_be_chosen(self):
        ticket, other, third = make.report(), make.report(), make.report()
        actions.merge(ticket=other, master=third, by=self.place.ben)
        given = {"seen": ticket.version, "likely": other.number, "once": str(uuid4())}
        late = at(self.place.ben).post(url("merge", ticket.pk), given)
        assert late.status_code == 409 and "is not open any more" in text(late)
        assert "moved in the meantime" not in text(late)
        given |= {"likely": third.number, "once": str(uuid4())}
        assert at(self.place.ben).post(url("merge", ticket.pk), given).status_code == 302

    def test_a_split_makes_tickets_of_their_own(self):
        ticket = make.report(item=None, **CLEO)
        given = {
            "once": str(uuid4()),
            "words_1": "路灯也不亮",
            "item_1": str(make.item().pk),
            "words_2": "井盖松动",
        }
        for _twice in range(2):
            answer = at(self.place.ben).post(url("split", ticket.pk), given)
            assert answer["Location"] == url("ticket", ticket.pk)
        children = list(Ticket.objects.filter(parent=ticket).order_by("id"))
        assert len(children) == 2 and children[0].item == make.item()
        assert "路灯也不亮" in text(at(self.place.hana).get(url("ticket", children[0].pk)))
        assert {child.contact_id for child in children} == {ticket.contact_id}
        assert f"t{children[1].pk}" in text(at(self.place.ben).get(url("queue")))
        refused = text(at(self.place.ben).post(url("split", ticket.pk), {"words_1": ""}))
        assert "Say in a sentence what the further matter is." in refused
        assert at(self.place.ada).get(url("split", ticket.pk)).status_code == 403


@pytest.mark.django_db
class TestWorkload:
    def test_units_stand_with_their_open_and_overdue_tickets(self):
        place = make.equipped_town()
        late, _fresh = make.team_ticket(place), make.in_progress(place)
        Ticket.objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(hours=1))
        make.closed(place)
        workload_of(place.ben, clock.now(), "en")  # what is kept in memory is read by now
        with CaptureQueriesContext(connection) as asked:
            (load,) = workload_of(place.ben, clock.now(), "en")
        assert len(asked) <= 4  # whether the set-up is the same, the viewer's posts, and two more
        assert (load.open, load.overdue, load.near, load.unsigned) == (2, 1, 0, 1)
        assert load.signed_today == 2  # the fresh one, and the one that is closed already
        with clock.standing_at(clock.now() + timedelta(days=1)):
            (tomorrow,) = workload_of(place.ben, clock.now(), "en")
        assert tomorrow.signed_today == 0
        shown = text(at(place.ben).get(url("workload")))
        assert load.name in shown and 'data-label="Signed today">2<' in shown
        assert load.name not in text(at(place.dan).get(url("workload")))
        assert "No unit has open work" in text(at(place.dan).get(url("workload")))
