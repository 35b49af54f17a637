"""Journey 3: an order of the hotline outgrows its grid; a whistle brings three departments."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.work.tickets.models import Ticket, Whistle
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import whistles as blow
from tests.browser.conftest import See, overflows
from tests.browser.looking import Looker, session_of
from tests.browser.test_journey_1 import address, desk_address, move, photo, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "和平路 3 号楼外墙渗水多日，靠近燃气管和配电箱，住户担心"
TASK = "关闭渗水处的燃气阀并检查管道"


@pytest.fixture
def at(transactional_db: None) -> blow.Scene:
    """The town with its lead and three departments."""
    return blow.scene()


def test_an_order_outgrows_its_grid_and_a_whistle_solves_it(at: blow.Scene, see: See) -> None:
    ben = signed_in(see, "ben")
    ticket = taken_down(ben, at)
    to_the_grid(ben, ticket, at.place.team_1)

    ada = signed_in(see, "ada")
    ada.goto(desk_address(ada, ticket))
    move(ada, "签收")
    whistle = whistled(ada, at)

    hana = signed_in(see, "hana", width=390)
    refused = hana.goto(whistle_address(hana, whistle))
    assert refused is not None and refused.status == 404

    lena = signed_in(see, "lena")
    expect(lena.locator("main")).to_contain_text("待你处理的哨")
    lena.locator(f"#w{whistle.pk} a").click()
    lena.get_by_role("button", name="同意，召集各单位").click()
    expect(lena.locator("main")).to_contain_text("已召集各单位")

    phones = [hana, *(signed_in(see, name, width=390) for name in ("gina", "paul"))]
    for phone in phones:
        reports_in(phone, whistle)

    ada.goto(whistle_address(ada, whistle))
    expect(ada.get_by_text("及时报到")).to_have_count(3)
    gives_a_task(ada, at.units[1])
    finishes_the_task(phones[1], whistle)
    ada.goto(whistle_address(ada, whistle))
    ada.get_by_role("button", name="确认完成").click()
    ada.get_by_role("link", name="评判结果").click()
    form = ada.locator("#move form")
    form.locator("input[value=solved]").check()
    form.locator("[name=words]").fill("墙面已干，燃气检查正常")
    form.locator("button[type=submit]").click()
    expect(ada.locator("main")).to_contain_text("墙面已干，燃气检查正常")

    handled_checked_and_closed(ada, signed_in(see, "carl"), ben, ticket)
    ticket.refresh_from_db()
    assert ticket.state == "closed"
    assert blow.again(whistle).outcome == "solved"


def test_reporting_in_on_a_phone_needs_no_javascript(at: blow.Scene, see: See) -> None:
    whistle = blow.approved(at, kind="emergency")
    path = reverse("tickets:whistle_page", args=[whistle.pk])
    phone = see(path, width=390, script=False, session=session_of(at.place, "hana"))
    phone.get_by_role("button", name="我们已到现场").click()
    assert blow.call_of(whistle, at.units[0]).mode == "onsite"
    expect(phone.locator("main")).to_contain_text("共同处置中")


def test_pages_of_whistles_keep_nobody_out(at: blow.Scene, see: See) -> None:
    assert Looker(at.place, see).faults(pages_of_whistles(at)) == []


def pages_of_whistles(at: blow.Scene) -> Iterator[tuple[str, str]]:
    """Who opens which page."""
    task = blow.with_task(at)
    called = blow.approved(at, ticket=None, kind="emergency")
    for who, whistle in (("ada", task.whistle), ("hana", called), ("ada", blow.for_meeting(at))):
        yield who, reverse("tickets:whistle_page", args=[whistle.pk])
    for verb in ("give_task", "judge"):
        yield "ada", reverse("tickets:whistle_step", args=[task.whistle_id, verb])
    yield "ada", reverse("tickets:whistles")
    yield "ada", reverse("tickets:raise_whistle")


def taken_down(ben: Page, at: blow.Scene) -> Ticket:
    """The dispatcher takes the order down as it came by telephone."""
    ben.goto(address(ben, reverse("tickets:new")))
    form = ben.locator("#intake")
    form.locator("input[name=channel][value=phone]").check()
    form.locator("[name=words]").fill(WORDS)
    form.locator("#id_item").select_option(str(make.item(make.ADVICE).pk))
    form.locator("[name=area]").select_option(str(at.place.grid_1.pk))
    form.locator("button[type=submit]").click()
    ben.wait_for_load_state("networkidle")
    return Ticket.objects.get()


def to_the_grid(ben: Page, ticket: Ticket, unit: Unit) -> None:
    """The dispatcher gives it to the grid's team."""
    ben.goto(address(ben, reverse("tickets:dispatch", args=[ticket.pk])))
    ben.locator(f"input[name=unit][value='{unit.pk}']").check()
    ben.locator("#dispatch form[method=post] button[type=submit]").click()
    expect(ben.locator("#state")).to_contain_text(unit.name_zh)


