"""The chosen ticket or a map beside the queue: with keys, with steps, and back again."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from gewu.kernel.acting import SYSTEM
from gewu.kernel.ids import uuid7
from gewu.oversight.notices import actions as notices
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See, barriers, overflows
from tests.cast import IN_GRID_1, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def desk(see: See, place: Town, query: str = "", **habits: object) -> Page:
    """Ben's queue."""
    client = Client()
    client.force_login(place.ben)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return see(reverse("tickets:queue") + query, session=session, **habits)  # type: ignore[arg-type]


def row(page: Page, ticket: Ticket) -> str:
    """The selector of a ticket's row; it must be on the page."""
    expect(page.locator(f"#t{ticket.pk}")).to_have_count(1)
    return f"#t{ticket.pk}"


def test_the_pane_follows_the_keys_and_a_step_is_done_in_it(see: See) -> None:
    place = factories.equipped_town()
    tickets = [factories.report() for _n in range(3)]
    page = desk(see, place)
    page.locator("[data-beside-to=ticket]").click()
    page.locator(f"{row(page, tickets[0])} a.row-link").click()
    pane = page.locator("#pane")
    expect(pane).to_have_attribute("data-ticket", str(tickets[0].pk))
    page.keyboard.press("ArrowDown")
    expect(pane).to_have_attribute("data-ticket", str(tickets[1].pk))
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(page.locator("tr[aria-current]")).to_have_id(f"t{tickets[1].pk}")
    assert page.url.endswith(f"#t{tickets[1].pk}")
    assert barriers(page) == [] and not overflows(page)

    page.keyboard.press("e")
    expect(page.locator("#pane .do-now .btn").first).to_be_focused()
    page.keyboard.press("Enter")
    step = page.locator("#pane-step")
    expect(step).to_be_visible()
    unit = step.locator(f"input[name=unit][value='{place.team_2.pk}']")
    ticked = step.locator(f"input[name=unit][value='{place.sanitation.pk}']")
    ticked.check()
    step.locator("#unit-search").fill(place.team_2.name_zh)
    # By rule, the one found, and the one that was ticked.
    expect(unit).to_be_visible()
    expect(step.locator("input[name=unit]")).to_have_count(3)
    expect(ticked).to_be_checked()
    unit.check()
    step.locator("textarea[name=words]").first.fill("请看一下")
    page.keyboard.press("e")  # typed, not a key of the desk
    step.locator("form[method=post] button[type=submit]").click()
    expect(page.locator("#toasts .toast-line")).to_have_count(1)
    expect(page.locator("#state")).to_contain_text("待签收")
    expect(page.locator(f"#t{tickets[1].pk}")).to_contain_text("待签收")
    expect(page.locator("tr[aria-current]")).to_be_focused()
    assert Ticket.objects.get(pk=tickets[1].pk).unit_id == place.team_2.pk

    page.keyboard.press("s")
    expect(page.locator(".filter-bar input[type=search]")).to_be_focused()
    page.reload()
    expect(pane).to_have_attribute("data-ticket", str(tickets[1].pk))


def test_what_left_the_list_leaves_its_place_to_the_next(see: See) -> None:
    place = factories.equipped_town()
    tickets = [factories.report(item=None) for _n in range(3)]
    page = desk(see, place, query="?queue=filing")
    page.locator("[data-beside-to=ticket]").click()
    page.locator(row(page, tickets[0])).locator(".grow").click(position={"x": 250, "y": 8})
    page.keyboard.press("j")
    expect(page.locator("#pane")).to_have_attribute("data-ticket", str(tickets[1].pk))
    step = page.locator("#pane-step")
    page.locator("#pane .do-now .btn-primary").click()
    step.locator("#item-search").fill("垃圾")
    step.locator(f"a[href='?item={factories.RUBBISH}']").click()
    step.locator("form[method=post] button[type=submit]").click()
    expect(page.locator(f"#t{tickets[1].pk}")).to_have_count(0)
    expect(page.locator("#pane #state")).to_contain_text("待签收")
    page.keyboard.press("j")
    expect(page.locator("#pane")).to_have_attribute("data-ticket", str(tickets[2].pk))


