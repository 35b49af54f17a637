"""Fetching from an address that somebody gave: only from the public network, and not for ever.

An address given by a person or another system may name a machine of this network: the database,
the metadata of a cloud, a printer. The name is resolved here, every address behind it has to be
public, and the connection goes to exactly the address that was looked at, so that a second answer
of the name server changes nothing. Redirects are not followed; whoever wants to asks again.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

MOST = 1_000_000
SECONDS = 10.0
STEP = 64 * 1024
PORTS = {"http": 80, "https": 443}


class NotFetched(Exception):
    """Refused, not reached, too slow or too large; the message says which."""


@dataclass(frozen=True)
class Fetched:
    """What came back; a redirect as it is."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    most: int = MOST,
    seconds: float = SECONDS,
) -> Fetched:
    """One request; NotFetched where it may not or cannot be made."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise NotFetched(f"{url} is no plain address that begins with http:// or https://.")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise NotFetched(f"{url} names a port that there is not.") from None
    until = time.monotonic() + seconds
    address = _public_address(host, port)
    line = _Line(host, port, address, parts.scheme == "https", seconds)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        line.request(method, path, body=body, headers=dict(headers or {}))
        answer = line.getresponse()
        return Fetched(answer.status, dict(answer.getheaders()), _read(answer, line, most, until))
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(f"{host} did not answer as it should: {error}") from error
    finally:
        line.close()


def is_public(address: str) -> bool:
    """Whether an address belongs to everybody's network and not to this one."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inner:
            return is_public(str(inner))
        if str(found).startswith("64:ff9b:"):  # translated to the older protocol on the way
            return is_public(str(IPv4Address(found.packed[-4:])))
    return found.is_global and not found.is_multicast


def _public_address(host: str, port: int) -> str:
    try:
        known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"{host} is not known: {error}") from error
    addresses = [str(each[4][0]) for each in known]
    if not addresses or not all(is_public(each) for each in addresses):
        raise NotFetched(f"{host} lies in a network that is not public.")
    return addresses[0]


class _Line(http.client.HTTPConnection):
    """A connection to the address that was looked at, in the name of the host."""

    def __init__(self, host: str, port: int, address: str, is_secret: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address, self._is_secret = address, is_secret
        self.default_port = PORTS["https" if is_secret else "http"]

    def connect(self) -> None:
        """Not by name: that would ask the name server once more."""
        line = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_secret:
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=self.host)
        self.sock = line


def _read(answer: http.client.HTTPResponse, line: _Line, most: int, until: float) -> bytes:
    said = b""
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise NotFetched(f"{line.host} takes too long.")
        if line.sock is not None:
            line.sock.settimeout(left)
        part = answer.read1(STEP)
        if not part:
            return said
        said += part
        if len(said) > most:
            raise NotFetched(f"{line.host} sends more than {most} bytes.")
