"""How contacts are written, without a database."""

import pytest

from gewu.ground.residents.rules import contacts as rules


@pytest.mark.parametrize(
    ("given", "kept", "good"),
    [
        ("138 0000 0000", "13800000000", True),
        ("+86-138-0000-0000", "13800000000", True),
        ("008613800000000", "13800000000", True),
        ("8613800000000", "13800000000", True),
        ("\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10", "13800000000", True),
        ("\uff080537\uff092212345", "05372212345", True),
        ("0537\u20142212345#8001", "05372212345#8001", True),
        ("2212345", "2212345", True),
        ("+49 351 1234567", "+493511234567", True),
        ("", "", True),
        ("12", "12", False),
        ("微信同号", "微信同号", False),
    ],
)
def test_phones_are_kept_in_one_way(given, kept, good):
    written = rules.written_phone(given)
    assert written == kept
    assert (rules.phone_fault(written) == "") is good


def test_names_lose_stray_spaces_and_have_a_length():
    assert rules.written_name("  柯  丽欧 ") == "柯 丽欧"
    assert rules.name_fault("柯") == ""
    assert rules.name_fault("柯" * 81) != ""


@pytest.mark.parametrize(("reason", "good"), [("回电", True), ("  ", False), ("字" * 201, False)])
def test_a_reason_is_a_sentence(reason, good):
    assert (rules.reason_fault(reason) == "") is good


def test_a_masked_phone_is_recognised_by_its_owner_only():
    assert rules.masked_phone("13800000001") == "138******01"
    assert rules.masked_phone("12345") == "12345"
