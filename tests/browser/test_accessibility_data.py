"""Pages about people's own data in a real Chromium: axe finds nothing serious, all of it fits."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from django.utils import timezone

from gewu.doors.portal.tests.entering import a_phone
from gewu.ground.residents.actions import ask_code, begin_session, open_urgently, read_contact
from gewu.ground.residents.models import ResidentSession
from gewu.ground.residents.queries import session_of
from gewu.ground.residents.tests import people
from gewu.kernel.acting import RESIDENT
from gewu.oversight.protection.actions import ask
from gewu.work.tickets.tests import factories
from tests.browser.conftest import See
from tests.browser.looking import Looker
from tests.cast import CLEO, Town, person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Visits = Iterator[tuple[str, str]]


@pytest.fixture
def place(transactional_db: None) -> Town:
    """The town with catalogue and calendar."""
    return factories.equipped_town()


def pages_of_a_resident(place: Town) -> Visits:
    """Signing in with a phone, and what is held of its number."""
    yield "", reverse("portal:enter")
    with a_phone():
        asked = ask_code(phone="13900000009", address="10.0.0.9", by=RESIDENT)
    yield "", reverse("portal:enter_code", args=[asked.challenge])
    with a_phone():
        again = ask_code(
            phone="13900000008", address="10.0.0.9", session=session_of_resident(), by=RESIDENT
        )
    yield "cleo", reverse("portal:number_code", args=[again.challenge])
    ticket = factories.report(**CLEO)
    read_contact(contact=ticket.contact, reason="回电问楼号", by=place.ben)
    purpose = people.purpose(fields="name phone birth_date")
    wang = people.resident(place, purpose)
    people.child_of(place, purpose, wang)
    care = people.purpose("care", "name health")
    open_urgently(person=wang, reason="闻到煤气味，敲门无人应", by=place.dan)
    ask(session=session_of_resident(), kind="explain", words="为什么派给环卫？", by=RESIDENT)
    for name in ("me", "ask", "delete", "number"):
        yield "cleo", reverse(f"portal:{name}")
    yield "cleo", reverse("portal:correct", args=[ticket.contact_id])
    yield "cleo", reverse("portal:correct_person", args=[wang.pk])
    yield "cleo", reverse("portal:agree", args=[wang.pk, care.pk])


def pages_of_data_protection(place: Town) -> Visits:
    """The desk that answers for people's data."""
    place.people["pia"] = person("pia", "皮娅", place.desk, "protector")
    asked = ask(session=session_of_resident(), kind="object", words="不要再打电话", by=RESIDENT)
    yield "pia", reverse("protection:requests")
    yield "pia", reverse("protection:request", args=[asked.pk])
    for name in ("register", "terms"):
        yield "pia", reverse(f"protection:{name}")


def session_of_resident() -> ResidentSession:
    """Cleo has shown that her number is hers."""
    found = session_of(begin_session(phone=CLEO["phone"], by=RESIDENT), timezone.now())
    assert found is not None
    return found


@pytest.mark.parametrize("pages", [pages_of_a_resident, pages_of_data_protection])
def test_pages_keep_nobody_out(place: Town, see: See, pages: Callable[[Town], Visits]) -> None:
    assert Looker(place, see).faults(pages(place)) == []
