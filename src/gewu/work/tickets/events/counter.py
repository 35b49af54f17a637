"""Facts about what the counter knows and hands over."""

from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class ArticleKept(Event):
    """An article of the knowledge base was written or changed; which version it is now."""

    name = "tickets.article_kept"
    article: UUID
    revision: int


@dataclass(frozen=True, kw_only=True)
class ReplyTemplateKept(Event):
    """Ready words for a step were written or changed."""

    name = "tickets.reply_template_kept"
    template: UUID


@dataclass(frozen=True, kw_only=True)
class HandoverWritten(Event):
    """A shift wrote down what it leaves; how many urgent tickets stand in it."""

    name = "tickets.handover_written"
    handover: UUID
    urgent: int


@dataclass(frozen=True, kw_only=True)
class HandoverTaken(Event):
    """The next on duty has read what the last shift left."""

    name = "tickets.handover_taken"
    handover: UUID
