"""Registration of territory."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Areas, their versions, and locating a point."""

    name = "gewu.ground.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"
