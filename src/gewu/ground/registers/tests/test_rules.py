"""What values, codes, days, words and choices must be like; no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.ground.registers.queries.kinds import standard_kinds
from gewu.ground.registers.rules.changes import difference, field_keys, since
from gewu.ground.registers.rules.codes import code_fault
from gewu.ground.registers.rules.due import is_due, next_due
from gewu.ground.registers.rules.fields import (
    Choice,
    FieldType,
    Spec,
    Unreadable,
    read_value,
    shown_value,
    written_value,
)
from gewu.ground.registers.rules.kinds import (
    FieldRules,
    KindRules,
    choices_of,
    field_fault,
    kind_fault,
    lines_of,
    type_fault,
)
from gewu.ground.registers.rules.words import words_fault

GOOD = (
    Choice("c1", "完好", "Good"),
    Choice("c2", "损坏", "Damaged"),
    Choice("c3", "旧", gone=True),
)
pytestmark = pytest.mark.usefixtures("english")


def spec(kind, **others):
    return Spec("x", FieldType(kind), **others)


def read(kind, text, **others):
    return read_value(spec(kind, **others), text, {"370899100": "an-id"}.get)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  井盖 ", "井盖"),
        ("long", "一\n二", "一\n二"),
        ("whole", "1,200", 1200),
        ("decimal", "12.50", "12.50"),
        ("day", "2026/5/1", "2026-05-01"),
        ("day", "2026年5月31日", "2026-05-31"),
        ("day", "2026-05-31 00:00:00", "2026-05-31"),
        ("boolean", "有", True),
        ("boolean", "No", False),
        ("point", "116.6， 35.4", [116.6, 35.4]),
        ("phone", "0537-2212345", "0537-2212345"),
        ("area", "370899100", "an-id"),
        ("text", "", None),
    ],
)
def test_a_text_becomes_a_value(kind, text, value):
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", "x" * 201),
        ("text", "a\x00b"),
        ("long", "x" * 4001),
        ("whole", "many"),
        ("whole", "9" * 14),
        ("decimal", "1.1.1"),
        ("decimal", "NaN"),
        ("decimal", "1e13"),
        ("decimal", "0.1234567"),
        ("day", "2026-02-30"),
        ("day", "tomorrow"),
        ("boolean", "perhaps"),
        ("point", "116.6"),
        ("point", "116.6,135"),
        ("phone", "call me"),
        ("area", "999"),
    ],
)
def test_what_is_no_value_is_told(kind, text):
    with pytest.raises(Unreadable):
        read(kind, text)


def test_what_is_required_is_missed():
    with pytest.raises(Unreadable, match="filled in"):
        read("text", " ", required=True)


@pytest.mark.parametrize("text", ["c1", "完好", "Good"])
def test_a_choice_is_known_by_key_and_words(text):
    assert read("choice", text, choices=GOOD) == "c1"


def test_a_word_that_is_gone_is_no_longer_chosen_but_read():
    with pytest.raises(Unreadable, match="Good, Damaged"):
        read("choice", "旧", choices=GOOD)
    assert shown_value(spec("choice", choices=GOOD), "c3") == "旧"
    assert shown_value(spec("choice", choices=GOOD), "c9") == "c9"


def test_values_are_shown_and_written():
    assert [shown_value(spec("boolean"), each) for each in (True, False, None)] == ["yes", "no", ""]
    assert shown_value(spec("area"), "an-id", {"an-id": "东镇"}) == "东镇"
    assert shown_value(spec("area"), "an-id") == ""
    assert shown_value(spec("point"), [1.5, 2.5]) == "1.5, 2.5"
    assert shown_value(spec("whole"), 3) == "3"
    assert written_value(spec("choice", choices=GOOD), "c1", {}) == "c1"
    assert [written_value(spec("boolean"), each, {}) for each in (True, False, None)] == [
        "1",
        "0",
        "",
    ]
    assert written_value(spec("area"), "an-id", {"an-id": "370899100"}) == "370899100"
    assert written_value(spec("area"), None, {}) == ""
    assert written_value(spec("text"), None, {}) == ""


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_the_next_day_lies_so_many_months_later(seen, months):
    due = next_due(seen, months)
    assert (due.year - seen.year) * 12 + due.month - seen.month == months
    assert due.day == seen.day or (due.day < seen.day and (due.replace(day=28).month == due.month))


def test_months_end_when_they_end():
    assert next_due(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert next_due(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert next_due(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert next_due(date(2026, 1, 31), 0) is None
    assert is_due(date(2026, 2, 28), date(2026, 2, 28))
    assert not is_due(date(2026, 3, 1), date(2026, 2, 28)) and not is_due(None, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("rule", "code", "fault"),
    [
        ("", "", ""),
        ("", "whatever", ""),
        ("", "x" * 41, "at most"),
        ("component", "3708990101000001", ""),
        ("component", "370899010100001", "16 digits"),
        ("component", "3708990601000001", "16 digits"),
        ("component", "3708000101000001", "370800"),
        ("component", "3708990100000001", "begin with 1"),
        ("component", "3708990101000000", "begin with 1"),
        ("credit", "91350100M000100Y43", ""),
        ("credit", "91350100M000100Y44", "check character"),
    ],
)
def test_codes_are_checked_by_their_standard(rule, code, fault):
    said = code_fault(rule, code, "370899")
    assert fault in said if fault else said == ""


@pytest.mark.parametrize(
    "text",
    ["重点人员等级", "身 份 证号", "六色管理", "Date of birth", "ethnic group", "key person"],
)
def test_words_about_persons_are_refused(text):
    assert "about persons" in words_fault("口径", text)


def test_the_usual_kinds_ask_nothing_about_persons():
    kinds = standard_kinds()
    assert [len([k for k in kinds if k["group"] == each]) for each in ("basic", "special")] == [
        5,
        10,
    ]
    for each in kinds:
        words = [each["zh"], each["en"], each["about"]]
        for one in each["fields"]:
            words += [one["zh"], one["en"], one.get("purpose", "")]
            words += [word for c in one.get("choices", ()) for word in (c["zh"], c["en"])]
            assert one["type"] in FieldType.values
            assert one.get("privacy") != "personal" or one["purpose"]
        assert words_fault(*words) == ""


def test_faults_of_kinds_and_fields_name_their_place():
    assert kind_fault(KindRules("消防栓")) == ("", "")
    assert kind_fault(KindRules("消防栓", about="上访情况"))[1] == "about"
    assert field_fault(FieldRules("口径", "whole")) == ("", "")
    assert field_fault(FieldRules("口径", "whole", hint="性别"))[1] == "hint"
    assert field_fault(FieldRules("联系人", "text", privacy="personal"))[1] == "purpose"
    named = FieldRules("联系人", "text", privacy="personal", purpose="联系当班人员")
    assert field_fault(named) == ("", "")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["好"], "two words"),
        (["好", "好"], "once"),
        (["好", "x" * 61], "characters"),
        ([f"第{n}" for n in range(61)], "at most 60"),
        (["好", "吸毒"], "about persons"),
        (["好", "坏"], ""),
    ],
)
def test_words_of_a_choice_are_checked(words, fault):
    choices = tuple(Choice(f"c{n}", word) for n, word in enumerate(words))
    said, where = field_fault(FieldRules("状况", "choice", choices=choices))
    assert (fault in said and where == "choices") if fault else said == ""


def test_choices_keep_their_keys_when_they_are_renamed_moved_or_taken_out():
    known = choices_of("完好 | Good\n损坏", ())
    assert [(c.key, c.zh, c.en) for c in known] == [("c1", "完好", "Good"), ("c2", "损坏", "")]
    renamed = choices_of("良好\n损坏", known)
    assert [(c.key, c.zh) for c in renamed] == [("c1", "良好"), ("c2", "损坏")]
    moved = choices_of("损坏\n完好", known)
    assert [c.key for c in moved] == ["c2", "c1"]
    longer = choices_of("完好\n损坏\n停用", known)
    assert [c.key for c in longer] == ["c1", "c2", "c3"]
    fewer = choices_of("完好", known)
    assert [(c.key, c.gone) for c in fewer] == [("c1", False), ("c2", True)]
    back = choices_of("完好\n损坏", fewer)
    assert [(c.key, c.gone) for c in back] == [("c1", False), ("c2", False)]
    assert lines_of(known) == "完好 | Good\n损坏"


def test_a_type_stays_where_values_are():
    assert type_fault("text", "whole", has_values=False) == ""
    assert type_fault("text", "text", has_values=True) == ""
    assert "values" in type_fault("text", "whole", has_values=True)


def test_several_steps_are_one_difference():
    first = difference({"name": "甲", "f_a": 1}, {"name": "乙", "f_b": 2})
    assert first == {"name": ["甲", "乙"], "f_a": [1, None], "f_b": [None, 2]}
    assert since([first, {"name": ["乙", "甲"], "f_b": [2, 3]}]) == {
        "f_a": [1, None],
        "f_b": [None, 3],
    }
    assert field_keys(first) == {"a", "b"}
