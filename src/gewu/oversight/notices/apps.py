"""Registration of the notices area."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Messages to persons, how they are worded and which way they go."""

    name = "gewu.oversight.notices"
    label = "notices"
    verbose_name = _("Messages")
    default_auto_field = "django.db.models.BigAutoField"
