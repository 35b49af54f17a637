"""How people are written down and what may be held, without a database."""

from datetime import date

import pytest

from gewu.ground.residents.rules import consents, fields, people, purposes

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("11010519491231002X", True),  # the example of GB 11643
        ("440524188001010014", True),
        ("110105194912310021", False),
        ("11010519491331002X", False),
        ("1101051949123100", False),
        ("11010519491231002x ", True),
    ],
)
def test_a_citizen_id_holds_together(number, good):
    assert (people.id_fault(people.written_id(number)) == "") is good


def test_a_day_is_a_day():
    assert people.date_of("2015-03-09") == date(2015, 3, 9)
    assert people.date_of("2015-3-9") is None
    assert people.date_of("2015-13-09") is None
    assert people.date_fault("2015-03-09") == ""
    assert people.date_fault("gestern") != ""


@pytest.mark.parametrize(
    ("born", "good"),
    [(None, True), (date(1980, 1, 1), True), (date(1880, 1, 1), False), (date(2027, 1, 1), False)],
)
def test_people_are_born_before_today(born, good):
    assert (people.birth_fault(born, TODAY) == "") is good


def test_a_child_is_one_until_the_fourteenth_birthday():
    assert people.child_until(date(2012, 11, 29), TODAY) == date(2026, 11, 29)
    assert people.child_until(date(2012, 11, 28), TODAY) is None
    assert people.child_until(None, TODAY) is None
    assert people.birthday(date(2012, 2, 29), 14) == date(2026, 3, 1)


def test_masks_show_enough_for_whoever_knows_them():
    assert people.masked_name("王小明") == "王**"
    assert people.masked_name("欧") == "欧*"
    assert people.masked_name("Alexander") == "A***"
    assert people.masked_name("") == ""
    assert people.masked_room("1203") == "12**"
    assert people.masked_room("") == ""


@pytest.mark.parametrize(
    ("code", "given", "kept", "good"),
    [
        ("name", "  王 小明", "王 小明", True),
        ("name", "王" * 81, "王" * 81, False),
        ("phone", "138 0000 0001", "13800000001", True),
        ("phone", "12", "12", False),
        ("id_number", "11010519491231002x", "11010519491231002X", True),
        ("id_number", "110105194912310021", "110105194912310021", False),
        ("birth_date", "2015-03-09", "2015-03-09", True),
        ("birth_date", "9.3.2015", "9.3.2015", False),
        ("needs", " 送餐\n每天 ", "送餐\n每天", True),
        ("needs", "送" * 601, "送" * 601, False),
        ("language", "济宁话", "济宁话", True),
        ("language", "话" * 121, "话" * 121, False),
    ],
)
def test_fields_are_kept_in_one_way(code, given, kept, good):
    assert fields.written({code: given}) == {code: kept}
    assert (fields.fault_of(code, kept) == "") is good


def test_what_is_empty_or_unknown_is_not_kept():
    assert fields.written({"name": " ", "phone": "", "shoe_size": "42"}) == {}


def test_fields_have_an_order_and_some_are_sensitive():
    assert fields.in_order(["phone", "name", "phone"]) == ["name", "phone"]
    assert fields.sensitive_among(["health", "name", "id_number"]) == ["id_number", "health"]


CONTACT, CARE = ["name", "phone"], ["name", "health"]


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ({}, True),
        ({"fields": []}, False),
        ({"authority": " "}, False),
        ({"told": None}, False),
        ({"told": ["name"]}, False),
        ({"fields": CARE, "told": CARE}, False),
        ({"fields": CARE, "told": CARE, "assessed": CARE}, True),
    ],
)
def test_a_purpose_is_switched_on_when_all_is_said(given, good):
    fit = {"fields": CONTACT, "authority": "法", "told": CONTACT, "assessed": []}
    assert (purposes.switching_fault(**(fit | given)) == "") is good


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"fields": ["health"]}, False),
        ({"consented": None}, False),
        ({"consented": ["name"]}, False),
        ({"consented": None, "needs": False}, True),
    ],
)
def test_what_may_be_held(given, good):
    fit = {
        "active": True,
        "allowed": CONTACT,
        "fields": CONTACT,
        "consented": CONTACT,
        "needs": True,
    }
    assert (purposes.holding_fault(**(fit | given)) == "") is good


def test_consent_is_needed_for_what_rests_on_it_for_the_sensitive_and_for_children():
    assert purposes.needs_consent("consent", CONTACT, is_child=False)
    assert purposes.needs_consent("duty", CARE, is_child=False)
    assert purposes.needs_consent("duty", CONTACT, is_child=True)
    assert not purposes.needs_consent("duty", CONTACT, is_child=False)


def test_what_stays_without_consent():
    assert purposes.without_consent("consent", CONTACT, is_child=False) == []
    assert purposes.without_consent("duty", CARE, is_child=True) == []
    assert purposes.without_consent("duty", CARE, is_child=False) == ["name"]


def test_fields_of_a_purpose_are_known_ones():
    assert purposes.fields_fault(CONTACT) == ""
    assert "shoe_size" in purposes.fields_fault(["shoe_size"])


@pytest.mark.parametrize(
    ("refused", "own_wish", "good"),
    [
        (None, False, True),
        (date(2026, 11, 1), False, False),
        (date(2026, 11, 1), True, True),
        (date(2026, 5, 1), False, True),
    ],
)
def test_whoever_said_no_is_left_in_peace(refused, own_wish, good):
    assert (consents.asking_fault(refused, TODAY, 6, own_wish=own_wish) == "") is good


def test_answers_are_of_today_or_before_and_heard_by_somebody():
    assert consents.day_fault(TODAY, TODAY) == ""
    assert consents.day_fault(date(2026, 11, 29), TODAY) != ""
    assert consents.witness_fault("oral", False) != ""
    assert consents.witness_fault("oral", True) == consents.witness_fault("paper", False) == ""


@pytest.mark.parametrize(
    ("same", "guardian_is_child", "ward_is_child", "good"),
    [
        (False, False, True, True),
        (True, False, True, False),
        (False, True, True, False),
        (False, False, False, False),
    ],
)
def test_who_can_be_a_guardian(same, guardian_is_child, ward_is_child, good):
    fault = consents.guardian_fault(
        same=same, guardian_is_child=guardian_is_child, ward_is_child=ward_is_child
    )
    assert (fault == "") is good
