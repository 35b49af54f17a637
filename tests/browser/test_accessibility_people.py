"""The pages of households and people in a real Chromium, as test_accessibility.py looks at others."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from gewu.ground.residents import actions
from gewu.ground.residents.tests import people as make
from tests.browser.conftest import See
from tests.browser.looking import Looker
from tests.cast import Town
from tests.cast import town as built

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Visits = Iterator[tuple[str, str]]
FIRE = "楼里着火，要确认屋里有没有人"


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town."""
    return built()


def people_pages(place: Town) -> Visits:
    """A household with a child, what is held about them, and what the protector reads."""
    make.protector(place), make.leader(place)
    contact = make.purpose("contact", "name phone birth_date")
    care = make.purpose("care", "name needs health")
    parent = make.resident(place, contact)
    child = make.child_of(place, contact, parent)
    actions.ask_for_child(child=child, reason="家访", by=place.ada)
    actions.open_urgently(person=parent, reason=FIRE, by=place.ben)
    home = parent.household
    yield "ada", reverse("residents:households")
    yield "ada", reverse("residents:household_add")
    yield "ada", reverse("residents:household", args=[home.pk])
    yield "ada", reverse("residents:household_change", args=[home.pk])
    yield "ada", reverse("residents:person_add", args=[home.pk, contact.code])
    yield "ada", reverse("residents:person", args=[parent.pk])
    yield "ada", reverse("residents:person", args=[child.pk])
    yield "ada", reverse("residents:write", args=[parent.pk, care.pk])
    yield "ada", reverse("residents:consent", args=[parent.pk, care.pk])
    yield "ada", reverse("residents:renewals")
    yield "ada", reverse("residents:urgent")
    yield "lena", reverse("residents:requests")
    yield "root", reverse("residents:import")
    yield "pia", reverse("residents:emergencies")
    yield "pia", reverse("residents:purposes")
    yield "pia", reverse("residents:purpose_add")
    yield "pia", reverse("residents:purpose", args=[care.pk])


def test_people_pages_keep_nobody_out(place: Town, see: See) -> None:
    assert Looker(place, see).faults(people_pages(place)) == []
