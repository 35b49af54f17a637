"""How often something may happen: counted in windows of time, shared by all processes."""

from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from gewu.kernel import audit


@dataclass(frozen=True)
class Limit:
    """So often in so many seconds."""

    most: int
    seconds: int


def wait(name: str, limit: Limit) -> int:
    """Count one more; how many seconds are to be waited, 0 where it is within the limit.

    Two at the same moment may be counted as one, which lets in one more and harms nobody.
    """
    window, passed = divmod(int(timezone.now().timestamp()), limit.seconds)
    key = f"limit:{window}:{sha256(name.encode()).hexdigest()}"
    count = cache.get(key, 0)
    if count >= limit.most:
        return limit.seconds - passed
    cache.set(key, count + 1, limit.seconds)
    return 0


def place_of(source: str) -> str:
    """An address; of the many that one connection has in the newer protocol, their common part."""
    try:
        address = ip_address(source)
    except ValueError:
        return source
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)


def too_often(name: str) -> int:
    """So many seconds until a stranger at this address may begin this once more; 0 for none."""
    return wait(f"{name}@{place_of(audit.source.get())}", Limit(*settings.STRANGERS_SEND))
