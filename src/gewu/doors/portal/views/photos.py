"""Photos that residents send with a form: kept at once, so that a mistake elsewhere loses none."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gewu.doors.portal import queries
from gewu.doors.portal.actions import keep_photo
from gewu.kernel import files
from gewu.kernel.acting import RESIDENT, Refusal
from gewu.kernel.models import Attachment
from gewu.work.tickets.queries import MOST_PHOTOS


def kept_before(request: HttpRequest) -> list[Attachment]:
    """Photos of an earlier sending that the form brings back, less those that were left out."""
    dropped = set(request.POST.getlist("drop"))
    return queries.waiting_photos(t for t in request.POST.getlist("kept") if t not in dropped)


def keep_photos(form: forms.Form, have: int) -> list[Attachment]:
    """Store what can be stored; say of the others what is wrong with them."""
    uploads: list[UploadedFile[Any]] = form.cleaned_data.get("photos", [])
    stored: list[Attachment] = []
    for upload in uploads[: MOST_PHOTOS - have]:
        try:
            stored.append(keep_photo(content=_photo(upload), by=RESIDENT))
        except Refusal as refusal:
            form.add_error("photos", f"{upload.name}: {refusal}")
    if len(uploads) + have > MOST_PHOTOS:
        text = _("At most %(count)s photos, please. The first ones were kept.")
        form.add_error("photos", text % {"count": MOST_PHOTOS})
    return stored


def _photo(upload: "UploadedFile[Any]") -> files.Content:
    content = files.prepare(upload)
    if not content.thumb:
        raise Refusal(_("Only photos can be added here."), code="file_kind")
    return content
