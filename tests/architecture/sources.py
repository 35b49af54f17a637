"""The sources as the architecture tests see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gewu"
FLOORS = ("ground", "work", "oversight", "doors")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project, those not yet committed included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = (ROOT / name for name in said.split("\0") if name)
    return tuple(sorted(file for file in files if file.is_file()))


def python_files() -> list[Path]:
    """Every tracked Python file but migrations."""
    return [file for file in tracked() if file.suffix == ".py" and "migrations" not in file.parts]


def is_test(file: Path) -> bool:
    """Whether a file belongs to the tests."""
    return "tests" in file.relative_to(ROOT).parts or file.name == "conftest.py"


def areas() -> list[Path]:
    """The folders of all areas of the four middle floors."""
    return [
        folder
        for floor in FLOORS
        for folder in sorted((PACKAGE / floor).iterdir())
        if (folder / "__init__.py").exists()
    ]


def area_of(dotted: str) -> str | None:
    """The area a dotted module name belongs to, such as gewu.work.tickets."""
    parts = dotted.split(".")
    inside = len(parts) >= 3 and parts[0] == "gewu" and parts[1] in FLOORS
    return ".".join(parts[:3]) if inside else None


def dotted(file: Path) -> str:
    """The module name of a file under src."""
    return ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)


@cache
def tree(file: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(file.read_text())


def imports(file: Path) -> Iterator[str]:
    """Dotted names that a file imports; for `from a import b` it is a.b."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def short(file: Path) -> str:
    """A file's path inside the project."""
    return str(file.relative_to(ROOT))
