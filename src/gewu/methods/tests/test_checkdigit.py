"""Check digits against published examples, and what a slip of the fingers does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.methods.checkdigit import (
    append,
    citizen_id_check,
    credit_code_check,
    is_valid,
    is_valid_citizen_id,
    is_valid_credit_code,
)

digits = st.text("0123456789", min_size=1, max_size=30)


class TestMod1110:
    @pytest.mark.parametrize(("body", "whole"), [("0794", "07945"), ("79462", "794623")])
    def test_it_agrees_with_published_examples(self, body, whole):
        assert append(body) == whole
        assert is_valid(whole)

    @given(digits)
    def test_what_it_appends_is_valid(self, body):
        assert is_valid(append(body))

    @given(digits, st.data())
    def test_every_single_wrong_digit_is_noticed(self, body, data):
        number = append(body)
        place = data.draw(st.integers(0, len(number) - 1))
        wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
        assert not is_valid(number[:place] + wrong + number[place + 1 :])

    @pytest.mark.parametrize(
        "text",
        ["", "5", "07946", "0794 5", "07945\n", "079a5", "\uff10\uff17\uff19\uff14\uff15", "-7"],
    )
    def test_it_takes_nothing_else_for_valid(self, text):
        assert not is_valid(text)

    @pytest.mark.parametrize("text", ["", "12a", "\uff11\uff12", " 12"])
    def test_it_refuses_to_append_to_what_is_not_digits(self, text):
        with pytest.raises(ValueError, match="check digit"):
            append(text)


class TestCreditCode:
    def test_the_known_code_is_valid_in_both_cases(self):
        assert is_valid_credit_code("91350100M000100Y43")
        assert is_valid_credit_code("91350100m000100y43")
        assert credit_code_check("91350100M000100Y4") == "3"

    @pytest.mark.parametrize(
        "code",
        ["", "3", "91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43", "9" * 19],
    )
    def test_others_are_not(self, code):
        assert not is_valid_credit_code(code)


class TestCitizenId:
    @pytest.mark.parametrize(
        "number", ["11010519491231002X", "11010519491231002x", "440524188001010014"]
    )
    def test_the_known_numbers_are_valid(self, number):
        assert is_valid_citizen_id(number)

    @pytest.mark.parametrize(
        "number",
        ["", "110105194912310021", "11010519491231002", "1101051949123100\uff12X", "X" * 18],
    )
    def test_others_are_not(self, number):
        assert not is_valid_citizen_id(number)

    def test_a_day_that_never_was_is_refused_though_the_check_fits(self):
        body = "11010519490230002"
        assert not is_valid_citizen_id(body + citizen_id_check(body))
