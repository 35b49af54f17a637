"""Photos that wait for their report, under signed names."""

from collections.abc import Iterable
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet

from gewu.kernel.models import Attachment
from gewu.work.tickets.models import TicketPhoto
from gewu.work.tickets.queries import MOST_PHOTOS

PHOTO_WAITS = 24 * 3600
SALT = "gewu.portal.photo"


def photo_token(photo: Attachment) -> str:
    """A signed name under which a form may bring a stored photo back."""
    return signing.dumps(str(photo.pk), salt=SALT)


def waiting_photo(token: str) -> Attachment | None:
    """The photo of a token that is not too old."""
    return next(iter(waiting_photos([token])), None)


def waiting_photos(tokens: Iterable[str]) -> list[Attachment]:
    """Stored photos that a form brings back, in its order; forged names are passed over."""
    wanted = dict.fromkeys(pk for token in list(tokens)[:MOST_PHOTOS] if (pk := _photo_of(token)))
    found = Attachment.objects.in_bulk(wanted) if wanted else {}
    return [found[pk] for pk in wanted if pk in found]


def unsent_photos() -> QuerySet[Attachment]:
    """Residents' photos that are not part of a report."""
    sent = TicketPhoto.objects.values("attachment").order_by()
    return Attachment.objects.filter(added_by_kind="resident").exclude(pk__in=sent)


def _photo_of(token: str) -> UUID | None:
    try:
        return UUID(signing.loads(token, salt=SALT, max_age=PHOTO_WAITS))
    except (signing.BadSignature, ValueError):
        return None
