"""How contacts are written and what may be kept. Pure."""

import re

from django.utils.translation import gettext as _

LONGEST_NAME = 80
LONGEST_REASON = 200
# Mainland mobile and fixed numbers, short service numbers, and numbers from abroad.
PHONE = re.compile(r"(?:\+\d{7,15}|1\d{10}|0\d{9,11}|\d{5,8})(?:#\d{1,6})?")
# Chinese keyboards type digits, plus and number sign in full width.
WIDE_DIGITS = {0xFEE0 + ord(sign): sign for sign in "0123456789+#"}


def written_phone(phone: str) -> str:
    """A phone number in the one way it is kept: digits, no spaces, no country code of China."""
    bare = re.sub(r"[\s\-()\uff08\uff09\u2014\u2013.]", "", phone.translate(WIDE_DIGITS))
    return re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", bare)


def phone_fault(phone: str) -> str:
    """What is wrong with a number that was written as above; empty when nothing is."""
    if not phone or PHONE.fullmatch(phone):
        return ""
    return _("This is not a phone number we can call. Check the digits, or leave it empty.")


def written_name(name: str) -> str:
    """A name without stray spaces."""
    return " ".join(name.split())


def name_fault(name: str) -> str:
    """What is wrong with a name; empty when nothing is."""
    if len(name) <= LONGEST_NAME:
        return ""
    return _("A name has at most %(count)s characters.") % {"count": LONGEST_NAME}


def reason_fault(reason: str) -> str:
    """What is wrong with the reason for looking at a contact."""
    if not reason.strip():
        return _("Say why you need to see it; the resident can read this.")
    if len(reason) > LONGEST_REASON:
        return _("Say it in at most %(count)s characters.") % {"count": LONGEST_REASON}
    return ""


def masked_phone(phone: str) -> str:
    """A number with its middle hidden, enough to recognise one's own."""
    return phone if len(phone) < 7 else f"{phone[:3]}{'*' * (len(phone) - 5)}{phone[-2:]}"
