"""Files that come in are looked through for harm before anything reads them.

Scanners plug in. One for ClamAV is here: its daemon takes a file over a socket and says what it
found (the command INSTREAM of clamd). Where a scanner is wanted and does not answer, nothing is
taken: a file that nobody looked at is not a clean one.
"""

import socket
import struct
from collections.abc import Callable
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from gewu.kernel.hooks import Hook

CHUNK = 64 * 1024
TIMEOUT = 20.0
LONGEST_ANSWER = 4_096


class ScannerAway(Exception):
    """A scanner that is wanted does not answer, or not with what it should."""


# Answers the name of what was found, empty for a clean file; raises ScannerAway.
scanners: Hook[Callable[[IO[bytes]], str]] = Hook(
    "kernel.scanners", "Does a file that somebody sends carry anything harmful?"
)


def harm_in(file: IO[bytes]) -> str:
    """What any scanner found in a file; afterwards it stands at its beginning again."""
    for scan in scanners:
        file.seek(0)
        found = scan(file)
        file.seek(0)
        if found:
            return found
    return ""


def clamd(file: IO[bytes]) -> str:
    """Ask the ClamAV daemon at settings.CLAMD; without one nothing is asked."""
    if not settings.CLAMD:
        return ""
    try:
        with _connected(settings.CLAMD) as line:
            line.sendall(b"zINSTREAM\0")
            while part := file.read(CHUNK):
                line.sendall(struct.pack("!I", len(part)) + part)
            line.sendall(struct.pack("!I", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer)  # such as "INSTREAM size limit exceeded. ERROR"


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "", parts.port or 0), TIMEOUT)


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.partition(b"\0")[0].decode(errors="replace").strip()
