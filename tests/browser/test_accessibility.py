"""Every page in a real Chromium: axe finds nothing serious, nothing is wider than the window.

Pages of another door join by adding a line to its list; `looking.py` says how they are seen.
"""

from collections.abc import Callable, Iterator
from datetime import time, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from gewu.ground.accounts.models import User
from gewu.ground.staffing.actions import (
    add_overlay,
    ask_leave,
    give_shift,
    open_roster,
    publish,
    save_shift_kind,
)
from gewu.ground.staffing.actions.records import ask_correction, save_certificate_kind
from gewu.ground.staffing.models import Shift
from gewu.ground.staffing.queries import appointments_of
from gewu.ground.territory.actions import add_alias, add_building, plan_rename, propose_alias
from gewu.ground.territory.rules.buildings import BuildingRow
from gewu.ground.territory.tests.test_proposing import table
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets import jobs
from gewu.work.tickets.models import ImportRun
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers
from tests.browser.looking import Looker, address
from tests.cast import CLEO, COMMUNITY, GRID_1, Town, person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Visits = Iterator[tuple[str, str]]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def public_pages(place: Town) -> Visits:
    """What residents see, in every situation that changes a page."""
    yield "", reverse("account_login")
    yield "", reverse("portal:home")
    yield "", reverse("portal:about")
    yield "", reverse("portal:report") + "?kind=02"
    yield "", reverse("portal:report") + f"?area={GRID_1}&item=0301"
    yield "", reverse("portal:report") + "?item=0905"
    yield "", reverse("portal:follow")
    yield "", reverse("portal:done")
    yield "", reverse("portal:my_grid")
    yield "", reverse("portal:my_grid") + f"?community={COMMUNITY}"
    yield "", reverse("portal:grid_map")
    yield "", reverse("portal:grid_map") + f"?area={place.grid_1.pk}"
    yield "", reverse("portal:grid_map") + f"?area={place.community.pk}"
    yield "", reverse("territory:public_grid", args=[GRID_1])
    for ticket in (
        factories.report(name="柯丽欧"),
        factories.checked(place),
        factories.closed(place),
    ):
        yield "", address(ticket, "ticket")
    yield "", address(factories.report(lon=117.5, lat=36.5), "thanks")


def desk_pages(place: Town) -> Visits:
    """What the desk works with, and what its administrator sets up."""
    for name in (
        "desk:my_day",
        "tickets:queue",
        "tickets:export",
        "tickets:new",
        "tickets:import",
        "territory:tree",
        "territory:posters",
    ):
        yield "ben", reverse(name)
    for name in (
        "desk:failures",
        "tickets:catalogue",
        "tickets:add_item",
        "tickets:lead_units",
        "tickets:terms",
        "tickets:days",
        "territory:import",
        "staffing:units",
        "staffing:vacancies",
        "staffing:kinds",
        "staffing:leaves",
        "staffing:ask_leave",
        "staffing:overlays",
        "staffing:add_kind",
        "staffing:waivers",
    ):
        yield "root", reverse(name)
    for name in ("users", "add_user"):
        yield "sam", reverse(f"accounts:{name}")
    for name in (
        "tickets:item",
        "tickets:change_item",
        "tickets:add_condition",
        "tickets:versions",
    ):
        yield "root", reverse(name, args=["0101"])
    yield "ben", reverse("tickets:workload")
    yield "ben", reverse("tickets:relief")
    yield "ben", reverse("tickets:export_relief")
    yield "ben", reverse("tickets:batch") + f"?t={factories.report().pk}&verb=file_and_dispatch"
    yield "root", reverse("tickets:item", args=["0101"])
    yield "root", reverse("tickets:change_condition", args=["0101", 1])
    yield "ada", reverse("account_change_password")


def import_pages(place: Town) -> Visits:
    """A file on its way in, at each of its stops; the last one has a bad row."""
    client = Client()
    client.force_login(place.ben)
    words = "编号,内容,类别\n1,垃圾没人清,垃圾\n2,,垃圾\n".encode()
    client.post(reverse("tickets:import"), {"file": SimpleUploadedFile("calls.csv", words)})
    run = ImportRun.objects.latest("created_at")
    columns = reverse("tickets:import_columns", args=[run.pk])
    said = {
        "source_system": "calls",
        "source_id": "编号",
        "words": ["内容"],
        "zone": "Asia/Shanghai",
    }
    yield "ben", columns
    client.post(columns, {**said, "coordinates": "wgs84", "times": "slashes", "item": "类别"})
    yield "ben", reverse("tickets:import_values", args=[run.pk])
    client.post(columns, {**said, "coordinates": "wgs84", "times": "slashes"})
    jobs.check_import(run=str(run.pk))
    yield "ben", reverse("tickets:import_run", args=[run.pk])


