"""What the kernel itself announces."""

from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class DeliveryRetried(Event):
    """Somebody had a failed delivery tried again."""

    name = "kernel.delivery_retried"

    failure: UUID
    succeeded: bool
