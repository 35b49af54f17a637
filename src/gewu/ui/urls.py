"""Addresses of the look: choices of the viewer and the gallery."""

from django.urls import path

from gewu.ui import gallery, views

app_name = "ui"

urlpatterns = [
    path("look/theme/", views.set_theme, name="set_theme"),
    path("look/elder/", views.set_elder, name="set_elder"),
    path("look/language/", views.set_language, name="set_language"),
    path("look/map/<str:stamp>/<str:name>.json", views.map_layer, name="map_layer"),
    path("look/map/<str:stamp>.pmtiles", views.map_archive, name="map_archive"),
    path("_gallery/", gallery.gallery, name="gallery"),
    path("_gallery/<str:face>/", gallery.gallery, name="gallery_face"),
    path("_gallery/wrong/<int:status>/", gallery.wrong, name="gallery_wrong"),
]
