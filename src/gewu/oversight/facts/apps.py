"""Registration of the facts area."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """Figures of units and areas."""

    name = "gewu.oversight.facts"
    label = "facts"
    verbose_name = _("Figures")
