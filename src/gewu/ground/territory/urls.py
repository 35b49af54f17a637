"""Addresses of territory. A site's own codes may hold a slash, so they come last in theirs."""

from django.urls import path

from gewu.ground.territory.views import importing, public, tree

app_name = "territory"

urlpatterns = [
    path("", tree.tree, name="tree"),
    path("areas.geojson", tree.geojson, name="geojson"),
    path("import/", importing.upload, name="import"),
    path("import/<str:token>/", importing.columns, name="import_columns"),
    path("<uuid:pk>/", tree.area, name="area"),
    path("<uuid:pk>/areas.geojson", tree.geojson, name="geojson_of"),
    path("<uuid:pk>/branch/", tree.branch, name="branch"),
    path("<uuid:pk>/change/", tree.change, name="change"),
    path("<uuid:pk>/add/", tree.add, name="add"),
    path("grid/<path:code>/code.svg", public.code, name="code"),
    path("grid/<path:code>/poster.svg", public.poster, name="poster"),
    path("grid/<path:code>/", public.public_grid, name="public_grid"),
]
