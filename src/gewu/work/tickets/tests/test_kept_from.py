"""A ticket about a unit, or from which it withdrew, is kept from everybody of that unit, everywhere."""

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.cast import CLEO, DAY_ONE, person

from gewu.ground.accounts.actions import issue_key
from gewu.ground.staffing.actions import add_post, appoint
from gewu.ground.staffing.queries import nearest_with
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Ticket, Whistle
from gewu.work.tickets.queries import day, queue, revisits, scope
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = pytest.mark.django_db
PAGES = ("ticket", "dispatch", "file", "print", "near", "merge", "remark")


@pytest.fixture
def place():
    return so.whole_town()


@pytest.fixture
def about_town(place):
    """About the town office, in which Ben, Carl, Lena and Bill work."""
    return make.report(item=None, words="镇里的人态度很差", barred=(place.town_office.pk,), **CLEO)


class TestEverywhere:
    def test_pages_answer_as_to_a_stranger(self, place, about_town):
        for who in (place.ben, place.carl, place.lena):
            for name in PAGES:
                assert at(who).get(url(name, about_town.pk)).status_code == 404
            assert at(who).get(url("ticket", about_town.pk), headers=HTMX).status_code == 404
        given = {"words": "x", "seen": "1"}
        assert at(place.ben).post(url("remark", about_town.pk), given).status_code == 404

    def test_whoever_is_not_of_that_unit_sees_it_as_ever(self, place, about_town):
        for who in (place.ada, place.cora, place.eve, place.root, place.kurt):
            assert at(who).get(url("ticket", about_town.pk)).status_code == 200
            assert policies.may_see(who, about_town)

    def test_lists_search_counts_and_files_leave_it_out(self, place, about_town):
        other = make.report(item=None, words="镇里的人态度很好")
        now = clock.now()
        for filters in (queue.Filters(), queue.Filters(words="态度"), queue.Filters(queue="all")):
            assert [each.pk for each in queue.found(place.ben, filters, now)] == [other.pk]
            assert queue.found(place.root, filters, now).count() == 2
        assert queue.counts(place.ben, now)["open"] == 1
        number = text(at(place.ben).get(url("queue"), {"q": about_town.number}))
        assert f"t{about_town.pk}" not in number
        book = at(place.ben).post(url("export") + "?queue=all", {"kind": "xlsx", "purpose": "月报"})
        cells = [[c.value for c in row] for row in load_workbook(BytesIO(book.content)).active.rows]
        assert other.shown_number in str(cells) and about_town.shown_number not in str(cells)

    def test_near_by_merging_and_batches_do_not_name_it(self, place, about_town):
        other = make.report(item=None, words="镇里的人态度很差")
        shown = text(at(place.ben).get(url("near", other.pk)))
        assert f"{about_town.pk}" not in shown
        given = {"number": about_town.number}
        refused = text(at(place.ben).post(url("merge", other.pk), given))
        assert "There is no ticket with this number in your area." in refused

    def test_ones_day_and_the_calls_leave_it_out(self, place, about_town):
        assert about_town.pk not in [each.pk for each in day.my_day(place.ben, clock.now()).new]
        checked = make.checked(place)
        assert checked in revisits.to_call(place.carl)
        Ticket.objects.filter(pk=checked.pk).update(barred=[place.town_office.pk])
        assert checked not in revisits.to_call(place.carl)

    def test_the_machines_of_that_unit_get_404(self, client, place, about_town):
        secret = issue_key(user=place.ben, label="test", by=SYSTEM).secret
        headers = {"Authorization": f"Bearer {secret}"}
        one = client.get(f"/api/v1/tickets/{about_town.pk}", headers=headers)
        assert one.status_code == 404
        assert client.get("/api/v1/tickets", headers=headers).json()["tickets"] == []
        signed = client.post(
            f"/api/v1/tickets/{about_town.pk}/sign",
            json.dumps({}),
            content_type="application/json",
            headers=headers,
        )
        assert signed.status_code == 404

    def test_whoever_took_it_down_there_is_told_that_others_see_it(self, place):
        given = {"channel": "phone", "words": "镇里的人态度很差", "about": place.town_office.pk}
        answer = at(place.ben).post(url("new"), given, follow=True)
        ticket = Ticket.objects.get()
        assert answer.status_code == 200 and str(ticket.pk) not in answer.redirect_chain[-1][0]


class TestWhistles:
    def test_a_whistle_about_it_is_kept_back_too(self, place, about_town):
        ticket = make.in_progress(place)
        said = {"kind": Whistle.Kind.RESIDENT_PROBLEM, "words": "请到现场会商", "by": place.ada}
        whistle = actions.raise_whistle(
            ticket=ticket, unit=place.team_1, units=[place.sanitation], **said
        )
        assert at(place.lena).get(url("whistle_page", whistle.pk)).status_code == 200
        Ticket.objects.filter(pk=ticket.pk).update(barred=[place.town_office.pk])
        assert at(place.lena).get(url("whistle_page", whistle.pk)).status_code == 404
        assert at(place.ada).get(url("whistle_page", whistle.pk)).status_code == 200


class TestRecusal:
    def test_after_withdrawing_the_team_does_not_see_it_and_its_community_does(self, place):
        ticket = make.in_progress(place)
        actions.recuse(ticket=ticket, words="是我家亲戚", by=place.ada)
        assert at(place.ada).get(url("ticket", ticket.pk)).status_code == 404
        assert at(place.cora).get(url("ticket", ticket.pk)).status_code == 200

    def test_a_second_post_above_the_place_does_not_open_it(self, place):
        both = person("bobo", "波波", place.sanitation, "handler")
        post = add_post(unit=place.town_office, role="checker", by=SYSTEM)
        appoint(post=post, user=both, from_day=DAY_ONE, by=SYSTEM)
        ticket = make.report(item=None, barred=(place.sanitation.pk,))
        assert not policies.may_see(both, ticket) and policies.may_see(place.carl, ticket)


class TestWhoIsTold:
    def test_the_next_level_is_told_instead(self, place):
        permission, path = "tickets.supervise", place.grid_1.path
        assert nearest_with(permission, path) == [place.lena]
        assert nearest_with(permission, path, [place.town_office.pk]) == [place.kurt]


def test_both_ways_of_asking_agree_and_cost_no_statement(place):
    tickets = [
        make.report(item=None, barred=barred)
        for barred in ((), (place.team_1.pk,), (place.town_office.pk,), (place.sanitation.pk,))
    ]
    for who in place.people.values():
        seen = set(scope.visible_to(who).values_list("pk", flat=True))
        assert seen == {each.pk for each in tickets if policies.may_see(who, each)}
    scope.visible_to(place.ben).count()
    with CaptureQueriesContext(connection) as asked:
        list(scope.visible_to(place.ben).order_by("id"))
    assert len(asked) <= 2  # whether the set-up is the same, and the tickets
    for who, is_asked in ((place.ben, True), (place.root, False), (place.hana, False)):
        assert ('"barred" &&' in str(scope.visible_to(who).query)) is is_asked
