"""Where ways of reaching residents plug in."""

from collections.abc import Callable
from dataclasses import dataclass

from gewu.kernel.hooks import Hook


@dataclass(frozen=True, repr=False)
class CodeSender:
    """A way to bring a code to a phone: it gets the number and the words of the message."""

    name: str
    send: Callable[[str, str], None]

    def __repr__(self) -> str:
        return f"CodeSender({self.name})"


code_senders: Hook[CodeSender] = Hook(
    "residents.code_senders", "How a sign-in code reaches a resident's phone; the first one counts."
)
