"""Which evidence a condition asks for before a ticket counts as handled."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.acting import Refusal

KINDS: dict[str, str | Promise] = {
    "photo_after": gettext_lazy("Photo after the work"),
    "photo_before_after": gettext_lazy("Photos before and after"),
    "note": gettext_lazy("A note of what was done"),
    "document": gettext_lazy("A document"),
    "confirmation": gettext_lazy("The resident agrees"),
}
AGREEMENT = "confirmation"
NEEDS_PHOTO_BEFORE = "photo_before_after"
NEEDS_PHOTO_AFTER = {"photo_after", NEEDS_PHOTO_BEFORE}


def ask_for_evidence(
    wanted: Iterable[str], *, photos_before: int, photos_after: int, words: str
) -> None:
    """Refuse to take work as handled while the evidence of its condition is missing."""
    wanted = set(wanted)
    if wanted & NEEDS_PHOTO_AFTER and not photos_after:
        raise Refusal(
            _("This item is shown to be done by a photo taken afterwards. Please add one."),
            code="evidence",
            field="photos",
        )
    if NEEDS_PHOTO_BEFORE in wanted and not photos_before:
        raise Refusal(
            _("A photo from before the work is missing as well. Please add one."),
            code="evidence",
            field="photos_before",
        )
    if "document" in wanted and not photos_after:
        raise Refusal(
            _("This item is shown to be done by a document. Please add a photo of it."),
            code="evidence",
            field="photos",
        )
    if not words.strip():
        raise Refusal(_("Say in a sentence what was done or why."), code="empty", field="words")


def ask_for_agreement(wanted: Iterable[str], *, may_be_asked: bool, words: str) -> None:
    """Refuse to close for a resident who left a phone and whose agreement the condition asks for."""
    if AGREEMENT in wanted and may_be_asked and not words.strip():
        raise Refusal(
            _("This item ends when the resident agrees. Say how and when they did."),
            code="agreement",
            field="words",
        )
