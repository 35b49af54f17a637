"""Registration of the look with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, base pages and tags."""

    name = "gewu.ui"
    label = "ui"
