"""Registration: loads every area's plugs, listeners and jobs."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from gewu.kernel import partitions


class KernelConfig(AppConfig):
    """The kernel."""

    name = "gewu.kernel"
    label = "kernel"
    verbose_name = _("Kernel")

    def ready(self) -> None:
        """Load what the areas plug in, and prepare the journal after each migration."""
        autodiscover_modules("plugs", "listeners", "jobs")
        post_migrate.connect(_prepare_journal, sender=self)


def _prepare_journal(**_kwargs: Any) -> None:
    partitions.ensure_all()
