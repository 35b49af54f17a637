"""Check digits: ISO 7064 MOD 11-10, the unified social credit code and the citizen id.

Codes are ASCII text, never numbers: leading zeros count, and full-width digits are refused.
"""

import re
from datetime import date

DIGITS = re.compile(r"[0-9]+")
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_VALUES = {character: value for value, character in enumerate(CREDIT_ALPHABET)}
CREDIT_MODULUS = 31
CREDIT_LENGTH = 18
CITIZEN_BODY = re.compile(r"[0-9]{17}")
CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_CHECKS = "10X98765432"


def append(digits: str) -> str:
    """The digits with their MOD 11-10 check digit behind them."""
    if not DIGITS.fullmatch(digits):
        raise ValueError("a check digit needs at least one digit and nothing else")
    return digits + str((11 - _carried(digits)) % 10)


def is_valid(digits: str) -> bool:
    """Whether the last digit is the MOD 11-10 check digit of those before it."""
    return len(digits) > 1 and bool(DIGITS.fullmatch(digits)) and append(digits[:-1]) == digits


def credit_code_check(body: str) -> str:
    """The check character of the first 17 characters of a unified social credit code (GB 32100)."""
    body = body.upper()
    if len(body) != CREDIT_LENGTH - 1 or not CREDIT_VALUES.keys() >= set(body):
        raise ValueError("a social credit code has 17 known characters before its check character")
    total = sum(
        CREDIT_VALUES[character] * pow(3, place, CREDIT_MODULUS)
        for place, character in enumerate(body)
    )
    return CREDIT_ALPHABET[-total % CREDIT_MODULUS]


def is_valid_credit_code(code: str) -> bool:
    """Whether a unified social credit code fits its check character; small letters are taken."""
    try:
        return credit_code_check(code[:-1]) == code[-1:].upper()
    except ValueError:
        return False


def citizen_id_check(body: str) -> str:
    """The check character of the first 17 digits of a citizen id (GB 11643)."""
    if not CITIZEN_BODY.fullmatch(body):
        raise ValueError("a citizen id has 17 digits before its check character")
    total = sum(int(digit) * weight for digit, weight in zip(body, CITIZEN_WEIGHTS, strict=True))
    return CITIZEN_CHECKS[total % 11]


def is_valid_citizen_id(number: str) -> bool:
    """Whether a citizen id holds a day that exists and fits its check character."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        return citizen_id_check(number[:-1]) == number[-1:].upper()
    except ValueError:
        return False


def _carried(digits: str) -> int:
    """The running product of the hybrid system after all digits."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return product
