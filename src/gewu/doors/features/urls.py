"""Addresses as OGC API – Features names them, without a slash at their end."""

from django.urls import path

from gewu.doors.features.views import about, collections, items

app_name = "features"

urlpatterns = [
    path("", about.landing, name="landing"),
    path("conformance", about.conformance, name="conformance"),
    path("api", about.api, name="api"),
    path("collections", collections.listed, name="collections"),
    path("collections/<str:name>", collections.one, name="collection"),
    path("collections/<str:name>/schema", collections.schema, name="schema"),
    path("collections/<str:name>/items", items.listed, name="items"),
    path("collections/<str:name>/items/<str:pk>", items.one, name="item"),
]
