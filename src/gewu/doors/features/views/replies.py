"""How every answer is made: as JSON or as a page, with links to the other; what is wrong in words."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.doors.features import policies
from gewu.doors.features.rules import COLLECTIONS, Collection, WrongParameter, refuse_unknown
from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import live_key, scope_of
from gewu.kernel import viewing
from gewu.ui.pages import page

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
JSON, HTML = "application/json", "text/html"
GEOJSON, SCHEMA = "application/geo+json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
FORMATS = ("json", "html")

View = Callable[..., HttpResponse]
Link = dict[str, str]


class WrongKey(Exception):
    """A machine came with a key that opens nothing."""


def answered(*known: str, pages: bool = True) -> Callable[[View], View]:
    """Refuse parameters that are not known, and say what is wrong as the standard wants it."""

    def decorated(view: View) -> View:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponse:
            try:
                refuse_unknown(request.GET, ("f", *known))
                _refuse_format(request, pages)
                found = view(request, **named)
            except WrongParameter as wrong:
                found = problem(400, "InvalidParameterValue", str(wrong), wrong.name)
            except WrongKey:
                found = problem(401, "Unauthorized", _("This key opens nothing."))
                found["WWW-Authenticate"] = "Bearer"
            except Http404:
                if wants_page(request) and pages:
                    raise
                found = problem(404, "NotFound", _("There is nothing here, or not for you."))
            if "Authorization" in request.headers or request.user.is_authenticated:
                patch_cache_control(found, private=True, no_store=True)
            patch_vary_headers(found, ("Accept", "Accept-Language", "Authorization", "Cookie"))
            return found

        return answer

    return decorated


def problem(status: int, code: str, words: str, name: str = "") -> HttpResponse:
    """What is wrong: a code for machines, words for people, the parameter where it is one."""
    told = {"code": code, "description": words} | ({"parameter": name} if name else {})
    return JsonResponse(told, status=status)


def viewer_of(request: HttpRequest) -> User | None:
    """Whoever signed in or came with a machine's key; None is everybody."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        key = live_key(secret.strip())
        if key is None:
            raise WrongKey
        viewing.look(scope_of(key.user))
        return key.user
    return request.user if isinstance(request.user, User) else None


def collection_for(viewer: User | None, name: str) -> Collection:
    """A collection that the viewer may see; 404 for everyone else."""
    found = COLLECTIONS.get(name)
    if found is None or (found.level is None and not policies.may_see_tickets(viewer)):
        raise Http404
    return found


def collections_for(viewer: User | None) -> list[Collection]:
    """All that the viewer may see."""
    return [each for each in COLLECTIONS.values() if each.level or policies.may_see_tickets(viewer)]


def wants_page(request: HttpRequest) -> bool:
    """Whether a person in a browser asks: `f` decides, else what the program says it takes."""
    wanted = request.GET.get("f")
    if wanted in FORMATS:
        return wanted == "html"
    return request.get_preferred_type([JSON, GEOJSON, HTML]) == HTML


def told(
    request: HttpRequest,
    template: str,
    answer: dict[str, Any],
    context: Mapping[str, Any],
    media: str = JSON,
) -> HttpResponse:
    """The answer as JSON with its links, or the page that says the same."""
    links = [*both(request, media), *answer.pop("links", [])]
    if wants_page(request):
        machines = address(request, f="json")
        return page(request, template, {"machines": machines, "links": links, **context})
    return as_json({**answer, "links": links}, media)


def as_json(answer: dict[str, Any], media: str) -> HttpResponse:
    """JSON of this media type; places are longitude before latitude, as CRS84 says."""
    response = JsonResponse(answer, content_type=media, json_dumps_params={"ensure_ascii": False})
    if media == GEOJSON:
        response["Content-Crs"] = f"<{CRS84}>"
    return response


def both(request: HttpRequest, media: str) -> list[Link]:
    """The links of an answer to itself and to its other form."""
    rels = ("alternate", "self") if wants_page(request) else ("self", "alternate")
    return [
        link(rels[0], address(request, f="json"), media, _("This document")),
        link(rels[1], address(request, f="html"), HTML, _("This document as a page")),
    ]


def link(rel: str, href: str, media: str, title: str) -> Link:
    """One link."""
    return {"rel": rel, "href": href, "type": media, "title": title}


def address(request: HttpRequest, **changed: str) -> str:
    """This address with other parameters."""
    given = request.GET.dict() | changed
    return request.build_absolute_uri(f"{request.path}?{urlencode(given)}")


def address_of(request: HttpRequest, name: str, *args: str) -> str:
    """The whole address of a page of this door."""
    return request.build_absolute_uri(reverse(f"features:{name}", args=args))


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """From the landing page down; the last step is where one is."""
    first = (_("Maps for other programs"), reverse("features:landing"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]


def _refuse_format(request: HttpRequest, pages: bool) -> None:
    wanted, known = request.GET.get("f"), FORMATS if pages else FORMATS[:1]
    if wanted is not None and wanted not in known:
        text = _("f takes one of: %(known)s.") % {"known": ", ".join(known)}
        raise WrongParameter("f", text)
