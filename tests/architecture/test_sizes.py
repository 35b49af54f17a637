"""Caps on files and functions. The lists of exceptions may only shrink."""

import ast
from pathlib import Path

from tests.architecture.sources import is_test, python_files, short, tree

FILE_CAP = 400
TEST_CAP = 600
FUNCTION_CAP = 50

LARGE_FILES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_files_are_short() -> None:
    over = {}
    for file in python_files():
        cap = TEST_CAP if is_test(file) else FILE_CAP
        if lines(file) > LARGE_FILES.get(short(file), cap):
            over[short(file)] = lines(file)
    assert over == {}


def test_functions_are_short() -> None:
    over = {}
    for file in python_files():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{short(file)}:{node.name}"
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONG_FUNCTIONS.get(name, FUNCTION_CAP):
                    over[name] = length
    assert over == {}


def test_the_exceptions_are_still_needed() -> None:
    sizes = {short(file): lines(file) for file in python_files()}
    assert [name for name in LARGE_FILES if sizes.get(name, 0) <= FILE_CAP] == []
