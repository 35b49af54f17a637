"""Registration of the door for maps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeaturesConfig(AppConfig):
    """OGC API – Features."""

    name = "gewu.doors.features"
    label = "features"
    verbose_name = _("Maps for other programs")
