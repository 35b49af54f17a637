"""Journey 1: from a grid's QR code to a confirmed closure, by hand, in a real browser."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, overflows
from tests.cast import GRID_1, PASSWORD, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "三号楼门口雨水口被落叶堵住，下雨就积水"
DONE = "落叶已清走，排水通畅"


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def test_a_blocked_drain_from_report_to_rating(place: Town, see: See) -> None:
    cleo = see(reverse("territory:public_grid", args=[GRID_1]), width=390)
    report(cleo)
    number = the_number(cleo)
    ticket = Ticket.objects.get(number=number)
    assert (ticket.unit, ticket.channel, ticket.area) == (place.team_1, "code", place.grid_1)
    cleo.get_by_role("link", name="看我的办理进度").click()
    expect(cleo.locator("#standing")).to_contain_text("现在由第一网格办理")

    ada = signed_in(see, "ada")
    expect(ada.locator("main")).to_contain_text("雨水口")
    ada.goto(desk_address(ada, ticket))
    move(ada, "签收")
    ada.get_by_role("link", name="我已处理").click()
    form = ada.locator("#move form")
    form.locator("[name=words]").fill(DONE)
    form.locator("[name=photos]").set_input_files([photo("after.jpg", (90, 140, 90))])
    expect(form.locator(".photo-strip-own li")).to_have_count(1)
    form.get_by_role("button", name="我已处理").click()
    expect(ada.locator("#state")).to_contain_text("由别人来核查")

    another_towns_worker_never_sees(signed_in(see, "dan"), ticket)

    carl = signed_in(see, "carl")
    carl.goto(desk_address(carl, ticket))
    expect(carl.locator("main")).to_contain_text(DONE)
    carl.get_by_role("link", name=re.compile("核查")).first.click()
    carl.locator("#move form [name=closing_met]").check()
    carl.locator("#move form button[type=submit]").click()
    expect(carl.locator("#state")).to_contain_text("居民")

    cleo.reload()
    expect(cleo.locator("#standing")).to_contain_text(DONE)
    assert not overflows(cleo)
    cleo.get_by_role("button", name="已解决").click()
    expect(cleo.get_by_text("谢谢，这件事已办结。")).to_be_visible()
    cleo.locator("label[for=stars-5]").click()
    cleo.locator("#rate [name=words]").fill("来得很快")
    cleo.get_by_role("button", name="提交评价").click()
    expect(cleo.locator("#rating")).to_contain_text("来得很快")

    carl.reload()
    expect(carl.locator("main")).to_contain_text("来得很快")
    ticket.refresh_from_db()
    assert ticket.state == "closed"
    cleo.goto(address(cleo, reverse("portal:done")))
    expect(cleo.locator("#results")).to_contain_text("东一社区")
    assert WORDS[:6] not in cleo.locator("#results").inner_text()


def another_towns_worker_never_sees(dan: Page, ticket: Ticket) -> None:
    assert WORDS[:6] not in dan.locator("main").inner_text()
    answer = dan.goto(desk_address(dan, ticket))
    assert answer is not None
    assert answer.status == 404


def test_without_javascript_the_same_report_arrives(place: Town, see: See) -> None:
    page = see(reverse("portal:report"), width=390, script=False)
    page.locator("[name=words]").fill(WORDS)
    page.locator("[name=address]").fill("和平路 12 号")
    page.locator("[name=photos]").set_input_files([photo("before.jpg", (60, 60, 60))])
    page.get_by_role("button", name="提交").click()
    ticket = Ticket.objects.get(number=the_number(page))
    assert ticket.text.address == "和平路 12 号"


def test_a_place_is_marked_on_the_map_and_unmarked(place: Town, see: See) -> None:
    page = see(reverse("portal:report"), width=390)
    page.wait_for_selector("gewu-map[ready]", timeout=30_000)
    page.locator("gewu-map canvas").click(position={"x": 120, "y": 150})
    expect(page.locator("[data-place-said]")).to_be_visible()
    assert 116 < float(page.locator("#id_lon").input_value()) < 117
    page.locator("[data-place-forget]").click()
    expect(page.locator("[data-place-said]")).to_be_hidden()
    assert page.locator("#id_lon").input_value() == ""


def test_kinds_are_searched_while_typing(place: Town, see: See) -> None:
    page = see(reverse("portal:report"), width=390)
    page.locator("#kinds-words").fill("路灯")
    expect(page.locator("[data-kind]:visible")).to_have_count(1)
    page.locator("#kinds-words").fill("没有这种事")
    expect(page.locator("[data-kinds-none]")).to_be_visible()
    page.locator("#kinds-words").fill("")
    expect(page.locator("details.kind-group:visible")).to_have_count(12)


def report(page: Page) -> None:
    """From the public page of the grid through the form."""
    page.locator(".page-actions a").click()
    page.locator("[name=photos]").set_input_files([photo("drain.jpg", (70, 90, 100))])
    expect(page.locator(".photo-strip-own li")).to_have_count(1)
    page.locator("[name=words]").fill(WORDS)
    page.locator("#kinds-words").fill("排水")
    page.locator("input[name=item][value='0204']").check()
    assert page.locator("#id_here").is_checked()
    page.get_by_role("button", name="提交").click()


def the_number(page: Page) -> str:
    """The number on the thank-you page, without its gaps."""
    page.wait_for_selector(".slip-number")
    return re.sub(r"\D", "", page.locator(".slip-number").inner_text())


def signed_in(see: See, username: str, *, width: int = 1440) -> Page:
    """Somebody of the staff, signed in by hand."""
    page = see("/accounts/login/", width=width)
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/desk/")
    return page


def move(page: Page, label: str) -> None:
    """Open the dialog of a step and agree."""
    page.get_by_role("link", name=label).click()
    page.locator("#move form button[type=submit]").click()
    page.wait_for_load_state("networkidle")


def address(page: Page, path: str) -> str:
    """A path on the server of this page."""
    return "/".join(page.url.split("/")[:3]) + path


def desk_address(page: Page, ticket: Ticket) -> str:
    """The desk's page of a ticket."""
    return address(page, reverse("tickets:ticket", args=[ticket.pk]))


def photo(name: str, colour: tuple[int, int, int]) -> Any:
    """A photo as a phone takes it."""
    data = BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(data, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}