def whistled(ada: Page, at: blow.Scene) -> Whistle:
    """The worker chooses three departments and says what is wanted."""
    ada.locator(".step-menu > summary").click()
    ada.get_by_role("link", name="吹哨", exact=True).click()
    for unit in at.units:
        ada.get_by_label(unit.name_zh).check()
    ada.locator("#raise [name=words]").fill("请三家到现场会商，先止水、再查燃气和用电安全")
    ada.locator("#raise").get_by_role("button", name="吹哨").click()
    expect(ada.locator("main")).to_contain_text("等值班领导决定")
    return Whistle.objects.get()


def reports_in(phone: Page, whistle: Whistle) -> None:
    """One big button, on a phone."""
    phone.goto(whistle_address(phone, whistle))
    assert not overflows(phone)
    button = phone.get_by_role("button", name="我们已到现场")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 44
    button.click()
    expect(phone.locator("main")).to_contain_text("现场报到")


def gives_a_task(ada: Page, unit: Unit) -> None:
    """The gas company has until tomorrow."""
    ada.get_by_role("link", name="分派任务").click()
    form = ada.locator("#move form")
    form.locator("[name=unit]").select_option(str(unit.pk))
    form.locator("[name=words]").fill(TASK)
    tomorrow = timezone.localtime(clock.now() + timedelta(days=1))
    form.locator("[name=due_at]").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    form.locator("button[type=submit]").click()
    expect(ada.locator("#whistle")).to_contain_text(TASK)


def finishes_the_task(phone: Page, whistle: Whistle) -> None:
    """The unit says what it did."""
    phone.goto(whistle_address(phone, whistle))
    phone.get_by_role("link", name="我们的任务完成了").click()
    form = phone.locator("#move form")
    form.locator("[name=words]").fill("阀门已关，管道无泄漏")
    form.locator("button[type=submit]").click()
    expect(phone.locator("#whistle")).to_contain_text("阀门已关，管道无泄漏")


def handled_checked_and_closed(ada: Page, carl: Page, ben: Page, ticket: Ticket) -> None:
    """The rest is as ever."""
    ada.goto(desk_address(ada, ticket))
    ada.get_by_role("link", name="我已处理").click()
    form = ada.locator("#move form")
    form.locator("[name=words]").fill("三家到场处置，渗水已止")
    form.locator("[name=photos]").set_input_files([photo("after.jpg", (90, 140, 90))])
    expect(form.locator(".photo-strip-own li")).to_have_count(1)
    form.get_by_role("button", name="我已处理").click()
    expect(ada.locator("#state")).to_contain_text("由别人来核查")
    for page, name, words in ((carl, "核查", "居民"), (ben, "办结", "已办结")):
        page.goto(desk_address(page, ticket))
        page.get_by_role("link", name=re.compile(name)).first.click()
        page.locator("#move form [name=closing_met]").check()
        page.locator("#move form button[type=submit]").click()
        expect(page.locator("#state")).to_contain_text(words)


def whistle_address(page: Page, whistle: Whistle) -> str:
    """The desk's page of a whistle."""
    return address(page, reverse("tickets:whistle_page", args=[whistle.pk]))
