"""Strangers send so much and no more: by the address they come from, and by what they send it to."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gewu.kernel import audit
from gewu.kernel.limits import Limit, wait
from gewu.ui.views import wrong

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# allauth counts these by itself, by name and by address (ACCOUNT_RATE_LIMITS).
COUNTED_ELSEWHERE = frozenset(
    {"account_login", "mfa_authenticate", "mfa_login_webauthn", "account_reauthenticate"}
)
# What somebody likes to look at; it is kept in their own browser and nowhere else.
KEPT_BY_THE_BROWSER = frozenset({"ui:set_elder", "ui:set_language", "ui:set_theme"})
FREE = COUNTED_ELSEWHERE | KEPT_BY_THE_BROWSER


class StrangersSlowDown:
    """Middleware: whatever somebody who is not signed in sends to a form is counted.

    A new public form is counted like the others without anybody thinking of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of what is inside."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """A page with a sentence where it was too often."""
        match = request.resolver_match
        counts = request.method not in READING or getattr(view, "is_counted", False)
        if not counts or match is None or match.view_name in FREE:
            return None
        if request.user.is_authenticated:
            return None
        seconds = self._seconds(match.view_name, named)
        if not seconds:
            return None
        told = wrong(request, 429)
        told["Retry-After"] = str(seconds)
        return told

    def _seconds(self, name: str, named: dict[str, Any]) -> int:
        from_here = f"{name}@{place_of(audit.source.get())}"
        seconds = wait(from_here, Limit(*settings.STRANGERS_SEND))
        if seconds or not named:
            return seconds
        target = f"{name}:{sorted(map(str, named.values()))}"
        return wait(target, Limit(*settings.STRANGERS_SEND_TO_ONE))


def place_of(source: str) -> str:
    """An address; of the many that one connection has in the newer protocol, their common part."""
    try:
        address = ip_address(source)
    except ValueError:
        return source
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)
