"""Small rules of the house that a machine can keep."""

import ast
import re

from gewu.config import catalogues
from gewu.config.cli import COMMANDS
from tests.architecture.sources import PACKAGE, ROOT, python_files, short, tracked, tree

LOCKS = ("requirements.lock", "requirements-dev.lock", "frontend/package-lock.json")
REGISTRY = re.compile(r"registry\.|\"resolved\"|file:|-url|--find-links|pypi\.|files\.pythonhosted")
TEXT = {".py", ".html", ".ts", ".css", ".md", ".toml", ".sql", ".sh", ".po"}
LEFT_OPEN = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def test_lock_files_name_no_registry() -> None:
    found = [
        f"{name}: {line.strip()[:80]}"
        for name in LOCKS
        if (ROOT / name).exists()
        for line in (ROOT / name).read_text().splitlines()
        if REGISTRY.search(line)
    ]
    assert found == []


def test_every_python_package_is_pinned_by_hash() -> None:
    for name in LOCKS[:2]:
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        pinned = [entry for entry in entries if "==" in entry]
        assert pinned
        assert [entry for entry in pinned if "--hash=sha256:" not in entry] == []


def test_extras_stay_with_their_pins() -> None:
    """An older pip takes "name==1" for another thing than "name[extra]", and then asks for a newer one."""
    lines = (ROOT / "requirements-dev.lock").read_text().splitlines()
    assert [line for line in lines if re.match(r"psycopg\[.*binary.*\]==", line)]
    assert [line for line in lines if re.match(r"jsonschema\[format-nongpl\]==", line)]


def test_every_message_is_translated() -> None:
    assert catalogues.examine().faults == []


def test_chinese_is_set_as_chinese() -> None:
    for text in ("表格 (XLSX)", "时限:明天", "好的,明天", "太好了！", "已派 给您"):
        assert catalogues.badly_set(text)
    for text in (
        "表格（XLSX）",
        "时限：%(moment)s",
        "%(state)s（%(name)s）",
        "剩 {} 天",
        "Ctrl + P",
    ):
        assert not catalogues.badly_set(text)


def test_nothing_is_left_open() -> None:
    left = [
        f"{short(file)}:{number}"
        for file in tracked()
        if file.suffix in TEXT
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if LEFT_OPEN.search(line)
    ]
    assert left == []


def test_every_command_is_in_the_table() -> None:
    """bench_locate.py holds a part of bench.py."""
    files = {file.stem for file in (PACKAGE / "config" / "cli").glob("[a-z]*.py")}
    assert {name.partition("_")[0] for name in files} == set(COMMANDS)


def test_modules_say_what_they_are_for() -> None:
    silent = [
        short(file)
        for file in python_files()
        if PACKAGE in file.parents
        and "tests" not in file.parts
        and file.read_text().strip()
        and ast.get_docstring(tree(file)) is None
    ]
    assert silent == []


def test_only_actions_write() -> None:
    """Views, forms, listeners and queries leave writing to actions."""
    readers = {"views", "forms", "queries", "policies", "rules", "listeners", "jobs", "plugs"}
    writes = re.compile(
        r"\.objects\.(create|bulk_create|update_or_create|get_or_create)\(|\.save\("
    )
    wrong = []
    for file in python_files():
        inside = file.relative_to(PACKAGE).parts if PACKAGE in file.parents else ()
        names = {part.removesuffix(".py") for part in inside[2:]}
        if names & readers and "tests" not in inside and writes.search(file.read_text()):
            wrong.append(short(file))
    assert wrong == []
