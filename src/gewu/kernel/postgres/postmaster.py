"""Reading postmaster.pid: is the server alive, and is it ours?"""

import os
from pathlib import Path

from gewu.kernel.postgres.errors import ClusterError

NO_SUCH_PROCESS = 2**22  # one more than the largest process number Linux gives


class Postmaster:
    """The main process of a server, as its data folder tells of it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file = data / "postmaster.pid"

    def is_ready(self) -> bool:
        """Alive and taking connections."""
        return self.is_alive() and self._line(7).strip() == "ready"

    def is_alive(self) -> bool:
        """Whether the process that the file names exists and serves this very data."""
        number = self._line(0)
        if not number.isdigit() or int(number) == NO_SUCH_PROCESS:
            return False
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return self._serves_this_data(int(number))

    def forget_if_dead(self) -> None:
        """Name a process that cannot exist, if the number went to a stranger meanwhile.

        The file itself must stay: from its other lines PostgreSQL sees whether parts of the dead
        server still write to the data.
        """
        lines = self._lines()
        if lines and not self.is_alive():
            lines[0] = str(NO_SUCH_PROCESS)
            self._file.write_text("\n".join(lines) + "\n")

    def _serves_this_data(self, number: int) -> bool:
        try:
            command = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return not Path("/proc/self").exists()
        return os.fsencode(self._data) in command

    def _line(self, index: int) -> str:
        lines = self._lines()
        return lines[index] if len(lines) > index else ""

    def _lines(self) -> list[str]:
        try:
            return self._file.read_text().splitlines()
        except FileNotFoundError:
            return []
        except PermissionError:
            raise ClusterError(
                f"The database in {self._data.parent} belongs to another user. "
                "Run this as that user."
            ) from None
