"""Addresses of keeping."""

from django.urls import path

from gewu.oversight.keeping import views

app_name = "keeping"

urlpatterns = [
    path("", views.periods, name="periods"),
    path("kinds/<str:name>/", views.period, name="period"),
    path("proofs/", views.proofs, name="proofs"),
    path("proofs/export/", views.export_proofs, name="export_proofs"),
    path("exports/", views.exports, name="exports"),
]
