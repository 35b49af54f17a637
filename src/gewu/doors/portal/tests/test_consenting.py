"""Residents consent by themselves, for themselves and for their child."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Town

from gewu.doors.portal.tests.entering import OTHER, resident
from gewu.doors.portal.tests.test_me import ME, text
from gewu.ground.residents.actions import publish_notice, switch_purpose
from gewu.ground.residents.models import Consent, Person, Purpose
from gewu.ground.residents.queries import answers_of, standing_consent
from gewu.ground.residents.tests import people
from gewu.kernel.acting import SYSTEM


def where(person: Person, purpose: Purpose) -> str:
    return reverse("portal:agree", args=[person.pk, purpose.pk])


@pytest.fixture
def contact(place: Town) -> Purpose:
    return people.purpose(fields="name phone birth_date")


@pytest.fixture
def care(place: Town) -> Purpose:
    return people.purpose("care", "name health")


@pytest.fixture
def wang(place: Town, contact: Purpose) -> Person:
    return people.resident(place, contact)


def test_a_yes_is_on_record_and_staff_see_it(place: Town, wang: Person, care: Purpose) -> None:
    browser, at = resident(), where(wang, care)
    assert at in text(browser.get(ME))
    page = text(browser.get(at))
    for said in ("我们这样处理", "Kept for so many days: 365.", "Version 1", "your choice"):
        assert said in page
    for missing in ({"agree": "on"}, {"apart": "on"}, {}):
        assert browser.post(at, {"seen": 1} | missing).status_code == 422
    assert standing_consent(wang, care) is None
    for _twice in range(2):
        assert browser.post(at, {"seen": 1, "agree": "on", "apart": "on"})["Location"] == ME
    [consent] = answers_of(wang).filter(purpose=care)
    assert (consent.how, consent.notice.version, consent.recorded_kind, consent.given_by) == (
        *("online", 1, "resident", None),
    )
    mine = text(browser.get(ME))
    back = reverse("portal:take_back", args=[wang.pk, care.pk])
    assert at not in mine and back in mine, "nothing is held yet, and it can be taken back"
    staff = people.client(place.ada)
    assert "本人网上办理" in people.read(staff.get(people.url("person", wang.pk)))
    assert browser.post(back)["Location"] == ME
    assert standing_consent(wang, care) is None
    assert at in text(browser.get(ME)), "and given once more"


def test_the_guardian_for_a_child_agrees_to_all_of_it_apart(
    place: Town, wang: Person, contact: Purpose
) -> None:
    child = people.child_of(place, contact, wang)
    other = people.purpose("school", "name phone")
    at = where(child, other)
    assert resident().post(at, {"seen": 1, "agree": "on"}).status_code == 422
    assert resident().post(at, {"seen": 1, "agree": "on", "apart": "on"})["Location"] == ME
    consent = standing_consent(child, other)
    assert consent and consent.given_by == wang


def test_words_that_changed_are_read_anew(wang: Person, care: Purpose) -> None:
    browser, at = resident(), where(wang, care)
    publish_notice(purpose=care, text_zh="换了说法", by=SYSTEM)
    for seen in ("1", "", "x"):
        answer = browser.post(at, {"seen": seen, "agree": "on", "apart": "on"})
        assert answer.status_code == (422 if seen == "x" else 409)
    answer = browser.post(at, {"seen": 1, "agree": "on", "apart": "on"})
    assert "换了说法" in text(answer) and 'value="2"' in text(answer)
    assert not Consent.objects.filter(purpose=care).exists()


def test_what_is_not_in_force_or_covered_already_is_not_offered(
    wang: Person, contact: Purpose, care: Purpose
) -> None:
    switch_purpose(purpose=care, on=False, by=SYSTEM)
    for purpose in (contact, care, people.purpose("duty", "name", basis="duty")):
        answer = resident().post(where(wang, purpose), {"seen": 1, "agree": "on", "apart": "on"})
        assert answer["Location"] == ME
    assert not Consent.objects.exclude(purpose=contact).exists()


def test_nobody_consents_for_others(place: Town, wang: Person, care: Purpose) -> None:
    yes = {"seen": 1, "agree": "on", "apart": "on"}
    for browser in (resident(OTHER),):
        assert browser.get(where(wang, care)).status_code == 404
        assert browser.post(where(wang, care), yes).status_code == 404
    for stranger in (Client(), people.client(place.ada)):
        assert stranger.post(where(wang, care), yes)["Location"] == reverse("portal:enter")
    assert not Consent.objects.filter(purpose=care).exists()


def test_a_childs_name_is_spoken_of_as_a_childs(
    place: Town, wang: Person, contact: Purpose
) -> None:
    child = people.child_of(place, contact, wang)
    browser = resident()
    at = reverse("portal:correct_person", args=[child.pk])
    assert "The child&#x27;s name is corrected." in text(
        browser.post(at, {"name": "王小二"}, follow=True)
    )
