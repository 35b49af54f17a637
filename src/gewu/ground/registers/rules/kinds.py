"""The rules of kinds and fields: what may be set, and what may change later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.ground.registers.rules.fields import Choice, FieldType
from gewu.ground.registers.rules.words import words_fault

MOST_CHOICES = 60
LONGEST_WORD = 60


class KindGroup(TextChoices):
    """The five basic registers and the special ones."""

    BASIC = "basic", gettext_lazy("Basic registers")
    SPECIAL = "special", gettext_lazy("Special registers")


@dataclass(frozen=True)
class KindRules:
    """What an administrator says about a kind."""

    name_zh: str
    name_en: str = ""
    group: str = KindGroup.SPECIAL
    about: str = ""
    keeper_id: str = ""
    code_rule: str = ""
    months: int = 1
    in_use: bool = True


@dataclass(frozen=True)
class FieldRules:
    """What an administrator says about a field."""

    name_zh: str
    type: str
    name_en: str = ""
    required: bool = False
    unit: str = ""
    privacy: str = "internal"
    purpose: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = field(default=())
    order: int = 10


def kind_fault(given: KindRules) -> tuple[str, str]:
    """What is wrong with a kind, and at which field of the form."""
    for name in ("name_zh", "name_en", "about"):
        if fault := words_fault(getattr(given, name)):
            return fault, name
    return "", ""


def field_fault(given: FieldRules) -> tuple[str, str]:
    """What is wrong with a field, and at which field of the form."""
    for name in ("name_zh", "name_en", "hint", "purpose", "unit"):
        if fault := words_fault(getattr(given, name)):
            return fault, name
    if given.privacy == "personal" and not given.purpose:
        return _("A personal field says what it is kept for."), "purpose"
    if given.type == FieldType.CHOICE:
        return _choices_fault(given.choices), "choices"
    return "", ""


def type_fault(before: str, after: str, has_values: bool) -> str:
    """Why a field cannot become of another type."""
    if before == after or not has_values:
        return ""
    return _("Records hold values of this field already. Retire it and add another one.")


def choices_of(text: str, known: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices in lines such as "good | 良好"; what is known keeps its key.

    A word that is known keeps its key wherever it stands. A new word in the line of one that is gone
    is its new name. What is taken out stays known, so that old values can be read.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    words = [tuple(part.strip() for part in line.split("|", 1)) for line in lines]
    pairs = [(each[0], each[1] if len(each) > 1 else "") for each in words]
    there = [each for each in known if not each.gone]
    by_word = {each.zh: each for each in known}
    kept = {zh for zh, _en in pairs if zh in by_word}
    found: list[Choice] = []
    for at, (zh, en) in enumerate(pairs):
        same = by_word.get(zh)
        if same is None and at < len(there) and there[at].zh not in kept:
            same = there[at]
        if same is None:
            same = Choice(_new_key([*known, *found]), zh)
        found.append(replace(same, zh=zh, en=en, gone=False))
    keys = {each.key for each in found}
    return (*found, *(replace(each, gone=True) for each in known if each.key not in keys))


def lines_of(choices: Iterable[Choice]) -> str:
    """Choices as their form shows them."""
    return "\n".join(
        f"{each.zh} | {each.en}" if each.en else each.zh for each in choices if not each.gone
    )


def _new_key(known: Iterable[Choice]) -> str:
    numbers = [int(each.key[1:]) for each in known if each.key[1:].isdecimal()]
    return f"c{max(numbers, default=0) + 1}"


def _choices_fault(choices: Sequence[Choice]) -> str:
    there = [each for each in choices if not each.gone]
    names = [each.zh for each in there]
    if len(there) < 2:
        return _("A choice needs two words at least, one in each line.")
    if len(there) > MOST_CHOICES:
        return _("A choice has at most %(most)d words.") % {"most": MOST_CHOICES}
    if len(set(names)) < len(names):
        return _("Each word stands there once.")
    if any(len(word) > LONGEST_WORD for each in there for word in (each.zh, each.en)):
        return _("A word of a choice has at most %(most)d characters.") % {"most": LONGEST_WORD}
    return words_fault(*(word for each in there for word in (each.zh, each.en)))
