"""Where each area's pages hang."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("gewu.doors.desk.urls")),
    path("api/", include("gewu.doors.openapi.urls")),
    path("setup/", include("gewu.doors.setup.urls")),
    path("ogc/", include("gewu.doors.features.urls")),
    path("accounts/", include("gewu.ground.accounts.urls")),
    path("territory/", include("gewu.ground.territory.urls")),
    path("staffing/", include("gewu.ground.staffing.urls")),
    path("registers/", include("gewu.ground.registers.urls")),
    path("residents/", include("gewu.ground.residents.urls")),
    path("tickets/", include("gewu.work.tickets.urls")),
    path("statistics/", include("gewu.oversight.facts.urls")),
    path("changes/", include("gewu.oversight.changelog.urls")),
    path("keeping/", include("gewu.oversight.keeping.urls")),
    path("protection/", include("gewu.oversight.protection.urls")),
    path("notices/", include("gewu.oversight.notices.urls")),
    path("", include("gewu.ui.urls")),
    path("", include("gewu.doors.portal.urls")),
]

handler400 = "gewu.ui.views.bad_request"
handler403 = "gewu.ui.views.forbidden"
handler404 = "gewu.ui.views.not_found"
handler500 = "gewu.ui.views.server_error"
handler429 = "gewu.ground.accounts.views.signing.locked_out"  # allauth asks for it
