"""Answer with a whole page, or with the one part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


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
