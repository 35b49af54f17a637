"""The queue by each of its clocks: both directions, page after page, those without a limit last."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gewu.work.tickets.models import SavedQueue, Ticket
from gewu.work.tickets.queries import queue
from gewu.work.tickets.queries.queue_order import readable_mark
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, text, url

pytestmark = pytest.mark.django_db
COLUMNS = {
    "due": "due_at",
    "stage": "stage_due_at",
    "unit": "unit_due_at",
    "reported": "submitted_at",
}


@pytest.fixture
def place():
    return make.equipped_town()


@pytest.fixture
def seven(place, monkeypatch):
    """Seven tickets: five with every limit, among them two with the same one, and two without."""
    monkeypatch.setattr(queue, "PAGE", 2)
    now = timezone.now()
    tickets = [make.report() for _n in range(7)]
    for number, ticket in enumerate(tickets):
        later = timedelta(hours=(3, 1, 4, 1, 5, 9, 2)[number])
        limits = dict.fromkeys(("stage_due_at", "unit_due_at"), now + later if number < 5 else None)
        Ticket.objects.filter(pk=ticket.pk).update(
            due_at=now + timedelta(days=1) - later, submitted_at=now - later, **limits
        )
    return list(Ticket.objects.order_by("id"))


def wanted(tickets, key, *, descending):
    """What must come, worked out in plain Python."""
    column = COLUMNS[key]
    known = [ticket for ticket in tickets if getattr(ticket, column) is not None]
    rest = [ticket for ticket in tickets if getattr(ticket, column) is None]
    known.sort(key=lambda each: (getattr(each, column), each.pk), reverse=descending)
    return known + sorted(rest, key=lambda each: (each.due_at, each.pk))


def shown(answer):
    return [ticket.pk for ticket in answer.context["rows"].tickets]


def walked(client, first, way):
    """All pages from an address on, by the pager's links."""
    pages, answer = [], client.get(url("queue") + first)
    while True:
        pages.append(shown(answer))
        if not answer.context[way]:
            return pages, answer
        answer = client.get(url("queue") + answer.context[way])


class TestEachClock:
    @pytest.mark.parametrize("key", COLUMNS)
    @pytest.mark.parametrize("sign", ["", "-"])
    def test_every_page_in_both_directions(self, place, seven, key, sign):
        client = at(place.ben)
        pages, last = walked(client, f"?sort={sign}{key}", "older")
        expected = [ticket.pk for ticket in wanted(seven, key, descending=bool(sign))]
        assert [pk for page in pages for pk in page] == expected
        assert [len(page) for page in pages] == [2, 2, 2, 1]
        back, _first = walked(client, last.context["newer"], "newer")
        assert [pk for page in reversed(back) for pk in page] == expected[:6]

    def test_the_due_one_is_first_where_nothing_is_asked(self, place, seven):
        expected = [ticket.pk for ticket in wanted(seven, "due", descending=False)][:2]
        for asked in ("", "?sort=nonsense", "?sort=--due", "?sort=closed", "?sort=stage_due_at"):
            assert shown(at(place.ben).get(url("queue") + asked)) == expected, asked

    def test_a_mark_of_an_old_address_still_leads_on(self, place, seven):
        in_order = wanted(seven, "due", descending=False)
        mark = f"{in_order[1].due_at.timestamp():.6f}_{in_order[1].pk}"
        answer = at(place.ben).get(url("queue"), {"after": mark})
        assert shown(answer) == [ticket.pk for ticket in in_order[2:4]]

    def test_a_mark_of_another_sort_is_no_error(self, place, seven):
        mark = f"r{seven[0].due_at.timestamp():.6f}_{seven[0].pk}"
        assert readable_mark(mark) == mark and not readable_mark("rr1_x")
        for sort in ("due", "stage", "-unit"):
            answer = at(place.ben).get(url("queue"), {"sort": sort, "after": mark})
            assert answer.status_code == 200

    @pytest.mark.parametrize("sort", ["stage", "-unit", "-due", "reported"])
    def test_no_sort_costs_a_statement_more(self, place, seven, sort):
        client = at(place.ben)
        client.get(url("queue"))
        counted = []
        for asked in ({}, {"sort": sort}):
            with CaptureQueriesContext(connection) as made:
                client.get(url("queue"), asked)
            counted.append(len(made))
        assert counted[1] <= counted[0]


def test_the_planner_knows_that_open_and_unchecked_go_together():
    with connection.cursor() as cursor:
        cursor.execute("SELECT stxname FROM pg_statistic_ext")
        assert ("tickets_open_and_checked",) in cursor.fetchall()


class TestOtherQueues:
    def test_closed_ones_turn_around(self, place):
        first, second = make.closed(place), make.closed(place)
        latest = at(place.ben).get(url("queue"), {"queue": "closed"})
        assert shown(latest) == [second.pk, first.pk]
        assert 'aria-sort="descending"' in text(latest)
        turned = at(place.ben).get(url("queue") + latest.context["turn"]["url"])
        assert shown(turned) == [first.pk, second.pk]

    def test_all_of_them_by_when_they_were_received(self, place):
        first, second = make.report(), make.report()
        assert shown(at(place.ben).get(url("queue"), {"queue": "all"})) == [second.pk, first.pk]
        turned = at(place.ben).get(url("queue"), {"queue": "all", "sort": "received"})
        assert shown(turned) == [first.pk, second.pk]


