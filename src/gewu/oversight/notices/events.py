"""What notices announce: ids and codes only."""

from dataclasses import dataclass

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class WordingChanged(Event):
    """An administrator worded a kind of message anew, or went back to the default."""

    name = "notices.wording_changed"
    kind: str
    language: str
