"""What keeping announces: kinds and numbers only."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class PeriodChanged(Event):
    """A kind of record is kept longer or shorter."""

    name: ClassVar[str] = "keeping.period_changed"
    audit_label: ClassVar[Promise] = _("Period of keeping changed")

    kept: str
    days: int
    before: int


@dataclass(frozen=True, kw_only=True)
class Purged(Event):
    """A run over one kind is over."""

    name: ClassVar[str] = "keeping.purged"

    kept: str
    gone: int
    left_over: int
