"""Duty through the client: what one fills in or presses, and what another then sees."""

import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from tests import cast

from gewu.ground.staffing import actions
from gewu.ground.staffing.models import Duty, DutyWish, Roster, Shift, ShiftKind, Swap
from gewu.ground.staffing.views import duty as views
from gewu.kernel.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 8)
KIND = {"name_zh": "白班", "name_en": "Day", "begins": "08:00", "ends": "17:00", "on": "daily"}


@pytest.fixture(autouse=True)
def _in_november(monkeypatch):
    monkeypatch.setattr(views, "PROPOSAL_SECONDS", 1.0)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(town):
    for name, name_zh in (("cora", "柯拉"), ("cody", "柯迪")):
        town.people[name] = cast.person(name, name_zh)
        post = actions.add_post(unit=town.community_office, role="community", by=SYSTEM)
        actions.appoint(post=post, user=town.people[name], from_day=date(2026, 1, 1), by=SYSTEM)
    return town


@pytest.fixture
def draft(office):
    given = {**KIND, "begins": time(8), "ends": time(17)}
    actions.save_shift_kind(unit=office.community_office, **given, by=SYSTEM)
    roster = actions.open_roster(unit=office.community_office, first=FIRST, last=LAST, by=SYSTEM)
    return views.share_out(roster, SYSTEM, 1)


@pytest.fixture
def published(draft):
    return actions.publish(roster=draft, by=SYSTEM)


def url(unit, tail=""):
    return f"/staffing/{unit.pk}/duty/{tail}"


