"""What this installation is made of: every package of the lock files, with its licence as SPDX."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from cyclonedx.spdx import fixup_id, is_expression

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=(\w+):([0-9a-f]+)")
CLASSIFIER = "License :: OSI Approved :: "
WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "3-clause bsd license": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}
# Packages of the lock that only other systems install, so that nothing here tells their licence.
ELSEWHERE = {"colorama": "BSD-3-Clause"}


@dataclass(frozen=True)
class Part:
    """One package at one version; `licence` is an SPDX expression, or empty where none is told."""

    kind: Literal["pypi", "npm"]
    name: str
    version: str
    licence: str
    hashes: tuple[tuple[str, str], ...]  # algorithm and hexadecimal value, one a file
    is_for_building: bool = False  # nothing of it is served

    @property
    def named(self) -> str:
        """What a person calls it."""
        return f"{self.name} {self.version}"


def parts_of(root: Path) -> list[Part]:
    """Every package that the lock files of this checkout name, once, by kind and name."""
    found = [*_python(root / "requirements.lock"), *_npm(root / "frontend" / "package-lock.json")]
    return sorted(_once(found), key=lambda part: (part.kind, part.name, part.version))


def spdx(words: str) -> str:
    """The SPDX expression that somebody's words for a licence mean, or nothing."""
    words = words.strip()
    if known := fixup_id(words) or WORDS.get(words.lower()):
        return known
    words = words.removeprefix("(").removesuffix(")") if words.count("(") == 1 else words
    return words if words and is_expression(words) else ""


def licence_in(text: str) -> str:
    """Which BSD licence a text is, of which many packages say no more than “BSD”; or MIT's."""
    plain = " ".join(text.lower().split())
    if "permission is hereby granted, free of charge" in plain and "sublicense" in plain:
        return "MIT"
    if "redistributions in binary form" not in plain:
        return ""
    return "BSD-3-Clause" if "endorse or promote" in plain else "BSD-2-Clause"


def told_by(about: metadata.PackageMetadata, texts: Iterable[str]) -> str:
    """The licence that a package declares: by expression, by word, by class, by its text."""
    said = [about["License-Expression"] or "", about["License"] or ""]
    classes = [
        line.removeprefix(CLASSIFIER)
        for line in about.get_all("Classifier") or []
        if line.startswith(CLASSIFIER)
    ]
    # Several classes may stand for a choice or for parts of it: then only the text can tell.
    for words in [*said, *(classes if len(classes) == 1 else [])]:
        if found := spdx(words):
            return found
    return next(filter(None, map(licence_in, [*said, *texts])), "")


def _once(parts: Iterable[Part]) -> Iterator[Part]:
    """One npm package may lie in several folders; it is served if it is served from any."""
    kept: dict[tuple[str, str, str], Part] = {}
    for part in parts:
        key = (part.kind, part.name, part.version)
        if key not in kept or not part.is_for_building:
            kept[key] = part
    yield from kept.values()


def _python(lock: Path) -> Iterator[Part]:
    text = lock.read_text(encoding="utf-8")
    pins = list(PIN.finditer(text))
    ends = [pin.start() for pin in pins[1:]] + [len(text)]
    for pin, end in zip(pins, ends, strict=True):
        name, version = pin.groups()
        hashes = HASH.findall(text, pin.end(), end)
        yield Part("pypi", name, version, _licence_of(name), tuple(hashes))


def _licence_of(name: str) -> str:
    """By what is installed; a version for another Python has the licence of the one that is here."""
    try:
        there = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    return told_by(there.metadata, _texts(there))


def _texts(there: metadata.Distribution) -> Iterator[str]:
    for file in there.files or []:
        if ".dist-info" in str(file) and "licen" in file.name.lower():
            yield file.read_text(encoding="utf-8")


def _npm(lock: Path) -> Iterator[Part]:
    packages: Mapping[str, dict[str, object]] = json.loads(lock.read_text("utf-8"))["packages"]
    for path, said in packages.items():
        if not path:  # the front end itself
            continue
        name = str(said.get("name") or path.rpartition("node_modules/")[2])
        yield Part(
            "npm",
            name,
            str(said["version"]),
            spdx(str(said.get("license", ""))),
            tuple(_integrity(str(said.get("integrity", "")))),
            is_for_building=bool(said.get("dev")),
        )


def _integrity(words: str) -> Iterator[tuple[str, str]]:
    for word in words.split():
        algorithm, _, value = word.partition("-")
        yield algorithm, base64.b64decode(value).hex()
