"""pytest -p tests.branches: which branches of decisions no test has taken (SlipCover).

Where decisions are made and rows are written (states, rules, policies, actions) every line and
branch is to be run by a test. SlipCover changes the code it follows and takes its marks out again
once they have been met, so following costs next to nothing; a tracer doubles the time.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slipcover import ImportManager, Slipcover, merge_coverage

HOUSE = Path(__file__).parents[1]
SOURCE = HOUSE / "src" / "gewu"
KINDS = ("states", "rules", "policies", "actions")
FOUND = HOUSE / "var" / "branches"


class Decisions:
    """The files that are followed."""

    def matches(self, file: str | Path | None) -> bool:
        """Whether the import of a file is to be watched."""
        return file is not None and str(file).endswith(".py") and Path(file) in FILES


def followed() -> Iterator[Path]:
    """All files in which decisions are made."""
    for kind in KINDS:
        for pattern in (f"{kind}.py", f"{kind}/*.py"):
            yield from (path for path in SOURCE.rglob(pattern) if "tests" not in path.parts)


FILES = frozenset(followed())
slipcover = Slipcover(branch=True)
ImportManager(slipcover, Decisions()).__enter__()


def pytest_configure(config: pytest.Config) -> None:
    """What an earlier run has found is forgotten."""
    if not hasattr(config, "workerinput"):
        FOUND.mkdir(parents=True, exist_ok=True)
        for file in FOUND.iterdir():
            file.unlink()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of several leaves what it has found to the one that began them."""
    worker = getattr(session.config, "workerinput", {}).get("workerid", "")
    if worker:
        (FOUND / f"{worker}.json").write_text(json.dumps(slipcover.get_coverage()))
        return
    missing = list(_missing(_merged()))
    session.config.stash[MISSING] = missing
    if missing and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


MISSING = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Said once, at the end."""
    missing = config.stash.get(MISSING, [])
    if missing:
        terminalreporter.section("lines and branches that no test has taken")
        for line in missing:
            terminalreporter.write_line(line)
    else:
        terminalreporter.write_line(f"Every branch of {len(FILES)} files was taken.")


def _merged() -> dict[str, Any]:
    merged: dict[str, Any] = slipcover.get_coverage()
    for file in FOUND.glob("*.json"):
        merge_coverage(merged, json.loads(file.read_text()))
    return merged


def _missing(found: dict[str, Any]) -> Iterator[str]:
    seen = {(HOUSE / name).resolve(): said for name, said in found["files"].items()}
    for path in sorted(FILES):
        said, name = seen.get(path), path.relative_to(HOUSE)
        if said is None:
            yield f"{name}: never imported"
        elif said["missing_lines"] or said["missing_branches"]:
            branches = [f"{start}->{end or 'end'}" for start, end in said["missing_branches"]]
            yield f"{name}: {', '.join([*map(str, said['missing_lines']), *branches])}"
