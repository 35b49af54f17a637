"""Whoever was merged answers about the master: kept for themselves, closing nothing, heard by the desk."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.states import IllegalMove
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Approval, Note, Response, Ticket
from gewu.work.tickets.queries.responses import answers_about, own_answers
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so
from gewu.work.tickets.tests.browsing import at, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


def merged_into(master, place, **changed):
    """A ticket of another reporter that was merged into one."""
    return actions.merge(ticket=so.submitted(**changed), master=master, by=place.ben)


def with_followers(place, count=1):
    """A checked master and those who were merged into it while it was worked on."""
    master = make.checking(place)
    followers = [merged_into(master, place) for _n in range(count)]
    master = actions.check(ticket=master, closing_met=True, by=place.carl)
    return master, followers


def doubt(ticket, words="还是没修好", **given):
    return actions.doubt(ticket=ticket, words=words, **given, by=RESIDENT)


class TestRespond:
    def test_solved_is_kept_once_and_closes_nothing(self, place):
        master, (mine,) = with_followers(place)
        command = uuid4()
        for _again in range(2):
            actions.respond(ticket=mine, command=command, by=RESIDENT)
        assert so.fresh(master).state == "checked"
        assert [each.kind for each in Response.objects.filter(ticket=mine)] == ["solved"]
        with pytest.raises(Refusal, match="already"):
            actions.respond(ticket=mine, by=RESIDENT)
        assert so.facts_of(master)[-1] == "tickets.merged_reporter_answered"

    def test_stars_of_each_are_their_own(self, place):
        master, (one, other) = with_followers(place, 2)
        actions.confirm(ticket=master, by=RESIDENT)
        actions.rate(ticket=master, stars=3, by=RESIDENT)
        actions.respond(ticket=one, stars=5, words="谢谢", by=RESIDENT)
        actions.respond(ticket=other, stars=1, by=RESIDENT)
        assert [each.stars for each in answers_about(master)] == [5, 1]
        with pytest.raises(Refusal, match="one to five"):
            actions.respond(ticket=merged_and_new(place, master), stars=6, by=RESIDENT)

    def test_only_while_the_master_asks_and_only_whoever_is_merged(self, place):
        master = make.in_progress(place)
        mine = merged_into(master, place)
        with pytest.raises(IllegalMove):
            actions.respond(ticket=mine, by=RESIDENT)
        mine = actions.unmerge(ticket=mine, by=place.ben)
        for ticket in (mine, master):
            with pytest.raises(Refusal, match="moved"):
                actions.respond(ticket=ticket, by=RESIDENT)

    def test_whoever_was_taken_apart_at_that_moment_is_told_so(self, place):
        _master, (mine,) = with_followers(place)
        actions.unmerge(ticket=mine, by=place.ben)
        with pytest.raises(Refusal, match="moved"):
            doubt(mine)  # read while it was merged

    def test_a_new_round_asks_anew(self, place):
        master, (mine,) = with_followers(place)
        actions.respond(ticket=mine, by=RESIDENT)
        master = actions.reopen(ticket=master, words="还是不行", by=RESIDENT)
        assert own_answers(mine, master).solved is None


def merged_and_new(place, master):
    """A ticket that names a closed master, as one merged before it was closed."""
    ticket = so.submitted()
    Ticket.objects.filter(pk=ticket.pk).update(
        state="merged", master=master, closed_at=master.checked_at
    )
    return so.fresh(ticket)


class TestDoubt:
    def test_it_waits_for_the_desk_and_holds_up_the_silence(self, place):
        master, (mine,) = with_followers(place)
        command = uuid4()
        for _again in range(2):
            doubt(mine, command=command)
        master = so.fresh(master)
        assert (master.state, master.pending) == ("checked", "doubt:asked")
        assert so.facts_of(master)[-1] == "tickets.doubted"
        assert own_answers(mine, master).waits and not own_answers(mine, master).decision
        later = master.checked_at + timedelta(days=60)
        assert actions.close_silent(county_id=master.county_id, now=later, by=place.root) == 0
        assert policies.may_grant(place.ben, master) and policies.may_refuse(place.ben, master)
        assert not policies.may_grant(place.ada, master)
        with pytest.raises(Refusal, match="already"):
            doubt(mine)

    def test_a_yes_brings_it_back_to_the_unit_without_anybodys_name(self, place):
        master, (mine,) = with_followers(place)
        doubt(mine, words="三楼还是漏水")
        page = text(at(place.ben).get(url("grant", master.pk)))
        assert "三楼还是漏水" in page and "Give it back to the unit" in page
        assert "What is still missing" in page and "A word to the resident" not in page
        at(place.ben).post(url("grant", master.pk), {"once": str(uuid4())})
        master = so.fresh(master)
        assert (master.state, master.reopened, master.pending) == ("dispatched", 1, "")
        assert not Note.objects.filter(ticket=master, words="三楼还是漏水", is_public=True).exists()
        shown = text(at(place.ada).get(url("ticket", master.pk)))
        assert "三楼还是漏水" in shown and "What others who reported it say" not in shown
        assert "What others who reported it say" in text(
            at(place.carl).get(url("ticket", master.pk))
        )

    def test_a_no_is_read_by_whoever_doubted(self, place):
        master, (one, other) = with_followers(place, 2)
        doubt(one)
        doubt(other, words="我家也没好")
        assert Approval.objects.filter(ticket=master, kind="doubt").count() == 1
        actions.refuse(ticket=master, words="是另一处", by=place.ben)
        master = so.fresh(master)
        assert master.pending == "" and master.state == "checked"
        for mine in (one, other):
            assert own_answers(mine, master).decision == "是另一处"
            assert not own_answers(mine, master).waits

    def test_not_after_the_days_and_not_without_words(self, place):
        master, (mine,) = with_followers(place)
        with pytest.raises(Refusal):
            doubt(mine, words=" ")
        with (
            so.at(so.fresh(master).checked_at, days=400),
            pytest.raises(IllegalMove, match="passed"),
        ):
            doubt(mine)

    def test_the_first_reporters_reopening_settles_it(self, place):
        master, (mine,) = with_followers(place)
        doubt(mine)
        actions.reopen(ticket=master, words="没好", by=RESIDENT)
        assert so.approvals(master) == [("doubt", "withdrawn")]
        assert own_answers(mine, so.fresh(master)).unsolved is None

    def test_the_first_reporters_own_question_goes_first(self, place):
        master, (mine,) = with_followers(place)
        Ticket.objects.filter(pk=master.pk).update(reopened=1)
        doubt(mine)
        actions.request_reopen(ticket=master, words="没好", by=RESIDENT)
        assert so.approvals(master) == [("doubt", "withdrawn"), ("reopen", "asked")]
        assert so.fresh(master).pending == "reopen:asked"

    def test_while_something_else_waits_the_answer_is_kept(self, place):
        master, (mine,) = with_followers(place)
        actions.request_cancel(ticket=master, words="测试件", by=place.ben)
        doubt(mine)
        assert so.fresh(master).pending == "cancel:asked"
        assert own_answers(mine, so.fresh(master)).waits
        (kept,) = answers_about(master)
        assert kept.approval is None and kept.words == "还是没修好"


class TestTheMarks:
    def test_handlers_see_no_answer_of_anybody(self, place):
        master, (mine,) = with_followers(place)
        actions.respond(ticket=mine, by=RESIDENT)
        shown = text(at(place.ada).get(url("ticket", master.pk)))
        assert "Answered by somebody who was merged" not in shown
        seen = text(at(place.carl).get(url("ticket", master.pk)))
        assert "Answered by somebody who was merged" in seen and mine.shown_number in seen

    @pytest.mark.parametrize("wrong", [{"kind": "rated"}, {"kind": "solved", "stars": 3}])
    def test_the_database_guards_the_stars(self, place, wrong):
        master, (mine,) = with_followers(place)
        common = {"ticket": mine, "master": master, "county_id": master.county_id, "round": 0}
        with pytest.raises(IntegrityError, match="one_to_five"), transaction.atomic():
            Response.objects.create(**common, **wrong, at=master.checked_at)


def test_a_merged_ticket_rests_only_after_its_master(place):
    master = make.in_progress(place)
    mine = merged_into(master, place)
    later = so.fresh(mine).closed_at + timedelta(days=90)
    assert actions.archive_old(now=later, by=place.root) == 0
    Ticket.objects.filter(pk=master.pk).update(state="closed", closed_at=so.fresh(mine).closed_at)
    assert actions.archive_old(now=later, by=place.root) == 1
    assert actions.archive_old(now=later, by=place.root) == 1
    assert so.fresh(mine).state == "archived"
