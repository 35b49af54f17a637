"""A journal of its own for each test: no area's listener hears what the kernel tries out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from gewu.kernel import journal
from gewu.kernel.journal import Heard, listen
from gewu.kernel.tests.kit import Kicked


@dataclass
class Ears:
    """A listener that remembers what it heard, and may be told to stumble."""

    numbers: list[int] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    stumbles_on: set[int] = field(default_factory=set)
    connections: set[int] = field(default_factory=set)
    effect: Callable[[Heard[Any]], None] = lambda heard: None

    def hear(self, heard: Sequence[Heard[Any]]) -> None:
        self.batches.append(len(heard))
        for each in heard:
            if each.event.number in self.stumbles_on:
                raise ValueError("13800138000 is not to be written down")
            self.effect(each)
        self.numbers += [each.event.number for each in heard]


@pytest.fixture
def no_listeners(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_listeners", {})


@pytest.fixture
def ears(no_listeners: None) -> Callable[..., Ears]:
    def listening(name: str = "kernel.ears", **options: Any) -> Ears:
        made = Ears()
        listen(name, Kicked, **options)(made.hear)
        return made

    return listening