class TestThePage:
    def test_the_head_says_the_order_and_turns_it(self, place):
        make.report()
        shown_now = text(at(place.ben).get(url("queue"), {"sort": "stage"}))
        assert 'aria-sort="ascending"' in shown_now and 'href="?sort=-stage"' in shown_now
        assert 'aria-sort="descending"' in text(at(place.ben).get(url("queue"), {"sort": "-stage"}))

    def test_the_row_shows_the_clock_it_is_sorted_by(self, place):
        ticket = make.in_progress(place)
        for key, column in COLUMNS.items():
            answer = text(at(place.ben).get(url("queue"), {"sort": key}))
            assert getattr(Ticket.objects.get(), column).isoformat() in answer, key
        Ticket.objects.filter(pk=ticket.pk).update(stage_due_at=None, unit_due_at=None)
        for key in ("stage", "unit"):
            assert "No limit" in text(at(place.ben).get(url("queue"), {"sort": key}))

    def test_a_pause_and_the_check_are_no_running_limit(self, place):
        paused = make.needs_info(place)
        Ticket.objects.filter(pk=paused.pk).update(
            stage_due_at=timezone.now(), unit_due_at=timezone.now()
        )
        for key in ("stage", "unit"):
            assert "clock-paused" in text(at(place.ben).get(url("queue"), {"sort": key}))
        make.checking(place)
        checking = text(at(place.ben).get(url("queue"), {"queue": "checking", "sort": "unit"}))
        assert "gewu-clock" not in checking

    def test_tabs_and_filters_keep_it(self, place):
        make.report()
        shown_now = text(at(place.ben).get(url("queue"), {"sort": "-reported"}))
        assert "?queue=all&amp;sort=-reported" in shown_now
        assert '<input type="hidden" name="sort" value="-reported">' in shown_now

    def test_a_kept_filter_keeps_its_order(self, place, seven):
        form = text(at(place.ben).get(url("save_queue"), {"sort": "-stage", "overdue": ""}))
        assert 'value="sort=-stage"' in form
        kept = at(place.ben).post(url("save_queue"), {"name": "环节", "query": "sort=-stage"})
        expected = [ticket.pk for ticket in wanted(seven, "stage", descending=True)][:2]
        assert SavedQueue.objects.get().query == "sort=-stage"
        assert shown(at(place.ben).get(kept["Location"])) == expected

    def test_another_town_sees_nothing_in_any_order(self, place, seven):
        for key in COLUMNS:
            answer = at(place.dan).get(url("queue"), {"sort": key})
            assert not shown(answer) and str(seven[0].pk) not in text(answer)


class TestBeside:
    """What a browser with room for it fetches beside the list."""

    def test_the_pane_is_the_ticket_with_its_steps_and_its_answers(self, place):
        ticket = make.team_ticket(place)
        pane = text(at(place.ben).get(url("ticket", ticket.pk), {"part": "pane"}, headers=HTMX))
        assert 'id="pane"' in pane and 'id="pane-form"' in pane and "<html" not in pane
        assert f'href="{url("dispatch", ticket.pk)}" data-step' in pane
        whole = text(at(place.ben).get(url("ticket", ticket.pk), {"part": "pane"}))
        assert "<html" in whole and 'id="pane"' not in whole

    def test_what_was_done_is_said_in_the_pane(self, place):
        ticket, ben = make.team_ticket(place), at(place.ben)
        said = {"unit": str(place.team_2.pk), "words": "去看看", "once": str(uuid4())}
        ben.post(url("dispatch", ticket.pk), said | {"seen": ticket.version}, headers=HTMX)
        pane = text(ben.get(url("ticket", ticket.pk), {"part": "pane"}, headers=HTMX))
        assert 'hx-swap-oob="beforeend:#toasts"' in pane and "Dispatched." in pane
        assert "toasts" not in text(ben.get(url("queue"), headers=HTMX))

    def test_what_left_ones_area_is_said_above_the_list(self, place):
        ticket, ada = make.returning(place), at(place.ada)
        assert ada.get(url("queue")).status_code == 200
        ben = at(place.ben)
        said = {"unit": str(place.sanitation.pk), "words": "归环卫", "once": str(uuid4())}
        ben.post(url("accept_return", ticket.pk), said | {"seen": ticket.version}, headers=HTMX)
        rows = text(ben.get(url("queue"), headers=HTMX))
        assert "beforeend:#toasts" in rows and "beforeend:#toasts" not in text(
            ben.get(url("queue"))
        )

    def test_rows_say_where_and_how_it_stands(self, place):
        placed = make.report()
        shown_now = text(at(place.ben).get(url("queue")))
        assert f'data-version="{Ticket.objects.get().version}" data-sign="running"' in shown_now
        assert f'data-lon="{Ticket.objects.get(pk=placed.pk).lon}"' in shown_now

    def test_the_ground_of_the_map_is_the_viewers_own(self, place):
        ground = at(place.ben).get(url("queue_map"), headers=HTMX)
        assert place.grid_1.name_en in text(ground) or place.grid_1.name_zh in str(
            ground.context["map"]
        )
        assert place.grid_1.name_zh not in str(
            at(place.dan).get(url("queue_map"), headers=HTMX).context["map"]
        )
        assert at(place.ben).get(url("queue_map"))["Location"] == url("queue")

    def test_strangers_get_no_pane(self, place):
        ticket = make.report()
        answer = at(place.dan).get(url("ticket", ticket.pk), {"part": "pane"}, headers=HTMX)
        assert answer.status_code == 404

    def test_the_browser_remembers_what_stands_there(self, place):
        ben = at(place.ben)
        for kept, shown_as in (("map", "map"), ("ticket", "ticket"), ("x", ""), ("", "")):
            ben.cookies["gewu_beside"] = kept
            assert f'data-beside="{shown_as}"' in text(ben.get(url("queue")))
