"""Addresses of the figures."""

from django.urls import path

from gewu.oversight.facts import views

app_name = "facts"

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<uuid:pk>/", views.unit, name="unit"),
]
