"""The panel of tickets on an area's page."""

import pytest
from tests import cast

from gewu.ground.territory.models import Area
from gewu.work.tickets.tests import factories
from gewu.work.tickets.views.area import tickets_here

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_counts_what_the_viewer_sees_and_leads_to_the_queue(client):
    town = factories.equipped_town()
    factories.in_progress(town)
    client.force_login(town.ben)
    page = client.get(f"/territory/{town.community.pk}/").text
    assert f"/tickets/?area={town.community.path}" in page
    open_here, overdue = tickets_here(town.ben, town.community).context["stats"]
    assert (open_here["value"], overdue["value"]) == (1, 0)
    assert tickets_here(town.dan, town.community).context["stats"][0]["value"] == 0


def test_somebody_without_a_post_gets_none(town):
    assert tickets_here(cast.person("gus", "古斯"), Area(path="1.")) is None
