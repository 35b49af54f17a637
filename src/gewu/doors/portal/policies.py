"""How often strangers may guess a code: counted in the cache, by network address and by number."""

from django.core.cache import cache

PER_ADDRESS = 30  # a whole housing block may share one address
PER_NUMBER = 8
WINDOW = 15 * 60


def may_try(address: str, number: str) -> bool:
    """Whether another code may be tried from this address, for this number."""
    known = cache.get_many(_keys(address, number))
    limits = dict(zip(_keys(address, number), (PER_ADDRESS, PER_NUMBER), strict=True))
    return all(known.get(key, 0) < most for key, most in limits.items())


def note_failure(address: str, number: str) -> None:
    """Remember a wrong code for a quarter of an hour."""
    for key in _keys(address, number):
        cache.add(key, 0, WINDOW)
        cache.incr(key)


def _keys(address: str, number: str) -> tuple[str, str]:
    return (f"portal.follow.address:{address}", f"portal.follow.number:{number}")