def ground_pages(place: Town) -> Visits:
    """Areas and users, each as its administrator sees it."""
    for name, pk in (
        ("territory:area", place.grid_1.pk),
        ("territory:area", place.community.pk),
        ("territory:change", place.grid_1.pk),
        ("territory:add", place.grid_1.pk),
        ("territory:rename", place.grid_1.pk),
        ("territory:split", place.grid_1.pk),
        ("territory:merge", place.grid_1.pk),
        ("territory:propose", place.grid_1.pk),
        ("territory:redraw", place.grid_1.pk),
        ("territory:buildings", place.grid_1.pk),
        ("territory:building_add", place.grid_1.pk),
        ("territory:buildings_import", place.grid_1.pk),
    ):
        yield "root", reverse(name, args=[pk])
    for name in ("user", "set_password", "issue_key"):
        yield "sam", reverse(f"accounts:{name}", args=[place.ada.pk])
    yield from duty_pages(place)
    yield from record_pages(place)
    yield "root", reverse("territory:tree") + "?q=Grid"
    yield "root", reverse("territory:tree") + "?day=2026-01-02"
    later = timezone.localdate() + timedelta(days=3)
    plan = plan_rename(area=place.town, name_zh="东街道", day=later, by=place.root)
    yield "root", reverse("territory:redraws")
    yield "root", reverse("changelog:changes")
    propose_alias(area=place.grid_1, name="阳光花园", reports=3, by=SYSTEM)
    add_alias(area=place.grid_1, name="老棉纺厂", by=place.root)
    yield "root", reverse("territory:aliases")
    yield "root", reverse("territory:redraw_plan", args=[plan.pk])
    given = BuildingRow(line=0, name_zh="翠湖苑3号楼", aliases=("老楼",), households=36)
    building = add_building(area=place.grid_1, row=given, by=place.root)
    yield "root", reverse("territory:buildings", args=[place.grid_1.pk])
    yield "root", reverse("territory:building", args=[building.pk])
    yield "root", plan_of_parts(place, "")
    yield "root", plan_of_parts(place, "again/")
    yield "root", reverse("territory:export")
    yield "root", reverse("territory:export_of", args=[place.grid_1.pk])
    yield "ben", reverse("territory:posters_of", args=[place.community.pk])
    yield "ada", reverse("account_logout")


def plan_of_parts(place: Town, beside: str) -> str:
    """A plan of fair parts, perhaps with another beside it."""
    client = Client()
    client.force_login(place.root)
    file = SimpleUploadedFile("addresses.csv", table().encode())
    given = {"file": file, "target": 1200, "keeps_whole": "on"}
    token = client.post(reverse("territory:propose", args=[place.grid_1.pk]), given).url.split("/")[
        -2
    ]
    plan = reverse("territory:plan", args=[place.grid_1.pk, token])
    if beside:
        client.post(plan + beside, {"target": 800})
    return plan


def duty_pages(place: Town) -> Visits:
    """A roster of a grid's team: a draft with its kinds of shifts, and one's own shifts."""
    unit, today = place.team_1, timezone.localdate()
    always = {"name_zh": "值守", "name_en": "Always", "begins": time(0), "ends": time(0)}
    kind = save_shift_kind(unit=unit, **always, on="daily", by=SYSTEM)
    roster = open_roster(unit=unit, first=today, last=today + timedelta(days=3), by=SYSTEM)
    shift = Shift.objects.filter(roster=roster)[0]
    duty = give_shift(shift=shift, user=place.ada, by=SYSTEM)
    yield "root", reverse("staffing:shift", args=[shift.pk])
    publish(roster=roster, by=SYSTEM)
    for name in ("unit_duty", "shift_kinds", "add_shift_kind", "open_roster"):
        yield "root", reverse(f"staffing:{name}", args=[unit.pk])
    yield "root", reverse("staffing:change_shift_kind", args=[kind.pk])
    yield "ada", reverse("staffing:my_duty")
    yield "ada", reverse("staffing:ask_swap", args=[duty.pk])


def record_pages(place: Town) -> Visits:
    """The file of a worker, for the worker and for whoever keeps it."""
    kind = save_certificate_kind(county=place.county, name_zh="急救员证", by=SYSTEM)
    asked = ask_correction(words="日期不对", by=place.ada)
    yield "ada", reverse("staffing:file", args=[place.ada.pk])
    yield "root", reverse("staffing:export_records", args=["terms"])
    for name in ("add_certificate", "set_grade", "add_career_step"):
        yield "root", reverse(f"staffing:{name}", args=[place.ada.pk])
    yield "root", reverse("staffing:answer_correction", args=[asked.pk])
    for name in ("records", "pool", "record_kinds", "add_certificate_kind", "set_grade_track"):
        yield "root", reverse(f"staffing:{name}")
    yield "root", reverse("staffing:change_certificate_kind", args=[kind.pk])


