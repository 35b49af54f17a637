"""Registration: loads what every area plugs in, hears and schedules."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """The kernel."""

    name = "gewu.kernel"
    label = "kernel"
    verbose_name = _("Kernel")

    def ready(self) -> None:
        """Load the areas' modules that register themselves."""
        autodiscover_modules("plugs", "listeners", "jobs")
