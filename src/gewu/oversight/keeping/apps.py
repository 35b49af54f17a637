"""Registration of keeping."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    """What is kept for how long."""

    name = "gewu.oversight.keeping"
    label = "keeping"
    verbose_name = _("Keeping and deleting")
