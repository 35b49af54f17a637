"""What is told, and how it is named. Pure."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_NAMES = 6


class Told(models.TextChoices):
    """The kinds of entries."""

    FOUNDED = "founded", gettext_lazy("Founded")
    CORRECTED = "corrected", gettext_lazy("Corrected")
    IMPORTED = "imported", gettext_lazy("Brought in")
    DIVIDED = "divided", gettext_lazy("Plan adopted")
    SPLIT = "split", gettext_lazy("Split")
    MERGE = "merge", gettext_lazy("Merged")
    REDRAW = "redraw", gettext_lazy("Redrawn")
    RENAME = "rename", gettext_lazy("Renamed")
    UNDONE = "undone", gettext_lazy("Plan taken back")
    LEAD = "lead", gettext_lazy("Who leads what")


# What is done to areas by a plan with a day.
REDRAWS = (Told.SPLIT, Told.MERGE, Told.REDRAW, Told.RENAME)


def listed(names: Sequence[str]) -> str:
    """Some names in words; of many the first and how many more."""
    shown = _(", ").join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        more = len(names) - MOST_NAMES
        return _("%(names)s and %(count)d more") % {"names": shown, "count": more}
    return shown


def became(before: Sequence[str], after: Sequence[str]) -> str:
    """Who became whom."""
    if not after:
        return listed(before)
    return f"{listed(before)} → {listed(after)}"


def differences(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """What a version says otherwise than the one before."""
    said = []
    labels = {"name_zh": _("Name"), "name_en": _("Name in English"), "code": _("Code")}
    for name, label in labels.items():
        if before[name] != after[name]:
            said.append(f"{label}: {before[name] or '–'} → {after[name] or '–'}")
    if before["boundary"] != after["boundary"]:
        said.append(_("Another boundary"))
    return said
