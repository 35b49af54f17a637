"""`gewu sbom`: every package of the lock files once, in a document that others can read."""

import json
import re
from collections import Counter
from email.message import Message

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from typer.testing import CliRunner

from gewu.config.cli import sbom
from gewu.config.env import CHECKOUT
from gewu.config.parts import Part, licence_in, parts_of, spdx, told_by


def run(*words):
    return CliRunner().invoke(sbom.app, [str(word) for word in words])


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    file = tmp_path_factory.mktemp("sbom") / "parts.json"
    assert run(file).exit_code == 0
    return file.read_text()


def test_the_document_is_what_its_schema_asks(document):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(document) is None


def test_every_package_of_the_locks_is_in_it_once(document):
    there = Counter(part["purl"] for part in json.loads(document)["components"])
    lines = (CHECKOUT / "requirements.lock").read_text().splitlines()
    lines = [re.sub(r"\[.*\]", "", line) for line in lines]  # without extras
    pins = [line.split()[0] for line in lines if "==" in line and line[0] not in " #"]
    python = {f"pkg:pypi/{pin.replace('==', '@')}" for pin in pins}
    lock = json.loads((CHECKOUT / "frontend/package-lock.json").read_text())["packages"]
    npm = {
        f"pkg:npm/{path.split('node_modules/')[-1].replace('@', '%40')}@{said['version']}"
        for path, said in lock.items()
        if path
    }
    assert len(python) > 50 and len(npm) > 100
    assert there == Counter(python | npm)


def test_a_package_says_its_licence_and_the_hashes_of_its_files(document):
    parts = {part["purl"]: part for part in json.loads(document)["components"]}
    django = next(part for purl, part in parts.items() if purl.startswith("pkg:pypi/django@"))
    assert django["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    hashes = {one["content"] for one in django["externalReferences"][0]["hashes"]}
    lock = (CHECKOUT / "requirements.lock").read_text()
    assert hashes and all(f"--hash=sha256:{value}" in lock for value in hashes)
    scopes = {part["name"]: part["scope"] for part in parts.values()}
    assert (scopes["htmx.org"], scopes["vitest"]) == ("required", "excluded")


def test_no_licence_of_the_locks_is_unknown():
    assert run("--table", "--strict").exit_code == 0, run("--table").stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("option", "head", "end"),
    [
        ("--english", "Package", "Licence unknown: odd 1."),
        ("--table", "软件包", "许可证不明：odd 1。"),
    ],
)
def test_the_table_names_what_is_unknown_at_its_end(monkeypatch, option, head, end):
    known = Part("npm", "@one/two", "2", "MIT", (), is_for_building=True)
    monkeypatch.setattr(sbom, "parts_of", lambda _: [known, Part("pypi", "odd", "1", "", ())])
    answer = run("--table", option)
    lines = answer.stdout.splitlines()
    assert lines[0].startswith(head) and lines[-1] == end
    assert answer.exit_code == 0
    assert run("--table", option, "--strict").exit_code == 1
    unsaid = json.loads(run().stdout)["components"]
    assert [part.get("licenses") for part in unsaid if part["name"] == "odd"] == [None]


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path):
    refused = run(tmp_path / "none" / "parts.json").exception
    assert "cannot be written" in str(refused)


def test_a_package_in_two_folders_is_one_and_served_if_one_is(tmp_path):
    (tmp_path / "requirements.lock").write_text("absent-one==1.0 \\\n    --hash=sha256:ab\n")
    (tmp_path / "frontend").mkdir()
    packages = {
        "": {"name": "ours"},
        "node_modules/a": {"version": "1.0", "license": "(MIT OR ISC)", "dev": True},
        "node_modules/b/node_modules/a": {"version": "1.0", "license": "(MIT OR ISC)"},
        "node_modules/c": {"version": "1.0", "integrity": "sha512-q80="},
    }
    (tmp_path / "frontend/package-lock.json").write_text(json.dumps({"packages": packages}))
    assert parts_of(tmp_path) == [
        Part("npm", "a", "1.0", "MIT OR ISC", ()),
        Part("npm", "c", "1.0", "", (("sha512", "abcd"),)),
        Part("pypi", "absent-one", "1.0", "", (("sha256", "ab"),)),
    ]


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("mit", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("BSD", ""),
        ("see the file", ""),
        ("", ""),
    ],
)
def test_words_for_a_licence(words, expression):
    assert spdx(words) == expression


def test_a_bsd_licence_is_told_by_its_text():
    both = "Redistributions in binary form must …"
    assert licence_in("Permission is hereby granted") == ""
    assert licence_in(both) == "BSD-2-Clause"
    assert licence_in(f"{both} used to endorse\nor  promote products") == "BSD-3-Clause"


def test_a_choice_of_classes_tells_nothing_by_itself():
    about = Message()
    about["Classifier"] = "License :: OSI Approved :: MIT License"
    assert told_by(about, []) == "MIT"
    about["Classifier"] = "License :: OSI Approved :: ISC License (ISCL)"
    assert told_by(about, []) == ""
    about["License-Expression"] = "MIT AND ISC"
    assert told_by(about, []) == "MIT AND ISC"
