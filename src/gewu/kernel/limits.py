"""How often something may happen: counted in windows of time, shared by all processes."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone

V = TypeVar("V", bound=Callable[..., Any])


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


def counted(view: V) -> V:
    """For a page that strangers only open, and that costs as much as one they send something to.

    Whatever is sent is counted anyhow (accounts.views.limits).
    """
    view.is_counted = True  # type: ignore[attr-defined]
    return view
