"""Addresses of the set-up."""

from django.urls import path

from gewu.doors.setup.views import sheets, steps

app_name = "setup"

urlpatterns = [
    path("", steps.steps, name="steps"),
    path("county/", steps.county, name="county"),
    path("check/", steps.check, name="check"),
    path("sheets/<str:name>/", sheets.sheet, name="sheet"),
    path("sheets/<str:name>/template.xlsx", sheets.template, name="template"),
    path("sheets/<str:name>/there.xlsx", sheets.there, name="there"),
    path("reasons/<str:token>.xlsx", sheets.reasons, name="reasons"),
]
