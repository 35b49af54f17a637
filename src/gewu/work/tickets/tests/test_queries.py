"""Queues: scope, search, order, pages, counts and the number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gewu.kernel.acting import RESIDENT
from gewu.kernel.ids import floor_at, moment_of
from gewu.work.tickets import actions
from gewu.work.tickets.models import Move, Ticket
from gewu.work.tickets.queries import clocks, day, history, public, queue
from gewu.work.tickets.queries.history import moves_of
from gewu.work.tickets.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.equipped_town()


def numbers(page):
    return [ticket.number for ticket in page.tickets]


class TestQueues:
    def test_two_chinese_characters_are_enough_to_find_it(self, place):
        lamp = make.report(words="小区门口路灯不亮", item=None)
        make.report()
        for words in ("路灯", "灯", "门口路灯", lamp.number, lamp.shown_number):
            found = queue.page(place.ben, queue.Filters(words=words), timezone.now())
            assert numbers(found) == [lamp.number], words

    def test_the_most_urgent_comes_first_and_pages_join_without_gap(self, place, monkeypatch):
        monkeypatch.setattr(queue, "PAGE", 3)
        tickets = [make.report() for _n in range(8)]
        for hours, ticket in enumerate(tickets):
            due = timezone.now() + timedelta(hours=hours // 2 - 2)
            Ticket.objects.filter(pk=ticket.pk).update(due_at=due)
        now = timezone.now()
        wanted = list(Ticket.objects.order_by("due_at", "id").values_list("number", flat=True))
        first = queue.page(place.ben, queue.Filters(), now)
        second = queue.page(place.ben, queue.Filters(), now, after=first.after)
        third = queue.page(place.ben, queue.Filters(), now, after=second.after)
        assert numbers(first) + numbers(second) + numbers(third) == wanted
        assert not first.before and not third.after
        back = queue.page(place.ben, queue.Filters(), now, before=third.before)
        assert numbers(back) == numbers(second)
        assert numbers(queue.page(place.ben, queue.Filters(), now, before=back.before)) == numbers(
            first
        )

    def test_all_come_newest_first_and_their_pages_join(self, place, monkeypatch):
        monkeypatch.setattr(queue, "PAGE", 2)
        made = [make.report().number for _n in range(5)]
        now, seen, after = timezone.now(), [], ""
        for _page in range(3):
            found = queue.page(place.ben, queue.Filters(queue="all"), now, after=after)
            seen, after = seen + numbers(found), found.after
        assert seen == made[::-1] and not after
        back = queue.page(place.ben, queue.Filters(queue="all"), now, before=found.before)
        assert numbers(back) == seen[2:4]

    def test_a_large_count_is_only_said_to_be_more(self):
        assert queue.figure(1_000) == 1_000
        assert queue.figure(1_001) == "1,000+"

    def test_closed_ones_come_newest_first(self, place):
        one, two = make.closed(place), make.closed(place)
        found = queue.page(place.ben, queue.Filters(queue="closed"), timezone.now())
        assert numbers(found) == [two.number, one.number]

    def test_filters_narrow(self, place):
        ticket, other = make.report(), make.team_ticket(place)
        now = timezone.now()

        def found(**wanted):
            return set(numbers(queue.page(place.ben, queue.Filters(**wanted), now)))

        assert found(item=ticket.item_id) == {ticket.number}
        assert found(unit=place.team_1.pk) == {other.number}
        assert found(area_path=place.grid_2.path) == set()
        assert found(channel="web") == {ticket.number, other.number}
        assert found(overdue=True) == set()
        Ticket.objects.filter(pk=ticket.pk).update(due_at=now - timedelta(minutes=1))
        assert found(overdue=True) == {ticket.number}

    def test_a_worker_of_another_town_finds_nothing(self, place):
        make.report()
        assert numbers(queue.page(place.dan, queue.Filters(), timezone.now())) == []

    def test_our_unit_means_the_viewers_unit(self, place):
        ours = make.team_ticket(place)
        make.report()
        assert numbers(queue.page(place.ada, queue.Filters(queue="ours"), timezone.now())) == [
            ours.number
        ]

    def test_every_way_to_see_one_is_read_and_none_shown_twice(self, place):
        # Grid 1 lies in Ada's area and has her unit; of grid 2 she sees what her unit helps with.
        both = [make.team_ticket(place).pk for _n in range(2)]
        others = [make.report() for _n in range(2)]
        Ticket.objects.update(area_path=place.grid_1.path)
        Ticket.objects.filter(pk__in=[each.pk for each in others]).update(
            area_path=place.grid_2.path
        )
        helped, unseen = others
        Ticket.objects.filter(pk__in=[helped.pk, both[0]]).update(helpers=[place.team_1.pk])
        now = timezone.now()
        for key in ("open", "all"):
            rows = queue.page(place.ada, queue.Filters(queue=key), now).tickets
            assert sorted(ticket.pk for ticket in rows) == sorted([*both, helped.pk]), key
        assert queue.counts(place.ada, now)["open"] == 3
        Ticket.objects.filter(pk=helped.pk).update(state="closed", closed_at=now)
        rows = queue.page(place.ada, queue.Filters(queue="closed"), now).tickets
        assert [ticket.pk for ticket in rows] == [helped.pk]
        assert unseen.pk not in {ticket.pk for ticket in rows}

    def test_the_same_posts_are_counted_anew_each_time(self, place):
        make.report()
        now = timezone.now()
        assert queue.counts(place.ben, now)["overdue"] == 0
        assert queue.counts(place.ben, now + timedelta(days=30))["overdue"] == 1
        make.report()
        assert queue.counts(place.ben, now)["open"] == 2
        assert queue.counts(place.dan, now)["open"] == 0

    def test_counts_stop_at_a_limit(self, place):
        make.report(), make.report(item=None)
        counts = queue.counts(place.ben, timezone.now())
        assert counts["open"] == 2 and counts["filing"] == 1 and counts["signing"] == 1
        assert queue.count(Ticket.objects.all(), limit=1) == 2

    def test_a_page_takes_one_statement(self, place):
        for _n in range(3):
            make.report()
        place.ben.grants  # noqa: B018  asked once per request
        with CaptureQueriesContext(connection) as asked:
            found = queue.page(place.ben, queue.Filters(), timezone.now())
            for ticket in found.tickets:
                assert ticket.text.title and ticket.area.name and ticket.unit.name
        assert len(asked) == 1

    def test_my_day_sorts_by_what_cannot_wait(self, place):
        new, going = make.team_ticket(place), make.in_progress(place)
        late = make.in_progress(place)
        Ticket.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
        soon = make.in_progress(place)
        Ticket.objects.filter(pk=soon.pk).update(due_at=timezone.now() + timedelta(minutes=30))
        found = day.my_day(place.ada, timezone.now())
        assert [t.pk for t in found.overdue] == [late.pk] == [found.first.pk]
        assert [t.pk for t in found.soon] == [soon.pk]
        assert [t.pk for t in found.new] == [new.pk]
        assert [t.pk for t in found.going] == [going.pk]
        assert found.count == 4 and not found.more
        assert day.my_day(place.eve, timezone.now()).count == 0

    def test_nobody_is_asked_to_check_their_own_work(self, place):
        done = make.checking(place)
        assert day.my_day(place.carl, timezone.now()).new == [done]
        Ticket.objects.filter(pk=done.pk).update(handled_by=place.carl.pk)
        assert day.my_day(place.carl, timezone.now()).count == 0


class TestHistory:
    def test_staff_see_people_and_residents_see_units(self, place):
        ticket = make.closed(place)
        actions.rate(ticket=ticket, stars=4, by=RESIDENT)
        staff = history.timeline(ticket)
        assert [entry.move.verb for entry in staff] == [
            "submit",
            "file",
            "dispatch",
            "dispatch",
            "sign",
            "handle",
            "check",
            "confirm",
            "rate",
        ]
        assert place.ada in [entry.who for entry in staff]
        assert staff[-1].stars == 4
        resident = history.timeline(ticket, for_resident=True)
        assert {entry.who for entry in resident} == {None}
        handled = next(entry for entry in resident if entry.move.verb == "handle")
        assert handled.words and handled.photos and handled.unit == place.team_1
        assert history.rating_of(ticket).stars == 4

    def test_internal_words_stay_inside(self, place):
        ticket = actions.rework(ticket=make.checking(place), words="没清干净", by=place.carl)
        assert "没清干净" in [entry.words for entry in history.timeline(ticket)]
        assert "没清干净" not in [
            entry.words for entry in history.timeline(ticket, for_resident=True)
        ]


class TestClocks:
    def test_it_can_say_why_the_deadline_is_what_it_is(self, place):
        reason = clocks.why(make.report())
        assert sum(step.minutes for step in reason.steps) == 240

    def test_an_agreed_date_needs_no_reason(self, place):
        ticket = make.report()
        ticket.deadline_class = "PLAN"
        assert clocks.why(ticket) is None


class TestPublicList:
    def test_it_shows_closed_ones_by_area_and_item(self, place):
        ticket = make.closed(place)
        make.report()
        assert [t.pk for t in public.public_page().tickets] == [ticket.pk]
        assert public.public_page(area_path=place.other_town.path).tickets == []
        assert public.public_page(item=ticket.item_id).tickets == [ticket]

    def test_it_pages(self, place, monkeypatch):
        monkeypatch.setattr(public, "PAGE", 1)
        make.closed(place), make.closed(place)
        assert public.public_page().after


def test_the_first_move_is_found_whose_id_is_of_the_same_millisecond(place):
    """Its last bits are chance, so it may be the smaller of the two."""
    ticket = make.report()
    first = moves_of(ticket)[0]
    Move.objects.filter(pk=first.pk).delete()
    early = floor_at(moment_of(ticket.pk))
    Move.objects.bulk_create([Move(**{**_fields_of(first), "id": early})])
    assert moves_of(ticket)[0].verb == "submit"


def _fields_of(move):
    return {field.attname: getattr(move, field.attname) for field in Move._meta.concrete_fields}
