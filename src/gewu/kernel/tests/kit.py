"""Events and actions that the kernel's tests try things out with."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from gewu.kernel.acting import SYSTEM, Actor, action
from gewu.kernel.journal import Event, announce


@dataclass(frozen=True, kw_only=True)
class Kicked(Event):
    name = "kernel_tests.kicked"

    number: int


@dataclass(frozen=True, kw_only=True)
class Ignored(Event):
    name = "kernel_tests.ignored"

    thing: UUID


def kick(*numbers: int) -> None:
    """Each in a transaction of its own."""
    for number in numbers:
        with transaction.atomic():
            announce(Kicked(number=number), by=SYSTEM)


@action
def kick_hard(*, number: int, by: Actor) -> int:
    announce(Kicked(number=number), by=by)
    return number
