"""Clusters for tests: each in a folder of its own that every user may enter, removed afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gewu.kernel.postgres import Cluster

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that stands for a checkout; what a cluster leaves behind goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="gewu-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    Cluster(folder).remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["wheel", "debian"])
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the programs of PostgreSQL come from."""
    monkeypatch.delenv("PG_BIN", raising=False)
    if request.param == "debian":
        if not DEBIAN:
            pytest.skip("Debian's package postgresql is not installed")
        monkeypatch.setenv("PG_BIN", str(DEBIAN[-1]))
    return str(request.param)
