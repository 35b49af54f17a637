"""Registration of staffing."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Units, posts, appointments."""

    name = "gewu.ground.staffing"
    label = "staffing"
    default_auto_field = "django.db.models.BigAutoField"
