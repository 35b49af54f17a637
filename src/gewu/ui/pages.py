"""Answer with a whole page, or with the one part of it that htmx asked for."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its partial `part` when htmx asks for a part."""
    name = f"{template}#{part}" if part and wants_part(request) else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment (not a boosted link, not a restored history entry)."""
    headers = request.headers
    if headers.get("HX-Request") != "true":
        return False
    return "HX-Boosted" not in headers and headers.get("HX-History-Restore-Request") != "true"


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address that came with a call lies in this house, so that one may be sent there."""
    hosts = {request.get_host()}
    return bool(address) and url_has_allowed_host_and_scheme(
        address, allowed_hosts=hosts, require_https=request.is_secure()
    )


def posted_from(name: str) -> Callable[[View], View]:
    """For a step that draws the page it was posted from again when something is wrong.

    Whoever then reloads that address, or changes the language there, is led to the page `name`
    and does not stand before an empty 405.
    """

    def led(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponse:
            return view(request, **named) if request.method == "POST" else redirect(name, **named)

        return require_http_methods(["GET", "HEAD", "POST"])(answer)

    return led
