"""Registration of data protection."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """Residents' rights over their own data."""

    name = "gewu.oversight.protection"
    label = "protection"
    verbose_name = _("Data protection")
