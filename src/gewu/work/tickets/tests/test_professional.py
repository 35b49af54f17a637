"""A ticket with a department names who of it looks after that grid."""

import pytest
from tests import cast

from gewu.ground.staffing.actions import add_overlay, add_seat, appoint
from gewu.kernel.acting import SYSTEM
from gewu.work.tickets.actions import dispatch
from gewu.work.tickets.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_professional_worker_of_the_grid_stands_on_the_ticket(client):
    town = factories.equipped_town()
    ticket = dispatch(ticket=factories.report(), unit=town.sanitation, by=town.ben)
    address = f"/tickets/{ticket.pk}/"
    overlay = add_overlay(
        unit=ticket.unit,
        code="370899100001900",
        name_zh="环卫专业一格",
        name_en="Cleaning one",
        areas=[town.grid_1],
        by=SYSTEM,
    )
    client.force_login(town.ben)
    assert "Nobody at the moment" in client.get(address).text
    post = add_seat(overlay=overlay, phone="0537-2213333", by=SYSTEM)
    appoint(post=post, user=cast.person("gus", "古斯"), by=SYSTEM)
    page = client.get(address).text
    assert "Gus" in page and "0537-2213333" in page and "Cleaning one" in page
