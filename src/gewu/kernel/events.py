"""What the kernel itself announces."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class DeliveryRetried(Event):
    """Somebody had a failed delivery tried again."""

    name = "kernel.delivery_retried"

    failure: UUID
    succeeded: bool


@dataclass(frozen=True, kw_only=True)
class HarmfulFileRefused(Event):
    """Somebody sent a file in which a scanner found something; `found` is its name for it."""

    name: ClassVar[str] = "kernel.harmful_file_refused"
    audit_label = _("Harmful file refused")

    found: str
