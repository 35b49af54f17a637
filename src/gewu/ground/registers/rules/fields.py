"""What a field may hold: texts as people write them become values, and values texts again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.names import in_language

LONGEST_TEXT = 200
LONGEST_LONG = 4_000
LARGEST = 10**12
MOST_DECIMALS = 6
YES = {"1", "yes", "y", "true", "是", "有", "√"}
NO = {"0", "no", "n", "false", "否", "无", "×"}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
PHONE = re.compile(r"\+?[0-9][0-9 \-()转,]{4,28}[0-9]")
BETWEEN = re.compile(r"[,，\s]+")

PRIVACY_CLASSES = [
    ("public", gettext_lazy("Public: may be printed")),
    ("internal", gettext_lazy("Internal: staff only")),
    ("personal", gettext_lazy("Personal: about somebody at work there")),
]


class FieldType(TextChoices):
    """What kind of value a field holds."""

    TEXT = "text", gettext_lazy("Text")
    LONG = "long", gettext_lazy("Long text")
    WHOLE = "whole", gettext_lazy("Whole number")
    DECIMAL = "decimal", gettext_lazy("Decimal number")
    DAY = "day", gettext_lazy("Date")
    CHOICE = "choice", gettext_lazy("Choice")
    BOOLEAN = "boolean", gettext_lazy("Yes or no")
    AREA = "area", gettext_lazy("Area")
    POINT = "point", gettext_lazy("Point on the map")
    PHONE = "phone", gettext_lazy("Phone of an organisation")


@dataclass(frozen=True)
class Choice:
    """One of several words; values keep the key, so that the words may change."""

    key: str
    zh: str
    en: str = ""
    gone: bool = False

    @property
    def name(self) -> str:
        """The word in the reader's language."""
        return in_language(self.zh, self.en)


@dataclass(frozen=True)
class Spec:
    """What the values of a field must be like."""

    key: str
    type: FieldType
    required: bool = False
    choices: tuple[Choice, ...] = ()


class Unreadable(ValueError):
    """A text is no value of its field; says why."""


# The id of an area by its code, or nothing.
AreaOf = Callable[[str], str | None]


def read_value(spec: Spec, text: str, area_of: AreaOf) -> Any:
    """The value that a text stands for; None where it is empty, Unreadable where it is none."""
    text = text.strip()
    if not text:
        if spec.required:
            raise Unreadable(_("This has to be filled in."))
        return None
    if spec.type == FieldType.CHOICE:
        return _choice(spec, text)
    if spec.type == FieldType.AREA:
        return _area(text, area_of)
    return READERS[spec.type](text)


def shown_value(spec: Spec, value: Any, areas: Mapping[str, str] | None = None) -> str:
    """A value as people read it; the names of areas are given by their id."""
    if value is None:
        return ""
    if spec.type == FieldType.CHOICE:
        return next((each.name for each in spec.choices if each.key == value), str(value))
    if spec.type == FieldType.BOOLEAN:
        return _("yes") if value else _("no")
    if spec.type == FieldType.AREA:
        return (areas or {}).get(value, "")
    if spec.type == FieldType.POINT:
        return f"{value[0]}, {value[1]}"
    return str(value)


def written_value(spec: Spec, value: Any, codes: Mapping[str, str]) -> str:
    """A value as its form shows it and as it is read again; areas by their code."""
    if spec.type == FieldType.CHOICE:
        return str(value or "")
    if spec.type == FieldType.BOOLEAN:
        return {True: "1", False: "0"}.get(value, "")
    if spec.type == FieldType.AREA:
        return codes.get(value or "", "")
    return shown_value(spec, value)


def read_point(text: str) -> tuple[float, float]:
    """Longitude and latitude with a comma or space between them."""
    parts = [each for each in BETWEEN.split(text.strip()) if each]
    try:
        lon, lat = (float(each) for each in parts)
    except ValueError:
        raise Unreadable(_no_point(text)) from None
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise Unreadable(_no_point(text))
    return round(lon, 7), round(lat, 7)


def _no_point(text: str) -> str:
    return _("“%(text)s” is no longitude and latitude.") % {"text": text[:40]}


def _text(text: str) -> str:
    return _no_longer(text, LONGEST_TEXT)


def _long(text: str) -> str:
    return _no_longer(text, LONGEST_LONG)


def _no_longer(text: str, most: int) -> str:
    if len(text) > most:
        raise Unreadable(_("This has more than %(most)d characters.") % {"most": most})
    if "\x00" in text:
        raise Unreadable(_("This holds a character that cannot be kept."))
    return text


def _whole(text: str) -> int:
    try:
        value = int(text.replace(",", ""))
    except ValueError:
        raise Unreadable(_("“%(text)s” is no whole number.") % {"text": text[:40]}) from None
    if abs(value) > LARGEST:
        raise Unreadable(_("“%(text)s” is too large.") % {"text": text[:40]})
    return value


def _decimal(text: str) -> str:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise Unreadable(_("“%(text)s” is no number.") % {"text": text[:40]}) from None
    if not value.is_finite() or abs(value) > LARGEST:
        raise Unreadable(_("“%(text)s” is too large.") % {"text": text[:40]})
    if -int(value.as_tuple().exponent) > MOST_DECIMALS:
        raise Unreadable(_("This has more than %(most)d decimals.") % {"most": MOST_DECIMALS})
    return format(value, "f")


def _day(text: str) -> str:
    found = DAY.fullmatch(text)
    if not found:
        raise Unreadable(_no_day(text))
    year, month, day = (int(each) for each in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Unreadable(_no_day(text)) from None


def _no_day(text: str) -> str:
    return _("“%(text)s” is no date. Write it as 2026-05-31.") % {"text": text[:40]}


def _boolean(text: str) -> bool:
    word = text.lower()
    if word in YES | NO:
        return word in YES
    raise Unreadable(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})


def _point(text: str) -> list[float]:
    return list(read_point(text))


def _phone(text: str) -> str:
    if PHONE.fullmatch(text):
        return text
    raise Unreadable(_("“%(text)s” is no phone number.") % {"text": text[:40]})


def _choice(spec: Spec, text: str) -> str:
    for each in spec.choices:
        if not each.gone and text in (each.key, each.zh, each.en):
            return each.key
    words = _(", ").join(each.name for each in spec.choices if not each.gone)
    raise Unreadable(_("Choose one of these: %(words)s.") % {"words": words})


def _area(text: str, area_of: AreaOf) -> str:
    found = area_of(text)
    if found is None:
        raise Unreadable(_("There is no area with the code %(text)s.") % {"text": text[:40]})
    return found


READERS: dict[FieldType, Callable[[str], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG: _long,
    FieldType.WHOLE: _whole,
    FieldType.DECIMAL: _decimal,
    FieldType.DAY: _day,
    FieldType.BOOLEAN: _boolean,
    FieldType.POINT: _point,
    FieldType.PHONE: _phone,
}
