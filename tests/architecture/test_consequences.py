"""docs/consequences.md covers all that can be set, filled in or pressed, with tests that do it."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

from tests.architecture import consequences
from tests.architecture.consequences import file_of

table = consequences.rows
WITH = re.compile(r"\b(\w+)(?=[,)(])")  # the fixtures and helpers of a test


@cache
def source_of(file: Path, test: str) -> str:
    """The text of a test, or nothing where there is none of this name."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name == test:
            begin = min(node.lineno, *(each.lineno for each in node.decorator_list), node.lineno)
            return "\n".join(text.splitlines()[begin - 1 : node.end_lineno])
    return ""


def test_everything_has_its_row() -> None:
    covered = {key for row in table() for key in row.keys}
    assert sorted(consequences.keys() - covered) == []


def test_what_a_row_names_exists() -> None:
    there = consequences.keys()
    gone = [f"{key} (line {row.line})" for row in table() for key in row.keys if key not in there]
    assert gone == []


def test_nothing_has_two_rows() -> None:
    keys = [key for row in table() for key in row.keys]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_row_has_keys_and_a_test() -> None:
    assert [row.line for row in table() if not (row.said and row.keys and row.tests)] == []


def test_every_named_test_exists() -> None:
    named = {each for row in table() for each in row.tests}
    gone = [f"{file}::{name}" for file, name in named if not _exists(file, name)]
    assert sorted(gone) == []


def test_what_is_told_to_a_program_stands_in_its_test() -> None:
    """`gewu serve.port` as `--port`, a variable by its name; what pages get is heard meanwhile."""
    missing = [
        f"{key} (line {row.line})"
        for row in table()
        for key in row.keys
        if consequences.is_of_installation(key) and not _said(key, *row.tests[0])
    ]
    assert missing == []


def test_a_form_that_makes_its_fields_is_known() -> None:
    """Their names cannot be read from the class, so they stand in MADE."""
    making = re.compile(r"self\.fields\[(f\"|name\] = )")
    for form in consequences.form_classes():
        if making.search(inspect.getsource(form)):
            assert consequences.form_name(form) in consequences.MADE


def _exists(file: str, name: str) -> bool:
    found = file_of(file)
    return found is not None and bool(source_of(found, name))


def _said(key: str, file: str, test: str) -> bool:
    found = file_of(file)
    text = source_of(found, test) if found else ""
    text += "".join(source_of(found, each) for each in WITH.findall(text)) if found else ""
    word = key.rpartition(".")[2] if key.startswith("gewu ") else key
    return word in text or word.replace("_", "-") in text
