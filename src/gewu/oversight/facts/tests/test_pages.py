"""Figures as they are read: shares with both counts, a definition, and the tickets behind them."""

import pytest
from django.urls import reverse

from gewu.kernel.acting import RESIDENT
from gewu.kernel.clock import standing_at
from gewu.oversight.facts.queries import Period, counts_of, units_in
from gewu.work.tickets import actions
from gewu.work.tickets.queries.spent import figures_of
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def place():
    return so.whole_town()


def counted(place, viewer, days=30, until=None, **kwargs):
    now = until or so.MONDAY.replace(day=30)
    units = units_in(viewer)
    return counts_of(viewer, Period.last(days, now), units, **kwargs)


class TestCounts:
    def test_late_work_is_late_for_its_own_unit(self, place):
        so.late(place)
        with so.at():
            make.closed(place)
        counts = counted(place, place.ben)[place.team_1.pk]
        assert (counts.to_handle, counts.handled, counts.handled_on_time) == (2, 2, 1)
        assert (counts.closed, counts.closed_on_time) == (2, 1)
        assert (counts.to_sign, counts.signed_on_time) == (2, 2)

    def test_what_is_open_past_its_limit_counts_as_not_done(self, place):
        with so.at():
            make.team_ticket(place)
            make.in_progress(place)
        counts = counted(place, place.ben)[place.team_1.pk]
        assert (counts.to_handle, counts.handled, counts.overdue_unhandled) == (2, 0, 2)
        assert (counts.to_sign, counts.signed_on_time) == (2, 1)

    def test_suspended_excused_and_cancelled_ones_are_left_out(self, place):
        with so.at():
            so.suspended(place)
            ticket = make.in_progress(place)
            actions.request_cancel(ticket=ticket, words="测试件", by=place.ben)
            actions.grant(ticket=ticket, by=place.lena)
        late = so.late(place)
        actions.appeal(ticket=late, words="停电", by=place.ada)
        actions.endorse(ticket=late, by=place.ben)
        actions.grant(ticket=late, by=place.lena)
        assert counted(place, place.ben)[place.team_1.pk].to_handle == 0

    def test_rework_stars_and_a_second_round_are_counted(self, place):
        with so.at():
            again = make.checking(place)
            actions.rework(ticket=again, words="还有", by=place.carl)
            for stars in (5, 3, 1):
                actions.rate(ticket=make.closed(place), stars=stars, by=RESIDENT)
            actions.reopen(ticket=make.closed(place), words="又满了", by=RESIDENT)
        counts = counted(place, place.ben)[place.team_1.pk]
        assert (counts.reworked, counts.reopened) == (1, 1)
        assert (counts.rated, counts.satisfied, counts.fairly) == (3, 1, 1)

    def test_only_what_the_viewer_sees_and_only_the_period(self, place):
        with so.at():
            make.closed(place)
        assert place.team_1.pk not in counted(place, place.olga)
        assert counted(place, place.ben, days=3)[place.team_1.pk].to_handle == 0
        elsewhere = counted(place, place.ben, area_path=place.grid_2.path)
        assert elsewhere[place.team_1.pk].to_handle == 0


class TestOneTicket:
    def test_its_steps_say_who_was_late(self, place):
        with so.at():
            ticket = make.in_progress(place)
        with so.at(days=20):
            actions.escalate(ticket=ticket, words="已上门", by=place.ada)
            actions.sign(ticket=ticket, by=place.cora)
        figures = figures_of(so.fresh(ticket), so.MONDAY.replace(day=23))
        assert figures.late_units == [place.team_1]
        assert sum(
            (each.stage.took for each in figures.steps[1:]), figures.steps[0].stage.took
        ) == (figures.counted)

    def test_waiting_for_the_reporter_makes_nobody_late(self, place):
        with so.at():
            ticket = so.asked(place)
        figures = figures_of(ticket, so.MONDAY.replace(day=23))
        assert figures.late_units == []
        assert figures.counted.total_seconds() == 0


class TestPages:
    def test_the_list_shows_shares_with_both_counts(self, place, client):
        with so.at():
            make.closed(place)
        client.force_login(place.ben)
        with standing_at(so.MONDAY.replace(day=20)):
            html = client.get(reverse("facts:units")).content.decode()
        assert "100.0%" in html and "1 / 1" in html
        assert "Grid 2" not in html.split("<main")[1]

    def test_a_unit_has_definitions_and_leads_to_its_tickets(self, place, client):
        client.force_login(place.ben)
        url = reverse("facts:unit", args=[place.team_1.pk])
        html = client.get(url, {"days": "90"}).content.decode()
        assert "of those whose limit" in html and "0 / 0" in html and "—" in html
        assert f"unit={place.team_1.pk}&amp;overdue=on" in html
        assert '<option value="90" selected>' in html

    def test_a_longer_period_counts_what_a_shorter_one_leaves_out(self, place, client):
        with so.at():
            make.closed(place)
        client.force_login(place.ben)
        with standing_at(so.MONDAY.replace(day=20)):
            shown = {
                days: client.get(reverse("facts:units"), {"days": days}).content.decode()
                for days in ("7", "30")
            }
        assert "No figures in this period" in shown["7"] and "1 / 1" in shown["30"]

    def test_without_tickets_it_says_so_and_a_wrong_period_is_a_month(self, place, client):
        client.force_login(place.ben)
        html = client.get(reverse("facts:units"), {"days": "x"}).content.decode()
        assert "No figures in this period" in html
        assert '<option value="30" selected>' in html

    def test_strangers_do_not_see_a_unit(self, place, client):
        client.force_login(place.olga)
        assert client.get(reverse("facts:unit", args=[place.team_1.pk])).status_code == 404

    def test_whoever_sees_no_tickets_sees_no_figures(self, place, client):
        nobody = so.person("nobody", "无岗")
        client.force_login(nobody)
        for url in (reverse("facts:units"), reverse("facts:unit", args=[place.team_1.pk])):
            assert client.get(url).status_code == 403
