"""Fetching from an address that somebody gave reaches the public network and nothing else."""

import http.server
import socket
import threading
import time

import pytest

from gewu.kernel import outbound
from gewu.kernel.outbound import Fetched, NotFetched, fetch, is_public

INSIDE = (
    *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "255.255.255.255", "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1"),
    *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
)


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by path; what it was asked for is kept."""

    asked: list[tuple[str, str]] = []

    def do_GET(self):
        self.asked.append((self.headers["Host"], self.path))
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _part in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
            return
        self.send_response(302 if self.path == "/away" else 200)
        if self.path == "/away":
            self.send_header("Location", "http://127.0.0.1/")
        self.end_headers()
        self.wfile.write(b"x" * 5_000 if self.path == "/large" else b"hello")

    do_POST = do_GET

    def log_message(self, *_words):
        pass


@pytest.fixture
def elsewhere(monkeypatch):
    """A server that counts as public for the test, by the name town.example."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    known = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_a, **_n: known)
    monkeypatch.setattr(outbound, "is_public", lambda _address: True)
    Server.asked.clear()
    yield f"http://town.example:{port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_of_this_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_others_are(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost:5432/", "http://[::1]/", "http://2130706433/"),
        *("http://169.254.169.254/latest/meta-data/", "http://0x7f000001/", "http://127.1/"),
    ],
)
def test_they_are_not_asked(url):
    with pytest.raises(NotFetched, match="not public|not known"):
        fetch(url)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/", "http://", "http://a:b@c.example/", "//a.example",
     "http://a.example:99999/"],
)  # fmt: skip
def test_other_addresses_are_none(url):
    with pytest.raises(NotFetched):
        fetch(url)


def test_one_address_inside_is_enough_to_refuse(monkeypatch):
    known = [(0, 0, 0, "", (each, 80)) for each in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_a, **_n: known)
    with pytest.raises(NotFetched, match="not public"):
        fetch("http://both.example/")


def test_the_name_is_looked_up_once_and_the_answer_comes_whole(elsewhere, monkeypatch):
    lookups = []
    known = outbound.socket.getaddrinfo()
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *a, **_n: lookups.append(a) or known)
    told = fetch(f"{elsewhere}/a?b=c", headers={"X-Of": "us"})
    assert isinstance(told, Fetched) and (told.status, told.body) == (200, b"hello")
    named = [name for name, *_rest in lookups if name == "town.example"]
    assert named == ["town.example"]
    assert Server.asked == [(elsewhere.removeprefix("http://"), "/a?b=c")]
    assert fetch(elsewhere, method="POST", body=b"x").status == 200


def test_a_redirect_is_not_followed(elsewhere):
    told = fetch(f"{elsewhere}/away")
    assert (told.status, told.headers["Location"]) == (302, "http://127.0.0.1/")
    assert len(Server.asked) == 1


def test_what_is_too_large_or_too_slow_is_left(elsewhere):
    with pytest.raises(NotFetched, match="more than 100 bytes"):
        fetch(f"{elsewhere}/large", most=100)
    begun = time.monotonic()
    with pytest.raises(NotFetched, match="too long|did not answer"):
        fetch(f"{elsewhere}/slow", seconds=0.5)
    assert time.monotonic() - begun < 3


def test_what_does_not_answer_is_said(elsewhere, monkeypatch):
    port = socket.create_server(("127.0.0.1", 0))
    free = port.getsockname()[1]
    port.close()
    known = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", free))]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_a, **_n: known)
    with pytest.raises(NotFetched, match="did not answer"):
        fetch(f"http://gone.example:{free}/")
