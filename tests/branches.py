"""Which statements and branches of the deciding files no test has come to.

`pytest -p tests.branches` puts a probe before each statement of the files that pyproject.toml
names for coverage, and into each way that has no statement of its own: an `if` that does not
hold, a loop that ends by itself, a `match` without a match. A place without a test fails the run.

coverage.py asks for the same (`bin/test --cov`). It has to follow every line of Django as well,
though, which makes all tests take half as long again.
"""

import ast
import sys
import tomllib
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROBE = "__seen__"  # not renamed inside a class, as it ends in underlines
seen: set[str] = set()


class Probes(ast.NodeTransformer):
    """Puts probes into the source of a file; keeps the place of each."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: list[str] = []

    def put_into(self, source: bytes | str) -> ast.Module:
        """The file with its probes."""
        tree: ast.Module = self.visit(ast.parse(source))
        return ast.fix_missing_locations(tree)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Put a probe before each statement inside."""
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, [each for one in block for each in self._probed(one)])
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        """Without an else, not to hold is a way as well."""
        self.generic_visit(node)
        node.orelse = node.orelse or [self._probe(node, "always holds")]
        return node

    def _loop(self, node: Any) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(getattr(node, "test", None), ast.Constant):
            node.orelse.insert(0, self._probe(node, "never ends by itself"))
        return node

    visit_For = visit_AsyncFor = visit_While = _loop

    def visit_Match(self, node: ast.Match) -> ast.AST:
        """Without a case for all others, not to match is a way as well."""
        self.generic_visit(node)
        last = node.cases[-1]
        takes_all = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        if last.guard or not takes_all:
            nothing = [self._probe(node, "always matches")]
            node.cases.append(ast.match_case(pattern=ast.MatchAs(), body=nothing))
        return node

    def _probed(self, node: ast.stmt) -> list[ast.stmt]:
        says_only = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        first = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        return [node] if says_only or first else [self._probe(node, "is never reached"), node]

    def _probe(self, node: ast.AST, what: str) -> ast.stmt:
        place = f"{self.name}:{node.lineno}: {what}"  # type: ignore[attr-defined]
        self.places.append(place)
        call = ast.Call(ast.Name(PROBE, ast.Load()), [ast.Constant(place)], [])
        return ast.copy_location(ast.Expr(ast.copy_location(call, node)), node)


class Loader(SourceFileLoader):
    """Loads a file with its probes; nothing of it is kept for a run without."""

    def get_code(self, fullname: str) -> CodeType:
        """The file, compiled with its probes."""
        tree = Probes(_name(self.path)).put_into(self.get_data(self.path))
        return compile(tree, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Give the probes somebody to tell."""
        setattr(module, PROBE, seen.add)
        super().exec_module(module)


class Finder(MetaPathFinder):
    """Finds the files that are followed."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = {str(each) for each in files}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Like Python's own, with our loader."""
        spec = PathFinder.find_spec(fullname, path) if fullname.startswith("gewu.") else None
        if spec is None or spec.origin not in self.files:
            return None
        spec.loader = Loader(fullname, spec.origin)
        return spec


class Gate:
    """Brings together what the processes have seen, and fails the run where nobody came."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self.missing: list[str] = []
        self.of_how_many = 0

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A process of pytest-xdist has ended."""
        seen.update(getattr(node, "workeroutput", {}).get("seen", ()))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Compare what was seen with what there is."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["seen"] = sorted(seen)
            return
        places = [place for file in self.files for place in places_of(file)]
        self.of_how_many = len(places)
        self.missing = [place for place in places if place not in seen]
        if self.missing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name the places without a test."""
        say: Callable[[str], None] = terminalreporter.write_line
        for place in self.missing:
            say(place)
        say(f"{len(self.missing)} of {self.of_how_many} places and branches are without a test.")


def followed() -> list[Path]:
    """The files in which every branch is tested."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["coverage"]["run"]["include"]
    found = {file for pattern in patterns for file in ROOT.glob(pattern)}
    return sorted(file for file in found if "tests" not in file.parts[len(ROOT.parts) + 1 :])


def places_of(file: Path) -> list[str]:
    """Every place of a file that a test has to come to."""
    probes = Probes(_name(file))
    probes.put_into(file.read_bytes())
    return probes.places


def _name(file: str | Path) -> str:
    return str(Path(file).relative_to(ROOT))


def pytest_configure(config: pytest.Config) -> None:
    """Report at the end."""
    config.pluginmanager.register(Gate(followed()), "gewu-branches")


# Django's set-up imports the files before any hook is called.
sys.meta_path.insert(0, Finder(followed()))
