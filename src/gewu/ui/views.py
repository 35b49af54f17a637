"""Choices of the viewer (theme, type size, language) and the pages for when something is wrong."""

import re
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import check_for_language, override
from django.views.decorators.http import require_POST, require_safe

from gewu.ui import basemap
from gewu.ui.context import ELDER_COOKIE, THEME_COOKIE, THEMES, Look
from gewu.ui.pages import is_ours
from gewu.ui.wrong import WRONGS

View = Callable[[HttpRequest], HttpResponse]
YEAR = 365 * 24 * 3600
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")
MOST_OF_A_FILE = 16 * 2**20


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the viewer's choice of light, dark or automatic."""
    theme = request.POST.get("theme", "")
    return _keep(_back(request), THEME_COOKIE, theme if theme in THEMES else "auto")


@require_POST
def set_elder(request: HttpRequest) -> HttpResponse:
    """Keep the viewer's choice of large type."""
    return _keep(_back(request), ELDER_COOKIE, "1" if request.POST.get("elder") == "1" else "0")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the viewer's choice of language."""
    language = request.POST.get("language", "")
    known = language in dict(settings.LANGUAGES) and check_for_language(language)
    answer = _back(request)
    return _keep(answer, settings.LANGUAGE_COOKIE_NAME, language) if known else answer


@require_safe
def map_layer(request: HttpRequest, stamp: str, name: str) -> HttpResponse:
    """A layer of the quiet ground below maps; its address changes when it does."""
    found = basemap.layer(name)
    if found is None:
        raise Http404
    kept = f"public, max-age={YEAR}, immutable"
    headers = {"Content-Encoding": "gzip", "Cache-Control": kept}
    return HttpResponse(found, content_type="application/geo+json", headers=headers)


@require_safe
def map_archive(request: HttpRequest, stamp: str) -> HttpResponse:
    """The piece of a site's own map file that was asked for; never all of it, which may be huge."""
    path = basemap.archive()
    if path is None or not path.is_file():
        raise Http404
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    size = path.stat().st_size
    first, last = (int(asked[1]), int(asked[2])) if asked else (size, 0)
    last = min(last, size - 1, first + MOST_OF_A_FILE - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    headers = {
        "Content-Range": f"bytes {first}-{last}/{size}",
        "Accept-Ranges": "bytes",
        "Cache-Control": f"public, max-age={YEAR}, immutable",
        "ETag": f'"{path.stat().st_mtime_ns:x}"',
    }
    return HttpResponse(
        content, status=206, content_type="application/octet-stream", headers=headers
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return wrong(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person."""
    return wrong(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came from an old or another page (setting CSRF_FAILURE_VIEW)."""
    return wrong(request, 403, "stale")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or not for this person."""
    return wrong(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; drawn without session, user or database. 503 while the database is away."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return wrong(request, 500)
    answer = wrong(request, 503, "500")
    answer["Retry-After"] = "5"
    return answer


def explained(get_response: Callable[[HttpRequest], HttpResponse]) -> View:
    """Middleware: whoever opens an address that takes forms only reads so, not an empty page."""

    def answer(request: HttpRequest) -> HttpResponse:
        found = get_response(request)
        if found.status_code != 405 or found.content:
            return found
        told = wrong(request, 405)
        told["Allow"] = found["Allow"]
        return told

    return answer


def wrong(request: HttpRequest, status: int, kind: str = "") -> HttpResponse:
    """The page that says what is wrong and what to do, in both languages."""
    said = WRONGS[kind or str(status)]
    look = Look(request)
    with override("en" if look.chinese else "zh-hans"):
        other = {"title": str(said.title), "advice": str(said.advice)}
    context: dict[str, Any] = {"look": look, "wrong": said, "other": other, "status": status}
    context["other_tag"] = "en" if look.chinese else "zh-Hans"
    return HttpResponse(render_to_string("ui/errors/wrong.html", context), status=status)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    return HttpResponseRedirect(target if is_ours(request, target) else "/")


def _keep(answer: HttpResponse, name: str, value: str) -> HttpResponse:
    answer.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer
