"""Mail leaves by the server that the environment names, encrypted and signed in as it says."""

import asyncio
import base64
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_string
from email.header import decode_header, make_header
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from gewu.config import env
from gewu.config.env import EnvError

SEND = """
import django
django.setup()
from gewu.oversight.notices.hooks import Letter
from gewu.oversight.notices.plugs import send_by_mail
send_by_mail(Letter("工单提醒", "时限已到", "ada@example.org", "https://gewu.example/t/1"))
"""
SIGN_IN = {"GEWU_MAIL_USER": "gewu", "GEWU_MAIL_PASSWORD": "p@ss word"}


class Server:
    """As much of a mail server as a letter needs: greeting, STARTTLS, AUTH, DATA."""

    def __init__(self, certificate: ssl.SSLContext, *, implicit: bool = False) -> None:
        self.certificate, self.implicit = certificate, implicit
        self.port = 0
        self.letters: list[str] = []
        self.senders: list[str] = []
        self.signed_in: list[str] = []
        self.encrypted = False

    @contextmanager
    def running(self) -> Iterator["Server"]:
        """Take letters on a port of its own, in a thread of its own."""
        loop = asyncio.new_event_loop()
        wrapped = self.certificate if self.implicit else None
        started = asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=wrapped)
        listening = loop.run_until_complete(started)
        self.port = listening.sockets[0].getsockname()[1]
        thread = Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(listening.close)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
            loop.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        encrypted = self.implicit
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            word, _, rest = line.decode().strip().partition(" ")
            word = word.upper()
            if word == "STARTTLS":
                writer.write(b"220 go on\r\n")
                await writer.start_tls(self.certificate)
                encrypted = True
            elif word == "EHLO":
                more = b"" if encrypted else b"250-STARTTLS\r\n"
                writer.write(b"250-test\r\n" + more + b"250 AUTH PLAIN\r\n")
            elif word == "AUTH":
                self.signed_in.append(base64.b64decode(rest.partition(" ")[2]).decode())
                writer.write(b"235 welcome\r\n")
            elif word == "DATA":
                writer.write(b"354 go on\r\n")
                data = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(data.decode())
                self.encrypted = encrypted
                writer.write(b"250 kept\r\n")
            elif word == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                self.senders += [rest] if word == "MAIL" else []
                writer.write(b"250 yes\r\n")
        writer.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody else has signed, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def certificate(file: Path) -> ssl.SSLContext:
    """The server's side of it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def sent(tmp_path: Path, server: Server, **said: str) -> subprocess.CompletedProcess[str]:
    """Send one letter in a process that knows nothing but this environment."""
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
        "GEWU_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "GEWU_MAIL_HOST": "localhost",
        "GEWU_MAIL_PORT": str(server.port),
        "GEWU_MAIL_FROM": "格物 <gewu@example.org>",
    }
    words = [sys.executable, "-c", SEND]
    return subprocess.run(
        words, env=given | said, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("kind", ["starttls", "tls"])
def test_a_letter_travels_encrypted_and_signed_in(
    kind: str, authority: Path, tmp_path: Path
) -> None:
    with Server(certificate(authority), implicit=kind == "tls").running() as server:
        signed = {"GEWU_MAIL_USER": "gewu", "GEWU_MAIL_PASSWORD": "p@ss word"}
        known = {"GEWU_MAIL_TLS": kind, "SSL_CERT_FILE": str(authority)}
        done = sent(tmp_path, server, **signed, **known)
    assert done.returncode == 0, done.stderr
    letter = message_from_string(server.letters[0])
    assert str(make_header(decode_header(letter["Subject"]))) == "工单提醒"
    assert server.encrypted and server.signed_in == ["\0gewu\0p@ss word"]
    assert letter["To"] == "ada@example.org" and "gewu@example.org" in server.senders[0]


def test_a_server_that_nobody_vouches_for_gets_neither_letter_nor_password(
    authority: Path, tmp_path: Path
) -> None:
    with Server(certificate(authority)).running() as server:
        done = sent(tmp_path, server, **SIGN_IN, GEWU_MAIL_TLS="starttls")
    assert done.returncode != 0 and "CERTIFICATE_VERIFY_FAILED" in done.stderr
    assert server.letters == [] and server.signed_in == []


def test_on_this_machine_it_needs_neither(authority: Path, tmp_path: Path) -> None:
    with Server(certificate(authority)).running() as server:
        done = sent(tmp_path, server)
    assert done.returncode == 0, done.stderr
    assert len(server.letters) == 1 and not server.encrypted and server.signed_in == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, ("localhost", 25, "none")),
        ({"GEWU_MAIL_HOST": "mail.example.org"}, ("mail.example.org", 587, "starttls")),
        ({"GEWU_MAIL_HOST": "m.cn", "GEWU_MAIL_TLS": "tls"}, ("m.cn", 465, "tls")),
        ({"GEWU_MAIL_HOST": "m.cn", "GEWU_MAIL_TLS": "none"}, ("m.cn", 25, "none")),
        ({"GEWU_MAIL_TLS": "tls", "GEWU_MAIL_PORT": "1465"}, ("localhost", 1465, "tls")),
    ],
)
def test_what_is_left_out_is_the_careful_choice(
    said: dict[str, str], expected: tuple[Any, ...], tmp_path: Path
) -> None:
    mail = env.read({"GEWU_ROOT": str(tmp_path), **said}).mail
    assert (mail.host, mail.port, mail.tls) == expected and mail.sender == "gewu@localhost"


def test_a_password_never_travels_in_the_clear(tmp_path: Path) -> None:
    said = {"GEWU_ROOT": str(tmp_path), "GEWU_MAIL_HOST": "m.cn", "GEWU_MAIL_TLS": "none"}
    with pytest.raises(EnvError, match="in the clear"):
        env.read(said | SIGN_IN)
