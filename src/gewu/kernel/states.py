"""State tables: which verb leads from where to where, as data that decides and draws itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.kernel.acting import Refusal

Text = str | Promise
# A guard gets the facts of `ask` and says why the move is not possible, or nothing.
Guard = Callable[..., Text | None]


class IllegalMove(Refusal):
    """The verb does not start in this state, or its guard says no."""

    def __init__(self, message: Text, *, verb: str, state: str) -> None:
        super().__init__(message, code="illegal_move")
        self.verb = verb
        self.state = state


@dataclass(frozen=True)
class Move:
    """One row of a state table; without a target the state stays as it is."""

    verb: str
    sources: tuple[str, ...]
    target: str | None
    guard: Guard | None = None


class StateTable:
    """All moves of one kind of thing."""

    def __init__(self, start: str, labels: Mapping[str, Text], moves: Iterable[Move]) -> None:
        self.start = start
        self.labels = dict(labels)
        self.moves = tuple(moves)
        self._by_verb_and_source = self._indexed()

    def ask(self, verb: str, state: str, **facts: object) -> str:
        """The state after this verb, or an IllegalMove that says why not."""
        move = self._by_verb_and_source.get((verb, state))
        if move is None:
            message = _("This is not possible now: the state is “%(state)s”.")
            raise IllegalMove(
                message % {"state": self.labels.get(state, state)}, verb=verb, state=state
            )
        if move.guard and (reason := move.guard(**facts)):
            raise IllegalMove(reason, verb=verb, state=state)
        return move.target or state

    def is_step(self, verb: str, state: str) -> bool:
        """Whether the verb begins a new step, even where the state is called the same after it."""
        move = self._by_verb_and_source.get((verb, state))
        return move is None or move.target is not None

    def verbs_from(self, state: str) -> tuple[str, ...]:
        """The verbs that start in this state, in the order of the table."""
        return tuple(move.verb for move in self.moves if state in move.sources)

    def choices(self) -> list[tuple[str, Text]]:
        """States and labels, as a model field wants them."""
        return list(self.labels.items())

    def diagram(self) -> str:
        """The table as a mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        for move in self.moves:
            lines += [
                f"    {source} --> {move.target or source}: {move.verb}" for source in move.sources
            ]
        left = {source for move in self.moves for source in move.sources if move.target != source}
        lines += [f"    {state} --> [*]" for state in self.labels if state not in left]
        return "\n".join(lines) + "\n"

    def _indexed(self) -> dict[tuple[str, str], Move]:
        index: dict[tuple[str, str], Move] = {}
        self._must_know(self.start)
        for move in self.moves:
            for source in move.sources:
                if (move.verb, source) in index:
                    raise ValueError(f"{move.verb} starts twice in {source}")
                self._must_know(source)
                index[move.verb, source] = move
            self._must_know(move.target or self.start)
        return index

    def _must_know(self, state: str) -> None:
        if state not in self.labels:
            raise ValueError(f"state {state} has no label")