class TestMaking:
    def test_a_kind_of_shift_becomes_shifts_that_only_its_posts_may_take(self, office, client):
        unit = office.community_office
        client.force_login(office.cora)
        below = {"need": 1, "weekdays": [], "roles": ["worker"], "with_below": "on"}
        assert client.get(url(unit, "kinds/add/")).status_code == 200
        answer = client.post(url(unit, "kinds/add/"), {**KIND, **below})
        assert answer.status_code == 302
        assert "08:00–17:00" in client.get(url(unit, "kinds/")).text
        client.post(url(unit, "open/"), {"first": "2026-11-02", "last": "2026-11-03"})
        roster = Roster.objects.get()
        client.post(f"/staffing/duty/rosters/{roster.pk}/propose/")
        client.post(f"/staffing/duty/rosters/{roster.pk}/publish/")
        client.force_login(office.ada)
        assert "Day" in client.get("/staffing/duty/").text
        assert {duty.user for duty in Duty.objects.all()} == {office.ada}

    def test_a_kind_is_changed_and_used_no_longer(self, draft, office, client):
        kind, unit = ShiftKind.objects.get(), office.community_office
        client.force_login(office.cora)
        assert client.get(f"/staffing/duty/kinds/{kind.pk}/").status_code == 200
        changed = {**KIND, "on": "weekdays", "weekdays": ["0"], "need": 2}
        client.post(f"/staffing/duty/kinds/{kind.pk}/", changed)
        kind.refresh_from_db()
        assert (kind.need, kind.weekdays) == (2, [0])
        wrong = {**KIND, "on": "weekdays", "need": 1}
        assert client.post(f"/staffing/duty/kinds/{kind.pk}/", wrong).status_code == 422
        client.post(f"/staffing/duty/kinds/{kind.pk}/retire/")
        assert "no shifts yet" in client.get(url(unit, "kinds/")).text

    def test_the_duty_phone_is_where_residents_call_for_supervision(self, office, client):
        client.force_login(office.root)
        answer = client.post(
            url(office.town_office, "kinds/"), {"swaps": "told", "phone": "0537-7654321"}
        )
        assert answer.status_code == 302
        assert "0537-7654321" in client.get(f"/territory/grid/{cast.GRID_1}/").text

    def test_a_roster_is_opened_shared_out_and_published_and_the_team_reads_it(
        self, office, client
    ):
        unit = office.community_office
        given = {**KIND, "begins": time(8), "ends": time(17)}
        actions.save_shift_kind(unit=unit, **given, by=SYSTEM)
        client.force_login(office.cora)
        assert client.get(url(unit, "open/")).status_code == 200
        days = {"first": "2026-11-02", "last": "2026-11-08"}
        assert client.post(url(unit, "open/"), days).status_code == 302
        assert client.post(url(unit, "open/"), days).status_code == 422
        roster = Roster.objects.get()
        client.post(f"/staffing/duty/rosters/{roster.pk}/propose/")
        assert "no fairer plan" in client.get(url(unit)).text
        client.force_login(office.ada)
        assert "No roster for this month" in client.get(url(unit)).text
        client.force_login(office.cora)
        client.post(f"/staffing/duty/rosters/{roster.pk}/publish/")
        client.force_login(office.ada)
        page = client.get(url(unit)).text
        assert "11-02" in page and "How it is shared" not in page
        assert "No roster" in client.get(url(unit) + "?month=2026-12").text
        assert client.get(url(unit) + "?month=nonsense").status_code == 200

    def test_who_is_missing_is_said_with_what_would_help(self, office, client):
        unit = office.community_office
        given = {**KIND, "begins": time(8), "ends": time(17), "need": 5}
        actions.save_shift_kind(unit=unit, **given, by=SYSTEM)
        roster = actions.open_roster(unit=unit, first=FIRST, last=FIRST, by=SYSTEM)
        client.force_login(office.cora)
        client.post(f"/staffing/duty/rosters/{roster.pk}/propose/")
        page = client.get(url(unit)).text
        assert "3 people are missing" in page and "ask for fewer people" in page

    def test_a_draft_is_thrown_away(self, draft, office, client):
        client.force_login(office.cora)
        client.post(f"/staffing/duty/rosters/{draft.pk}/drop/")
        assert not Roster.objects.exists()

    def test_by_hand_it_is_pinned_and_warned_about(self, published, office, client):
        shift = Shift.objects.filter(day=LAST).get()
        duty = Duty.objects.get(shift=shift)
        other = office.cody if duty.user != office.cody else office.cora
        client.force_login(office.root)
        address = f"/staffing/duty/shifts/{shift.pk}/"
        client.post(address, {"user": str(other.pk)})
        assert "More people than needed" in client.get(address).text
        client.post(f"/staffing/duty/{duty.pk}/off/")
        page = client.get(address).text
        assert "No longer has this shift" in page and "Pinned" in page
        client.post(f"/staffing/duty/{Duty.objects.get(shift=shift, ended_at=None).pk}/pin/")
        assert "Pinned" not in client.get(address).text
        client.force_login(duty.user)
        assert "No longer has this shift" in client.get("/staffing/duty/").text
        client.post("/staffing/duty/read/")
        assert "No longer has this shift" not in client.get("/staffing/duty/").text

    def test_strangers_and_people_without_the_right(self, draft, office, client):
        unit, shift = office.community_office, Shift.objects.first()
        client.force_login(office.dan)
        for address in (url(unit), f"/staffing/duty/shifts/{shift.pk}/", url(unit, "kinds/")):
            assert client.get(address).status_code == 404
        client.force_login(office.ada)
        assert client.get(url(unit, "kinds/")).status_code == 403
        assert client.get(f"/staffing/duty/shifts/{shift.pk}/").status_code == 404
        assert client.post(f"/staffing/duty/rosters/{draft.pk}/publish/").status_code == 404
        kind = ShiftKind.objects.get()
        assert client.post(f"/staffing/duty/kinds/{kind.pk}/retire/").status_code == 403
        actions.publish(roster=draft, by=SYSTEM)
        assert client.get(f"/staffing/duty/shifts/{shift.pk}/").status_code == 200
        assert client.post(f"/staffing/duty/shifts/{shift.pk}/", {"user": "x"}).status_code == 403

    def test_a_months_page_asks_no_more_for_more_shifts(
        self, published, office, client, django_assert_max_num_queries
    ):
        client.force_login(office.cora)
        with django_assert_max_num_queries(40):
            client.get(url(office.community_office))

    def test_pages_of_areas_say_who_is_on_duty(self, published, office, client):
        client.force_login(office.root)
        page = client.get(f"/territory/{office.community.pk}/").text
        assert "On duty now" in page


