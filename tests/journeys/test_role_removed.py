"""A role that is taken away while its holder is at work: nothing more opens, by any door."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gewu.ground.accounts.actions import issue_key
from gewu.ground.staffing.actions import end_appointment
from gewu.ground.staffing.models import Appointment
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests.browsing import HTMX, at, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_next_page_and_the_next_click_are_refused(db: None) -> None:
    """Pages, parts of pages, forms and keys alike; and what is about nobody in particular stays."""
    place = make.equipped_town()
    ticket = make.team_ticket(place)
    ada = at(place.ada)
    secret = issue_key(user=place.ada, label="手机", by=SYSTEM).secret
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    page, sign, of_api = url("ticket", ticket.pk), url("sign", ticket.pk), "/api/v1/tickets"
    assert ada.get(page).status_code == 200
    assert ada.get(sign).status_code == 200
    assert machine.get(f"{of_api}/{ticket.pk}").status_code == 200
    assert ada.get("/residents/").status_code == 200

    held = Appointment.objects.get(user=place.ada)
    yesterday = timezone.localdate() - timedelta(days=1)
    end_appointment(appointment=held, last_day=yesterday, by=place.root)

    for headers in ({}, HTMX):
        assert ada.get(page, headers=headers).status_code == 404
        assert ada.get(sign, headers=headers).status_code == 404
        assert ada.post(sign, {"once": str(ticket.pk)}, headers=headers).status_code == 404
        for each in ("/tickets/", "/residents/"):
            assert ada.get(each, headers=headers).status_code == 403, each
    assert machine.get(f"{of_api}/{ticket.pk}").status_code == 404
    assert ticket.number not in machine.get(of_api).text
    assert machine.post(f"{of_api}/{ticket.pk}/sign", "{}", "application/json").status_code == 404
    assert Ticket.objects.get().state == ticket.state
    assert ada.get("/").status_code == 200
