"""Registration of registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Kinds of records, their fields, and the records."""

    name = "gewu.ground.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
