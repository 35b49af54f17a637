"""What goes wrong elsewhere: retired items, free years, years' ends and clocks that are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gewu.kernel.acting import Refusal
from gewu.kernel.states import IllegalMove
from gewu.methods.worktime import Limit, WorkCalendar, due
from gewu.work.tickets import actions
from gewu.work.tickets.models import Item, SpecialDay
from gewu.work.tickets.queries.clocks import clockwork_of, why
from gewu.work.tickets.rules.stages import after_pause, promised
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

SHANGHAI = WorkCalendar(ZoneInfo("Asia/Shanghai"))
BERLIN = WorkCalendar(ZoneInfo("Europe/Berlin"))


@pytest.fixture
def place(english, db):
    return so.whole_town()


def test_an_illegal_move_changes_nothing(place):
    ticket = make.closed(place)
    before = (ticket.version, so.verbs_of(ticket), so.facts_of(ticket))
    with pytest.raises(IllegalMove):
        actions.sign(ticket=ticket, by=place.ada)
    ticket = so.fresh(ticket)
    assert (ticket.version, so.verbs_of(ticket), so.facts_of(ticket)) == before


def test_an_open_ticket_of_a_retired_item_is_brought_to_its_end(place):
    ticket = make.in_progress(place)
    Item.objects.filter(pk=ticket.item_id).update(is_active=False, is_offered=False)
    actions.handle(ticket=ticket, words="办好了", photos=[make.picture()], by=place.ada)
    assert actions.close(ticket=ticket, closing_met=True, by=place.carl).state == "closed"


def test_a_year_without_official_holidays_counts_weekdays_and_says_so(place):
    SpecialDay.objects.filter(day__year=2028).delete()
    with so.at(datetime(2028, 5, 1, 1, tzinfo=UTC)):  # a Monday; a holiday if anybody had said so
        ticket = make.report(item=None)
    assert ticket.due_at == datetime(2028, 5, 8, 1, tzinfo=UTC)
    assert why(ticket).years_unknown == (2028,)


def test_a_limit_over_the_end_of_a_year_goes_on_in_the_next(place):
    clocks = clockwork_of(place.county.pk)
    end = due(datetime(2026, 12, 31, 9, tzinfo=UTC), Limit("working_days", 1), clocks.calendar)
    assert end.year == 2027
    assert due(datetime(2026, 12, 31, 15, 59, tzinfo=UTC), Limit("continuous", 60), SHANGHAI) == (
        datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 27, 8, tzinfo=UTC), datetime(2026, 10, 23, 8, tzinfo=UTC)]
)
def test_clocks_that_are_changed_over_a_pause_neither_add_nor_lose_work(day):
    limit = due(day, Limit("working_days", 2), BERLIN)
    back = day + timedelta(days=6)
    after = after_pause(limit, day, back, deadline_class="D2", calendar=BERLIN)
    anew = promised(day, "D2", extensions=0, pauses=[(day, back)], calendar=BERLIN)
    assert after == anew == due(back, Limit("working_days", 2), BERLIN)


def test_a_complaint_cannot_be_given_to_whoever_it_is_about_by_any_way(place):
    ticket = make.report(item=make.item(make.ADVICE), barred=(place.team_1.pk,))
    given = actions.dispatch(ticket=ticket, unit=place.community_office, by=place.ben)
    for give in (
        lambda: actions.dispatch(ticket=given, unit=place.team_1, by=place.ben),
        lambda: actions.assign(ticket=given, unit=place.team_1, words="请看", by=place.cora),
        lambda: actions.cohandle(ticket=given, unit=place.team_1, words="请看", by=place.cora),
    ):
        with pytest.raises(Refusal, match="too close"):
            give()