def test_the_map_shows_the_rows_and_says_what_is_not_on_it(see: See) -> None:
    place = factories.equipped_town()
    here = factories.report()
    factories.report(lon=IN_GRID_1[0] + 0.001)
    nowhere = factories.report(words="不知道在哪里")
    Ticket.objects.filter(pk=nowhere.pk).update(lon=None, lat=None)
    page = desk(see, place)
    page.locator("[data-beside-to=map]").click()
    ground = page.locator("#queue-map gewu-map[ready]")
    expect(ground).to_be_visible(timeout=20_000)
    outlines = "document.querySelector('gewu-map').data.areas.features.length"
    assert page.evaluate(outlines) > 0  # the viewer's areas came with the piece
    expect(page.locator("#unplaced li")).to_have_count(1)
    expect(page.locator(".map-legend")).to_be_visible()
    shown = "document.querySelector('gewu-map').data.points.features.length"
    assert page.evaluate(shown) == 2
    page.locator(row(page, here)).locator(".grow").click(position={"x": 250, "y": 8})
    pointed = "document.querySelector('gewu-map').data.pointed"
    assert page.evaluate(pointed) == f"t{here.pk}"
    assert page.url.endswith(f"#t{here.pk}")
    page.evaluate(
        "document.querySelector('gewu-map').dispatchEvent(new CustomEvent('gewu:point',"
        f" {{ detail: {{ id: 't{nowhere.pk}' }}, bubbles: true }}))"
    )
    expect(page.locator("tr[aria-current]")).to_have_id(f"t{nowhere.pk}")
    page.locator("#unplaced a").click()
    expect(page.locator(f"#t{nowhere.pk}")).to_be_focused()
    assert barriers(page) == []
    page.locator("[data-beside-to='']").click()
    expect(page.locator("#beside")).to_be_hidden()


def test_this_browser_remembers_and_a_narrow_one_only_lists(see: See) -> None:
    place = factories.equipped_town()
    ticket = factories.report()
    page = desk(see, place)
    page.locator("[data-beside-to=ticket]").click()
    page.reload()
    expect(page.locator("#beside")).to_be_visible()
    page.set_viewport_size({"width": 900, "height": 900})
    expect(page.locator("#beside")).to_be_hidden()
    page.locator(f"{row(page, ticket)} a.row-link").click()
    expect(page).to_have_url(re.compile(f"/tickets/{ticket.pk}/$"))
    plain = desk(see, place, script=False)
    expect(plain.locator(".beside-switch")).to_be_hidden()
    plain.locator(f"#t{ticket.pk} a.row-link").click()
    expect(plain).to_have_url(re.compile(f"/tickets/{ticket.pk}/$"))


def test_keys_are_told_and_never_heard_while_typing(see: See) -> None:
    place = factories.equipped_town()
    factories.report()
    page = desk(see, place)
    page.keyboard.press("?")
    told = page.locator("dialog#keys kbd").all_text_contents()
    assert {"/", "s", "j", "k", "↓", "↑", "Enter", "e", "x", "?", "Esc"} <= set(told)
    page.keyboard.press("s")  # the dialog is open
    assert not page.evaluate("document.activeElement.matches('.filter-bar input')")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    assert not page.evaluate("document.activeElement.matches('.filter-bar input')")
    page.keyboard.press("s")
    page.keyboard.type("jes")
    expect(page.locator(".filter-bar input[type=search]")).to_have_value("jes")


def test_rows_of_other_lists_are_walked_as_ever(see: See) -> None:
    place = factories.equipped_town()
    tickets = [factories.team_ticket(place) for _n in range(3)]
    for ticket in tickets:
        said = {"kind": "given", "event_id": uuid7(), "about": ticket, "by": SYSTEM}
        notices.tell(people=[place.ben], **said)
    client = Client()
    client.force_login(place.ben)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see(reverse("notices:inbox"), session=session)
    for _n in range(2):
        page.keyboard.press("j")
    expect(page.locator("[data-rows] tbody tr").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("[data-rows] tbody tr").nth(0)).to_be_focused()
    page.locator(".bell-menu summary").click()
    expect(page.locator(".newcomer")).to_have_count(3)
    assert barriers(page) == []
    page.locator(".newcomer").first.click()
    expect(page).to_have_url(re.compile(f"/tickets/{tickets[2].pk}/$"))
    expect(page.locator(".bell-count")).to_have_text("2")


def test_whoever_takes_a_report_down_sees_what_will_become_of_it(see: See) -> None:
    place = factories.equipped_town()
    client = Client()
    client.force_login(place.ben)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see(reverse("tickets:new"), session=session)
    expect(page.locator("#result")).to_be_visible()
    page.locator("#id_item").select_option(index=1)
    expect(page.locator("#result dl.facts")).to_be_visible()


def test_on_a_phone_the_filters_stand_behind_a_button_until_one_is_in_use(see: See) -> None:
    place = factories.equipped_town()
    page = desk(see, place, width=390)
    channel = page.locator("select[name=channel]")
    expect(channel).to_be_hidden()
    page.locator("[data-fold]").click()
    expect(page.locator("[data-fold]")).to_have_attribute("aria-expanded", "true")
    channel.select_option("web")
    page.wait_for_url("**channel=web**")
    page.reload()
    expect(channel).to_be_visible()
    assert barriers(page) == [] and not overflows(page)
