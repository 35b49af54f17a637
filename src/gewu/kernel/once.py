"""A file that is written once and whole, however many processes come at the same moment."""

import os
import tempfile
from pathlib import Path


def write_once(file: Path, text: str) -> None:
    """Write it if it is not there; one of several wins, and all read the same. Mode 0600."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent) as unfinished:  # made with mode 0600
        unfinished.write(text)
        unfinished.flush()
        os.fsync(unfinished.fileno())
        try:
            os.link(unfinished.name, file)
        except FileExistsError:
            return
