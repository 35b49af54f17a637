"""Many tickets with the keyboard: j and x tick rows, a preview shows what would happen, then it does."""

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route, expect

from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def slowly(route: Route) -> None:
    """A network that takes its time."""
    time.sleep(0.5)
    route.continue_()


def test_rows_ticked_with_the_keyboard_are_dispatched_together(see: See) -> None:
    place = factories.equipped_town()
    tickets = [factories.team_ticket(place) for _n in range(3)]
    client = Client()
    client.force_login(place.ben)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = see(reverse("tickets:queue"), session=session)
    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_have_text("2")
    page.locator("[data-pick]").nth(1).click(modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_have_text("3")
    page.keyboard.press("Escape")
    page.locator("[data-pick]").nth(1).click()
    page.locator("#batch-start button").click()
    send = page.locator("#batch form[method=post] button[type=submit]")
    expect(send).to_be_enabled()  # by the rules
    page.route("**/tickets/batch/**", slowly)
    page.locator("select[name=unit]").select_option(str(place.team_2.pk))
    expect(send).to_be_disabled()  # what was chosen last is not shown yet
    expect(page.locator("#batch tbody tr")).to_have_count(2)
    send.click()
    expect(page.locator("#standing tbody tr")).to_have_count(2)
    moved = Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets], unit=place.team_2)
    assert moved.count() == 2
