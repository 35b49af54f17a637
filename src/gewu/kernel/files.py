"""Files that people add: checked by content, made anew where they are photos, stored once.

A file lies under MEDIA_ROOT by the hash of what is stored. Who may see it is the caller's to ask.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.models import Attachment
from gewu.kernel.pictures import remade

Size = Literal["full", "thumb"]

MEGABYTE = 1_000_000
JPEG = "image/jpeg"
PDF = "application/pdf"
EXTENSIONS = {JPEG: "jpg", PDF: "pdf"}
PHOTO_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
DRAWINGS = {"image/svg+xml", "application/xml", "text/html"}
APPLE_PHOTOS = {"image/heif", "image/heic", "image/avif"}
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


@dataclass(frozen=True)
class Content:
    """A file that passed the checks, as it will be stored."""

    media_type: str
    full: bytes
    thumb: bytes = b""
    width: int | None = None
    height: int | None = None


def prepare(upload: "UploadedFile[Any]") -> Content:
    """Check a file and make a photo anew: slow, so best done before a transaction begins."""
    data = _bytes_of(upload)
    if data.startswith(b"%PDF-"):
        return Content(PDF, data)
    if not _looks_like_a_photo(data):
        raise _not_accepted(data)
    picture = remade(data)
    return Content(JPEG, picture.full, picture.thumb, picture.width, picture.height)


def store(upload: "UploadedFile[Any] | Content", *, by: Actor) -> Attachment:
    """Keep a file and note it in the current transaction; equal files share one place on disk."""
    content = upload if isinstance(upload, Content) else prepare(upload)
    sha256 = hashlib.sha256(content.full).hexdigest()
    with transaction.atomic():
        _lock(sha256)
        _write(_path(sha256, content.media_type), content.full)
        if content.thumb:
            _write(_path(sha256, content.media_type, "thumb"), content.thumb)
        return Attachment.objects.create(
            kind=Attachment.Kind.PHOTO if content.thumb else Attachment.Kind.DOCUMENT,
            sha256=sha256,
            media_type=content.media_type,
            size=len(content.full),
            width=content.width,
            height=content.height,
            added_by_kind=by.actor_kind,
            added_by_id=by.actor_id,
        )


def answer(attachment: Attachment, size: Size = "full") -> FileResponse:
    """The file for a browser, which may show our own photos and must download the rest."""
    photo = attachment.kind == Attachment.Kind.PHOTO
    path = _path(attachment.sha256, attachment.media_type, size if photo else "full")
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        opened,
        as_attachment=not photo,
        filename=f"{attachment.id}.{EXTENSIONS[attachment.media_type]}",
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def remove(attachment: Attachment) -> None:
    """Forget a file, and erase it after the commit where nobody else added the same."""
    with transaction.atomic():
        _lock(attachment.sha256)
        attachment.delete()
        transaction.on_commit(lambda: _erase_if_unused(attachment.sha256))


def sweep(older_than: datetime) -> int:
    """Erase files that no row knows, left by transactions that did not commit; how many."""
    fulls = Path(settings.MEDIA_ROOT).glob("??/*.*")
    old = {path.name[:64] for path in fulls if path.stat().st_mtime < older_than.timestamp()}
    return sum(_erase_if_unused(sha256) for sha256 in sorted(old))


def _bytes_of(upload: "UploadedFile[Any]") -> bytes:
    most = getattr(settings, "MAX_PHOTO_MB", 20)
    if (upload.size or 0) > most * MEGABYTE:
        raise Refusal(
            _(
                "This file has %(size)s MB; %(most)s MB are possible. "
                "Choose a smaller size in the camera, or send fewer pages."
            )
            % {"size": -(-(upload.size or 0) // MEGABYTE), "most": most},
            code="file_too_large",
        )
    upload.seek(0)
    data: bytes = upload.read()
    if not data:
        raise Refusal(_("This file is empty. Choose it again."), code="empty_file")
    return data


def _looks_like_a_photo(data: bytes) -> bool:
    return data.startswith(PHOTO_STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _not_accepted(data: bytes) -> Refusal:
    kind = _kind_of(data)
    if data.startswith(PROGRAM_STARTS):
        message = _("This is a program, not a photo. Choose a photo or a PDF.")
    elif kind in DRAWINGS or b"<svg" in data[:2000].lower():
        message = _("Drawings and web pages can carry programs. Send a photo or a screenshot.")
    elif kind in APPLE_PHOTOS:
        message = _(
            "This photo format cannot be shown everywhere. "
            "In the camera settings choose “Most compatible”, or send a screenshot."
        )
    else:
        message = _("Only photos (JPEG, PNG, WebP) and PDF files can be added.")
    return Refusal(message, code="file_kind")


def _kind_of(data: bytes) -> str:
    try:
        return str(puremagic.from_string(data[:4096], mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _path(sha256: str, media_type: str, size: Size = "full") -> Path:
    suffix = ".thumb" if size == "thumb" else ""
    name = f"{sha256}{suffix}.{EXTENSIONS[media_type]}"
    return Path(settings.MEDIA_ROOT) / sha256[:2] / name


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also when the power fails."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f"{path.name}.", delete=False
    ) as unfinished:
        try:
            unfinished.write(data)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            os.replace(unfinished.name, path)
        except OSError:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    _keep_entry(path.parent)


def _keep_entry(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _erase_if_unused(sha256: str) -> bool:
    with transaction.atomic():
        _lock(sha256)
        if Attachment.objects.filter(sha256=sha256).exists():
            return False
        for path in _all_of(sha256):
            path.unlink(missing_ok=True)
        return True


def _all_of(sha256: str) -> Iterator[Path]:
    return (Path(settings.MEDIA_ROOT) / sha256[:2]).glob(f"{sha256}.*")


def _lock(sha256: str) -> None:
    """One at a time per content, so that no file is erased while another row begins to use it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