def staffing_pages(place: Town) -> Visits:
    """Units, posts, who is away and who answers, each as its administrator sees it."""
    held = appointments_of(place.ada)[0]
    for name, pk in (
        ("staffing:unit", place.team_1.pk),
        ("staffing:change_unit", place.team_1.pk),
        ("staffing:dissolve", place.team_1.pk),
        ("staffing:add_post", place.team_1.pk),
        ("staffing:set_phone", held.post_id),
        ("staffing:appoint", held.post_id),
        ("staffing:end", held.pk),
        ("staffing:waive", place.team_1.pk),
        ("staffing:stand_in", held.post_id),
        ("staffing:handover", held.post_id),
        ("staffing:team", place.team_1.pk),
        ("staffing:change_kind", held.post.kind_id),
    ):
        yield "root", reverse(name, args=[pk])
    yield "root", reverse("staffing:add_department")
    yield "root", reverse("staffing:add_overlay", args=[place.sanitation.pk])
    overlay = add_overlay(
        unit=place.sanitation,
        code="370899100001900",
        name_zh="环卫专业一格",
        areas=[place.grid_1],
        by=place.root,
    )
    for name in ("overlay", "change_cover", "close_overlay"):
        yield "root", reverse(f"staffing:{name}", args=[overlay.pk])
    later = timezone.localdate() + timedelta(days=3)
    leave = ask_leave(user=place.ada, kind="annual", from_day=later, until=later, by=place.root)
    yield "root", reverse("staffing:leave", args=[leave.pk])
    yield "root", reverse("staffing:answers") + f"?q={place.grid_1.code}"


def ticket_pages(place: Town) -> Visits:
    """A ticket before each of its steps, for whoever takes it."""
    open_one, ours = factories.report(item=None, **CLEO), factories.team_ticket(place)
    taken, done = factories.in_progress(place), factories.checking(place)
    for who, ticket, verb in (
        ("ben", open_one, "ticket"),
        ("ben", open_one, "place"),
        ("ben", open_one, "file"),
        ("ben", open_one, "near"),
        ("ben", open_one, "merge"),
        ("ben", open_one, "split"),
        ("ben", ours, "dispatch"),
        ("ada", ours, "ticket"),
        ("ada", ours, "sign"),
        ("ada", taken, "handle"),
        ("carl", done, "ticket"),
        ("carl", done, "check"),
        ("carl", done, "rework"),
        ("ben", factories.checked(place), "close"),
        ("ben", factories.closed(place), "reopen"),
    ):
        yield who, reverse(f"tickets:{verb}", args=[ticket.pk])


def map_pages(place: Town) -> Visits:
    """What the door for maps shows to people."""
    pages = {"f": "html"}
    for name, args in (
        ("features:landing", []),
        ("features:conformance", []),
        ("features:collections", []),
        ("features:collection", ["grids"]),
        ("features:items", ["grids"]),
        ("features:item", ["grids", place.grid_1.pk]),
    ):
        yield "", f"{reverse(name, args=args)}?{urlencode(pages)}"
    ticket = factories.report()
    yield "ada", reverse("features:item", args=["tickets", ticket.pk]) + "?f=html"


PAGES = (
    public_pages,
    desk_pages,
    ground_pages,
    staffing_pages,
    ticket_pages,
    import_pages,
    map_pages,
)


@pytest.mark.parametrize("pages", PAGES, ids=lambda pages: pages.__name__)
def test_pages_keep_nobody_out(place: Town, see: See, pages: Callable[[Town], Visits]) -> None:
    assert Looker(place, see).faults(pages(place)) == []


def test_a_refused_report_keeps_nobody_out(place: Town, see: See) -> None:
    page = see(reverse("portal:report"), width=390, language="en")
    page.locator("#id_phone").fill("12")
    page.get_by_role("button", name="Send report").click()
    page.wait_for_selector(".notice-bad")
    assert barriers(page) == []
    page.get_by_role("link", name="Say in a few words").click()
    assert page.evaluate("location.hash") == "#id_words"


def test_the_first_page_of_an_empty_house_keeps_nobody_out(
    transactional_db: None, see: See
) -> None:
    chief = person("chief", "管理员")
    User.objects.filter(pk=chief.pk).update(is_superuser=True)
    client = Client()
    client.force_login(chief)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for name in ("setup:steps", "setup:county"):
        page = see(reverse(name), width=390, session=session)
        assert page.url.endswith(reverse(name))
        assert barriers(page) == []
