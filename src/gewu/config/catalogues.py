"""Translations without gettext's programs: found in the sources, checked, compiled by Babel."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LOCALES = ("zh_Hans",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str, str]  # context, message id
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# Stops and brackets of half width beside Chinese words, and what the house does not shout.
NOT_CHINESE = re.compile(
    r"[\u4e00-\u9fff] ?[,;:!?()]|[,;:!?()] ?[\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]|\uff01"
)
Catalogues = dict[Path, Catalog]


@dataclass
class Findings:
    """What is wrong with the catalogues, one sentence each; and how many messages there are."""

    faults: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    messages: int = 0


def areas() -> Iterator[Path]:
    """The folder of every area: each has its apps.py."""
    yield from sorted(file.parent for file in PACKAGE.rglob("apps.py"))


def compile_all(package: Path = PACKAGE) -> int:
    """Write the .mo file beside each .po file that is newer; say how many were written."""
    written = 0
    for source in sorted(package.rglob("locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(".new")
        with unfinished.open("wb") as stream:
            write_mo(stream, read(source))
        unfinished.replace(target)
        written += 1
    return written


def examine() -> Findings:
    """Compare what the sources say with what the catalogues translate."""
    found = Findings()
    said: dict[str, dict[Key, dict[str, str]]] = {name: defaultdict(dict) for name in LOCALES}
    for area in areas():
        wanted = wanted_in(area)
        found.messages += len(wanted)
        for locale in LOCALES:
            known = _known(area, locale, found)
            _compare(area, wanted, known, found)
            for key, words in known.items():
                said[locale][key].setdefault(words, _short(area))
    for translations in said.values():
        for (_, words), versions in sorted(translations.items()):
            if len(versions) > 1:
                each = "; ".join(f"{area}: {text}" for text, area in versions.items())
                found.faults.append(f"“{words}” is translated differently ({each})")
    return found


def wanted_in(area: Path) -> dict[Key, str]:
    """Every message of an area's sources, with the file that says it first."""
    wanted: dict[Key, str] = {}
    for file in sorted([*area.rglob("*.py"), *area.rglob("*.html")]):
        inside = file.relative_to(area).parts
        if {"tests", "migrations"} & set(inside) or _belongs_deeper(file, area):
            continue
        for key in _messages(file):
            wanted.setdefault(key, str(file.relative_to(PACKAGE)))
    return wanted


def badly_set(text: str) -> str:
    """The first place where a Chinese text is punctuated or spaced as another language is."""
    found = NOT_CHINESE.search(PLACEHOLDER.sub("X", text))
    return found[0] if found else ""


def read(file: Path) -> Catalog:
    """One catalogue."""
    with file.open("rb") as stream:
        return read_po(stream)


def _belongs_deeper(file: Path, area: Path) -> bool:
    between = file.parent
    while between != area:
        if (between / "apps.py").exists():
            return True
        between = between.parent
    return False


def _messages(file: Path) -> Iterator[Key]:
    text = file.read_text()
    if file.suffix == ".html":
        # Indented markup would look like wrongly indented Python.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    stream = io.BytesIO(text.encode())
    for _, message, _, context in extract("python", stream, keywords=KEYWORDS):
        words = message if isinstance(message, str) else message[0]
        if words:
            yield (context or "", words)


def _known(area: Path, locale: str, found: Findings) -> dict[Key, str]:
    file = area / "locale" / locale / "LC_MESSAGES" / "django.po"
    if not file.exists():
        return {}
    known: dict[Key, str] = {}
    for message in read(file):
        if not message.id:
            continue
        key = _key(message)
        text = message.string if isinstance(message.string, str) else "|".join(message.string or ())
        if message.fuzzy:
            found.faults.append(f"{_short(area)}: “{key[1]}” is fuzzy")
        if not text.strip("|"):
            continue
        known[key] = text
        if wrong := badly_set(text):
            found.faults.append(f"{_short(area)}: “{text}”: “{wrong}” is not how Chinese is set")
        found.faults += [
            f"{_short(area)}: “{key[1]}”: {fault}"
            for fault in message.check(Catalog(locale=locale))
        ]
    return known


def _compare(area: Path, wanted: dict[Key, str], known: dict[Key, str], found: Findings) -> None:
    for key in sorted(wanted.keys() - known.keys()):
        found.faults.append(f"{_short(area)}: “{key[1]}” ({wanted[key]}) is not translated")
    for key in sorted(known.keys() - wanted.keys()):
        found.unused.append(f"{_short(area)}: “{key[1]}” is in no source any more")


def _key(message: Message) -> Key:
    words = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", words)


def _short(area: Path) -> str:
    return ".".join(area.relative_to(PACKAGE).parts)
