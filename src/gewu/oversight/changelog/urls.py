"""Addresses of the change log."""

from django.urls import path

from gewu.oversight.changelog import views

app_name = "changelog"

urlpatterns = [
    path("", views.changes, name="changes"),
    path("file.csv", views.file, name="file"),
]
