"""What the door says of itself: where it begins, which classes it keeps, how it is called."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gewu.doors.features.views.description import description
from gewu.doors.features.views.replies import (
    JSON,
    OPENAPI,
    address_of,
    answered,
    as_json,
    collections_for,
    crumbs,
    link,
    told,
    viewer_of,
)

CLASSES = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
    for name in ("core", "oas30", "html", "geojson")
)


@answered()
def landing(request: HttpRequest) -> HttpResponse:
    """Where programs begin, and what people read about it."""
    answer = {
        "title": _("Gewu: areas and tickets for maps"),
        "description": _(
            "Boundaries of every level for everyone; tickets for whoever may see them, with a sign-in or a key."
        ),
        "links": [
            link("service-desc", address_of(request, "api"), OPENAPI, _("How it is called")),
            link("conformance", address_of(request, "conformance"), JSON, _("What it conforms to")),
            link("data", address_of(request, "collections"), JSON, _("Collections")),
        ],
    }
    context = {"about": dict(answer), "collections": collections_for(viewer_of(request))}
    return told(request, "features/landing.html", answer, context)


@answered()
def conformance(request: HttpRequest) -> HttpResponse:
    """The classes of the standard that are kept."""
    steps = crumbs((_("What it conforms to"), ""))
    context = {"classes": CLASSES, "crumbs": steps}
    return told(request, "features/conformance.html", {"conformsTo": list(CLASSES)}, context)


@answered(pages=False)
def api(request: HttpRequest) -> HttpResponse:
    """The description in OpenAPI 3.0."""
    collections = collections_for(viewer_of(request))
    return as_json(description(address_of(request, "landing").rstrip("/"), collections), OPENAPI)
