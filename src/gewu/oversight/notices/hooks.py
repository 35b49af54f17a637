"""Where ways of sending plug in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gewu.kernel.hooks import Hook


@dataclass(frozen=True)
class Letter:
    """A message as a sender gets it: worded, and with the address of its page."""

    subject: str
    words: str
    address: str
    link: str


@dataclass(frozen=True, repr=False)
class Sender:
    """A way of sending; `address_of` reads preferences and answers "" where it leads nowhere."""

    channel: str
    label: Any
    address_of: Callable[[Any], str]
    send: Callable[[Letter], None]

    def __repr__(self) -> str:
        return f"Sender({self.channel})"


senders: Hook[Sender] = Hook("notices.senders", "Ways by which a message leaves the desk.")
