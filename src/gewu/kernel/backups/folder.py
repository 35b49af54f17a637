"""The backups that there are. One is a folder, named by the moment it was made (UTC).

It gets its name when it is whole; what was broken off ends in `.part` and is none.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

STAMP = "%Y-%m-%dT%H-%M-%SZ"
PART = ".part"
DATABASE, FILES, MANIFEST = "database.dump.age", "files.tar.age", "manifest.json"


@dataclass(frozen=True)
class Backup:
    """A whole backup."""

    path: Path
    made_at: datetime

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.stat().st_size for file in self.path.iterdir())

    def manifest(self) -> Mapping[str, Any]:
        """What it says of itself: fingerprints of its files and rows of each table."""
        found: dict[str, Any] = json.loads((self.path / MANIFEST).read_text("utf-8"))
        return found


def backups() -> list[Backup]:
    """The whole ones, the oldest first."""
    folder = Path(settings.BACKUPS)
    found = [] if not folder.is_dir() else [read(path) for path in sorted(folder.iterdir())]
    return [backup for backup in found if backup]


def read(path: Path) -> Backup | None:
    """The backup in a folder, if it is one."""
    try:
        made_at = datetime.strptime(path.name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, made_at) if (path / MANIFEST).is_file() else None


def waiting(border: datetime) -> int:
    """How many are older."""
    return len(_older(border))


def let_go(border: datetime, most: int) -> int:
    """Erase older ones, broken off ones among them; how many whole ones went."""
    for part in Path(settings.BACKUPS).glob(f"*{PART}"):
        if datetime.fromtimestamp(part.stat().st_mtime, UTC) < border:
            shutil.rmtree(part, ignore_errors=True)
    old = _older(border)[:most]
    for backup in old:
        shutil.rmtree(backup.path)
    return len(old)


def oldest() -> datetime | None:
    """When the oldest one was made."""
    return next((backup.made_at for backup in backups()), None)


def _older(border: datetime) -> list[Backup]:
    return [backup for backup in backups() if backup.made_at < border]