class TestOwn:
    def test_a_wish_is_kept_by_the_next_proposal_and_taken_back(self, draft, office, client):
        client.force_login(office.cora)
        said = {"kind": "away", "first": "2026-11-02", "last": "2026-11-08"}
        assert client.post("/staffing/duty/", said).status_code == 302
        assert client.post("/staffing/duty/", {**said, "last": "2026-11-01"}).status_code == 422
        client.post(f"/staffing/duty/rosters/{draft.pk}/propose/")
        assert not Duty.objects.filter(user=office.cora).exists()
        wish = DutyWish.objects.get()
        client.force_login(office.cody)
        assert client.post(f"/staffing/duty/wishes/{wish.pk}/drop/").status_code == 404
        client.force_login(office.cora)
        client.post(f"/staffing/duty/wishes/{wish.pk}/drop/")
        assert not DutyWish.objects.exists()

    @pytest.fixture
    def offered(self, published, office, client):
        duty = Duty.objects.filter(shift__day=LAST).get()
        taker = office.cody if duty.user != office.cody else office.cora
        client.force_login(duty.user)
        address = f"/staffing/duty/{duty.pk}/swap/"
        assert taker.shown_name in client.get(address).text
        client.post(address, {"choice": f"{taker.pk}:"})
        return duty, taker, Swap.objects.get()

    def test_a_swap_is_asked_for_and_taken(self, offered, client):
        duty, taker, swap = offered
        client.force_login(taker)
        assert "I take it" in client.get("/staffing/duty/").text
        assert "one swap waits" in client.get("/desk/").text
        agree = f"/staffing/duty/swaps/{swap.pk}/agree/"
        assert client.post(agree).status_code == 302
        assert Duty.objects.get(shift=duty.shift, ended_at=None).user == taker
        late = client.post(agree)
        assert late.status_code == 409 and "answered already" in late.text
        again = client.get(late.request["PATH_INFO"])
        assert again["Location"] == "/staffing/duty/"
        client.force_login(duty.user)
        assert "No longer has this shift" in client.get("/staffing/duty/").text
        assert client.post(f"/staffing/duty/{duty.pk}/swap/").status_code == 404

    def test_it_is_declined_or_withdrawn(self, offered, office, client):
        duty, taker, swap = offered
        client.force_login(office.ada)
        assert client.post(f"/staffing/duty/swaps/{swap.pk}/decline/").status_code == 404
        client.force_login(duty.user)
        assert client.post(f"/staffing/duty/swaps/{swap.pk}/agree/").status_code == 422
        client.post(f"/staffing/duty/swaps/{swap.pk}/withdraw/")
        again = f"/staffing/duty/{duty.pk}/swap/"
        client.post(again, {"choice": f"{taker.pk}:"})
        client.force_login(taker)
        client.post(f"/staffing/duty/swaps/{Swap.objects.get(state='asked').pk}/decline/")
        assert set(Swap.objects.values_list("state", flat=True)) == {"withdrawn", "declined"}

    def test_the_lead_approves_where_the_unit_wants_it(self, offered, office, client):
        duty, taker, swap = offered
        unit = office.community_office
        client.force_login(office.root)
        client.post(url(unit, "kinds/"), {"swaps": "approve", "phone": ""})
        client.force_login(taker)
        client.post(f"/staffing/duty/swaps/{swap.pk}/agree/")
        assert Duty.objects.get(shift=duty.shift, ended_at=None).user == duty.user
        client.force_login(office.root)
        assert "Swaps to approve" in client.get(url(unit)).text
        client.post(f"/staffing/duty/swaps/{swap.pk}/approve/")
        assert Duty.objects.get(shift=duty.shift, ended_at=None).user == taker

    def test_the_calendar_address_is_shown_once_renewed_and_closed(self, office, client):
        client.force_login(office.ada)
        page = client.post("/staffing/duty/calendar/renew/").text
        address = re.search(r"/staffing/duty/calendar/([\w-]+)\.ics", page)[1]
        client.logout()
        feed = f"/staffing/duty/calendar/{address}.ics"
        assert client.get(feed).status_code == 200
        client.force_login(office.ada)
        assert address not in client.get("/staffing/duty/").text
        client.post("/staffing/duty/calendar/close/")
        assert client.get(feed).status_code == 404
