"""What the counter knows: articles by item, and ready words for the steps of a ticket."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from gewu.kernel.ids import uuid7
from gewu.work.tickets import states
from gewu.work.tickets.models.catalogue import Item


@pghistory.track()
class Article(models.Model):
    """One question and its answer, as staff read it out or residents read it themselves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Item")
    )
    title = models.CharField(_("Question"), max_length=120)
    words = models.TextField(_("Answer"))
    keywords = models.CharField(_("Other words for it"), max_length=200, blank=True)
    terms = ArrayField(models.TextField(), default=list, editable=False)
    is_public = models.BooleanField(_("Residents may read it"), default=False)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("id", "county_id", "item", "title", "words", "keywords"), "public"),
        **dict.fromkeys(("is_public", "valid_until", "updated_at", "version"), "public"),
        **dict.fromkeys(("terms", "updated_by"), "internal"),
    }

    class Meta:
        indexes = (GinIndex(fields=("terms",), name="article_terms"),)
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title

    def is_stale(self, day: date) -> bool:
        """Whether somebody has to look whether it still holds."""
        return self.valid_until is not None and self.valid_until < day


@pghistory.track()
class ReplyTemplate(models.Model):
    """Words that fit many tickets, with places for what differs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    county_id = models.UUIDField()
    verb = models.CharField(_("For which step"), max_length=20, blank=True)
    name = models.CharField(_("Name"), max_length=60)
    words_zh = models.TextField(_("Words"))
    is_active = models.BooleanField(_("In use"), default=True)
    updated_at = models.DateTimeField()
    updated_by = models.UUIDField(null=True)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "county_id", "verb", "name", "words_zh", "is_active", "updated_at", "updated_by"),
        "internal",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("county_id", "verb", "name"), name="templates_of_a_step_differ_in_name"
            ),
        )
        ordering = ("verb", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def verb_label(self) -> str:
        """The name of its step in the reader's language."""
        return str(states.VERBS[self.verb]) if self.verb else ""
