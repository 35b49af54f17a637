"""After each migration the journal gets its months, new listeners their place; what ages here."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from gewu.kernel import ageing, drain, partitions, retention

for kind in ageing.KINDS:
    retention.kinds.plug(kind)


@receiver(post_migrate, sender=apps.get_app_config("kernel"))
def prepare_journal(**_kwargs: Any) -> None:
    """Make partitions and cursors."""
    partitions.ensure_all()
    drain.prepare()
