"""Registration of residents."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """Contacts, sealed, with purpose and access log."""

    name = "gewu.ground.residents"
    label = "residents"
    default_auto_field = "django.db.models.BigAutoField"
