"""Already known? A resident is told of public facts only and may follow instead of reporting twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import IN_GRID_1, Town

from gewu.work.tickets.models import Item, Ticket
from gewu.work.tickets.tests import factories

REPORT = reverse("portal:report")
SECRET_WORDS = "三号楼王某家门前垃圾桶满了"


@pytest.fixture
def known(place: Town) -> Ticket:
    """A full bin of another resident, dispatched."""
    return factories.report(words=SECRET_WORDS, name="王某", phone="13800000009")


def sent(browser: Client, **changed: Any) -> Any:
    """The form as the page sends it, with a place and an item."""
    said = {"words": "垃圾桶满出来了", "item": factories.RUBBISH, "near": "ask"}
    place = {"lon": str(IN_GRID_1[0]), "lat": str(IN_GRID_1[1] + 0.0005)}
    return browser.post(REPORT, said | place | {"once": str(uuid4())} | changed)


def test_they_are_told_item_area_and_state_but_no_word_of_the_other_report(
    place: Town, cleo: Client, known: Ticket
) -> None:
    page = sent(cleo).content.decode()
    assert Ticket.objects.count() == 1
    assert "Already known near by" in page and f'value="{known.pk}"' in page
    assert known.item is not None and known.item.name_en in page
    assert SECRET_WORDS not in page and known.number not in page and "王某" not in page
    assert "垃圾桶满出来了" in page and 'name="near"' not in page


def test_whoever_follows_has_a_number_of_their_own_and_nobody_is_sent_twice(
    place: Town, cleo: Client, known: Ticket
) -> None:
    once = str(uuid4())
    answers = [
        sent(cleo, near="", follow=str(known.pk), once=once, phone="13800000001") for _ in (1, 2)
    ]
    mine = Ticket.objects.exclude(pk=known.pk).get()
    assert mine.master == known and mine.state == "merged" and mine.unit_id is None
    assert all(mine.number in answer["Location"] for answer in answers)
    assert cleo.get(answers[0]["Location"]).status_code == 200
    assert mine.contact_id and mine.contact_id != known.contact_id


def test_whoever_says_it_is_another_matter_reports_as_ever(
    place: Town, cleo: Client, known: Ticket
) -> None:
    assert sent(cleo, near="").status_code == 302
    assert Ticket.objects.filter(state="dispatched").count() == 2


def test_nothing_is_asked_where_nothing_is_known_or_the_place_is_not(
    place: Town, cleo: Client, known: Ticket
) -> None:
    assert sent(cleo, lon="", lat="").status_code == 302
    assert sent(cleo, lat=str(IN_GRID_1[1] + 0.004)).status_code == 302
    private = Item.objects.filter(category__code="07", is_offered=True)[0]
    assert sent(cleo, item=private.code).status_code == 302


def test_what_ended_meanwhile_or_was_never_told_cannot_be_followed(
    place: Town, cleo: Client, known: Ticket
) -> None:
    hidden = factories.report(is_confidential=True)
    for wrong in (str(hidden.pk), str(uuid4()), "broken"):
        answer = sent(cleo, near="", follow=wrong)
        assert answer.status_code == 422 and "as a new report" in answer.content.decode()
    assert Ticket.objects.filter(master__isnull=False).count() == 0
