"""Photos in a form: checked and kept as soon as they arrive, so that a mistake elsewhere loses none."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.files import prepare, store
from gewu.kernel.models import Attachment
from gewu.work.tickets.rules.wording import MOST_PHOTOS

SALT = "tickets.kept_photos"


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files of one control."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ManyFiles, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were really sent."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(each, initial) for each in sent if each]


class WithPhotos(forms.Form):
    """A form that keeps its photos at once and remembers them in a signed hidden field."""

    keeper: Actor
    photo_fields: ClassVar[tuple[str, ...]] = ("photos",)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._kept: dict[str, list[Attachment]] = {}

    def kept(self, name: str) -> Sequence[Attachment]:
        """The photos of a field, from this sending and from those before it."""
        found: list[Attachment] = self.cleaned_data.get(name) or []
        return found

    @property
    def kept_lines(self) -> dict[str, dict[str, Any]]:
        """For each field what is already here, and the hidden value that says so next time."""
        kept = {name: self._kept.get(name, []) for name in self.photo_fields}
        return {
            name: {"name": name, "count": len(photos), "value": self._signed(name, photos)}
            for name, photos in kept.items()
        }

    def keep(self, name: str) -> list[Attachment]:
        """Check and store what was sent under a name; the value for `clean_<name>`."""
        photos = self._earlier(name)
        self._kept[name] = photos
        sent = self.cleaned_data[name]
        if len(photos) + len(sent) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("At most %(count)s photos, please.") % {"count": MOST_PHOTOS}
            )
        for upload in sent:
            try:
                photos.append(store(prepare(upload), by=self.keeper))
            except Refusal as no:
                raise forms.ValidationError(f"{upload.name}: {no}") from no
        return photos

    def _earlier(self, name: str) -> list[Attachment]:
        try:
            ids = signing.loads(self.data.get(f"kept_{name}", ""), salt=self._salt(name))
        except signing.BadSignature:
            return []
        return list(Attachment.objects.filter(pk__in=[UUID(each) for each in ids]).order_by("pk"))

    def _signed(self, name: str, photos: list[Attachment]) -> str:
        ids = [str(photo.pk) for photo in photos]
        return signing.dumps(ids, salt=self._salt(name)) if ids else ""

    def _salt(self, name: str) -> str:
        return f"{SALT}:{name}:{self.keeper.actor_id}"
