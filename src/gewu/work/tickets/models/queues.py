"""Filters of the queue that somebody keeps under a name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7


class SavedQueue(models.Model):
    """A person's own filter of the queue."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=500)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("id", "user", "name", "query"), "internal")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "name"), name="saved_queue_name_is_unique_for_its_user"
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
