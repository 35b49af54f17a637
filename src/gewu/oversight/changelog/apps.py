"""Registration of the change log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangelogConfig(AppConfig):
    """What became of the areas."""

    name = "gewu.oversight.changelog"
    label = "changelog"
    verbose_name = _("Change log")
