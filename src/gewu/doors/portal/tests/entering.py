"""A resident's browser whose number has been shown to be theirs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client
from tests.cast import CLEO

from gewu.doors.portal.views.me.session import COOKIE
from gewu.ground.residents.actions import begin_session
from gewu.ground.residents.hooks import CodeSender, code_senders
from gewu.kernel.acting import RESIDENT

OTHER = "13900000009"


def enter(browser: Client, phone: str = CLEO["phone"]) -> Client:
    """The browser, signed in with a number."""
    browser.cookies[COOKIE] = begin_session(phone=phone, by=RESIDENT)
    return browser


def resident(phone: str = CLEO["phone"]) -> Client:
    """A browser of its own that reads English."""
    return enter(Client(headers={"accept-language": "en"}), phone)


@contextmanager
def a_phone() -> Iterator[list[tuple[str, str]]]:
    """Where codes arrive: the numbers and the words of all messages."""
    arrived: list[tuple[str, str]] = []
    kept = code_senders._items
    code_senders._items = [CodeSender("test", lambda *message: arrived.append(message))]
    try:
        yield arrived
    finally:
        code_senders._items = kept
