"""A ClamAV daemon that knows one virus: the harmless test file of EICAR."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# In two halves, so that no scanner finds it in this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STAND" + rb"ARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 5_000_000


@contextmanager
def clamd(says: bytes = b"") -> Iterator[str]:
    """Its address while it runs; with `says` it answers that, whatever comes."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(server, says), daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def _serve(server: socket.socket, says: bytes) -> None:
    while True:
        try:
            line, _where = server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as given:
            line.sendall(says or _judged(given.read(10), given))


def _judged(command: bytes, given) -> bytes:
    assert command == b"zINSTREAM\0"
    whole = b""
    while size := struct.unpack("!I", given.read(4))[0]:
        whole += given.read(size)
        if len(whole) > MOST:
            return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Signature FOUND\0" if EICAR in whole else b"stream: OK\0"
