"""Writes of the kernel: failed deliveries, and files that were refused."""

from gewu.kernel import failures
from gewu.kernel.acting import Actor, action
from gewu.kernel.events import DeliveryRetried, HarmfulFileRefused
from gewu.kernel.journal import announce
from gewu.kernel.models import ListenerFailure


@action
def try_again(*, failure: ListenerFailure, by: Actor) -> ListenerFailure:
    """Deliver a failed event once more; one that was settled meanwhile is left alone."""
    locked = ListenerFailure.objects.select_for_update(of=("self",)).get(pk=failure.pk)
    if locked.resolved_at is None:
        succeeded = failures.retry(locked)
        announce(DeliveryRetried(failure=locked.pk, succeeded=succeeded), by=by)
    return locked


@action
def note_harmful_file(*, found: str, by: Actor) -> None:
    """A scanner found something in a file; the audit keeps who sent it."""
    announce(HarmfulFileRefused(found=found), by=by)
