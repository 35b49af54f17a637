"""Addresses of staffing."""

from django.urls import path

from gewu.ground.staffing.views import posts, units

app_name = "staffing"

urlpatterns = [
    path("", units.units, name="units"),
    path("vacancies/", units.vacancies, name="vacancies"),
    path("departments/add/", units.add_department, name="add_department"),
    path("missing/", units.add_missing, name="add_missing"),
    path("<uuid:pk>/", units.unit, name="unit"),
    path("<uuid:pk>/change/", units.change, name="change_unit"),
    path("<uuid:pk>/posts/add/", posts.add_post, name="add_post"),
    path("posts/<uuid:pk>/phone/", posts.set_phone, name="set_phone"),
    path("posts/<uuid:pk>/appoint/", posts.appoint, name="appoint"),
    path("appointments/<uuid:pk>/end/", posts.end, name="end"),
    path("appointments/<uuid:pk>/cancel/", posts.cancel, name="cancel"),
]
