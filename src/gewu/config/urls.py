"""Where each area's pages hang."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

# Areas whose urls.py is not written yet are passed over; this goes when the last of them is there.
PLACES = (
    ("desk/", "gewu.doors.desk"),
    ("api/", "gewu.doors.openapi"),
    ("accounts/", "gewu.ground.accounts"),
    ("territory/", "gewu.ground.territory"),
    ("staffing/", "gewu.ground.staffing"),
    ("tickets/", "gewu.work.tickets"),
    ("kernel/", "gewu.kernel"),
    ("", "gewu.ui"),
    ("", "gewu.doors.portal"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"{area}.urls"))
    for prefix, area in PLACES
    if area in settings.INSTALLED_APPS and find_spec(f"{area}.urls")
]

if "gewu.ui" in settings.INSTALLED_APPS:
    handler400 = "gewu.ui.views.bad_request"
    handler403 = "gewu.ui.views.forbidden"
    handler404 = "gewu.ui.views.not_found"
    handler500 = "gewu.ui.views.server_error"
handler429 = "gewu.ground.accounts.views.locked_out"  # allauth asks for it
