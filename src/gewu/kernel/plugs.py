"""After each migration the journal gets its months, listeners their place, and the wall is raised."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from gewu.kernel import ageing, drain, partitions, retention, scanning, wall

for kind in ageing.KINDS:
    retention.kinds.plug(kind)
scanning.scanners.plug(scanning.clamd)


@receiver(post_migrate, sender=apps.get_app_config("kernel"))
def prepare_journal(**_kwargs: Any) -> None:
    """Make partitions and cursors, and guard what viewers read."""
    partitions.ensure_all()
    drain.prepare()
    wall.build()
