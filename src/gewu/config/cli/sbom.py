"""`gewu sbom`: what this installation is made of, as CycloneDX for machines or as a table."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated

import typer
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from gewu.config.env import CHECKOUT
from gewu.config.parts import Part, parts_of
from gewu.kernel.acting import Refusal

app = typer.Typer(add_completion=False)
ALGORITHMS = {
    "sha256": HashAlgorithm.SHA_256,
    "sha384": HashAlgorithm.SHA_384,
    "sha512": HashAlgorithm.SHA_512,
}
PAGES = {
    "pypi": "https://pypi.org/project/{0.name}/{0.version}/",
    "npm": "https://www.npmjs.com/package/{0.name}/v/{0.version}",
}
HEADS = {
    "en": ("Package", "Version", "From", "Licence"),
    "zh-hans": ("软件包", "版本", "来源", "许可证"),
}
BUILDING = {"en": "npm, to build", "zh-hans": "npm（仅构建）"}
UNKNOWN = {"en": "Licence unknown: {}.", "zh-hans": "许可证不明：{}。"}
ALL_KNOWN = {"en": "{} packages, every licence known.", "zh-hans": "{} 个软件包，许可证均已查明。"}
COMMAS = {"en": ", ", "zh-hans": "、"}


@app.command()
def sbom(
    file: Annotated[Path | None, typer.Argument(help="Where to write; else it is shown.")] = None,
    table: Annotated[bool, typer.Option("--table", help="A table of licences to read.")] = False,
    english: Annotated[bool, typer.Option("--english", help="The table in English.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 if one is unknown.")] = False,
) -> None:
    """Every package of the lock files with version, licence and hashes: CycloneDX 1.6, or a table."""
    parts = parts_of(CHECKOUT)
    language = "en" if english or not table else "zh-hans"
    _put(table_of(parts, language) if table else document_of(parts), file)
    unknown = [part.named for part in parts if not part.licence]
    named = UNKNOWN[language].format(COMMAS[language].join(unknown))
    typer.echo(named if unknown else ALL_KNOWN[language].format(len(parts)), err=not table)
    if strict and unknown:
        raise typer.Exit(1)


def document_of(parts: list[Part]) -> str:
    """The list as CycloneDX 1.6; two of the same lock differ in serial number and time only."""
    about = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    bom = Bom()
    bom.metadata.component = house = Component(
        name=about["name"],
        version=about["version"],
        description=about["description"],
        licenses=[LicenseFactory().make_from_string(about["license"])],
        type=ComponentType.APPLICATION,
        bom_ref=about["name"],
    )
    components = [_component(part) for part in parts]
    bom.components.update(components)
    # The lock files are flat: what needs what is not told, only that the house needs all of them.
    bom.register_dependency(house, components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def table_of(parts: list[Part], language: str) -> str:
    """The list as columns for people; a Chinese character is two wide."""
    rows = [HEADS[language], *(_row(part, language) for part in parts)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell + " " * (size - _width(cell)) for cell, size in zip(row, widths, strict=True)
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _component(part: Part) -> Component:
    scope, _, name = part.name.rpartition("/")
    purl = PackageURL(part.kind, scope or None, name, part.version)
    # A package at one version is several files, and the hashes are those of the files.
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(PAGES[part.kind].format(part)),
        hashes=[HashType(alg=ALGORITHMS[kind], content=value) for kind, value in part.hashes],
    )
    return Component(
        name=name,
        group=scope or None,
        version=part.version,
        purl=purl,
        bom_ref=purl.to_string(),
        type=ComponentType.LIBRARY,
        scope=ComponentScope.EXCLUDED if part.is_for_building else ComponentScope.REQUIRED,
        licenses=[LicenseFactory().make_from_string(part.licence)] if part.licence else (),
        external_references=[files],
    )


def _row(part: Part, language: str) -> tuple[str, ...]:
    kind = BUILDING[language] if part.is_for_building else part.kind
    return part.name, part.version, kind, part.licence or "?"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _put(text: str, file: Path | None) -> None:
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}.", code="unwritable") from error
