"""Ticket numbers: county (6), local day (8), sequence (6), check digit (1); digits only."""

from datetime import date

from django.utils.translation import gettext as _

from gewu.kernel.acting import Refusal
from gewu.methods.checkdigit import append, is_valid

LENGTH = 21
SEQUENCE_ROOM = 1_000_000


def number_of(county_code: str, day: date, sequence: int) -> str:
    """The number of the ticket; the last digit is ISO 7064 MOD 11-10."""
    return append(f"{county_code[:6]:0<6}{day:%Y%m%d}{sequence % SEQUENCE_ROOM:06d}")


def grouped(number: str) -> str:
    """The number as people read it aloud: 370811 20260302 000123 4."""
    return " ".join((number[:6], number[6:14], number[14:20], number[20:])).strip()


def typed_number(text: str) -> str:
    """The number somebody typed, without its spaces; a wrong check digit is told apart."""
    digits = "".join(character for character in text if character.isascii() and character.isdigit())
    if len(digits) != LENGTH:
        raise Refusal(
            _("A ticket number has 21 digits; this one has %(count)s.") % {"count": len(digits)},
            code="number_length",
            field="number",
        )
    if not is_valid(digits):
        raise Refusal(
            _("This number does not exist: a digit seems to be mistyped. Please compare it again."),
            code="number_check_digit",
            field="number",
        )
    return digits
