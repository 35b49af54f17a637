import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from PIL import Image

from gewu.kernel import files, pictures
from gewu.kernel.acting import RESIDENT, SYSTEM, Refusal
from gewu.kernel.files import answer, prepare, remove, store, sweep
from gewu.kernel.jobs import sweep_files
from gewu.kernel.models import Attachment

GPS, ORIENTATION, MAKER, IMAGE_DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF"


def photo(size=(64, 48), format="JPEG", color="navy", **options) -> bytes:
    out = BytesIO()
    Image.new(options.pop("mode", "RGB"), size, color).save(out, format, **options)
    return out.getvalue()


def upload(data: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def on_disk() -> list[Path]:
    return sorted(Path(files.settings.MEDIA_ROOT).glob("??/*"))


def bytes_of(attachment, size="full") -> bytes:
    return b"".join(answer(attachment, size).streaming_content)


def refused(data: bytes, name="photo.jpg") -> str:
    with pytest.raises(Refusal) as refusal:
        prepare(upload(data, name))
    return refusal.value.code


def located() -> bytes:
    """A photo that says where, with what and by whom it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[MAKER], exif[IMAGE_DESCRIPTION], exif[ORIENTATION] = "PhoneMaker", "Wang Xiaoming", 6
    exif[GPS] = {1: "N", 2: (30.0, 39.0, 1.0), 3: "E", 4: (104.0, 3.0, 1.0)}
    return photo(
        (80, 40), exif=exif, comment=b"at home", xmp=b"<x:xmpmeta>exif:GPSLatitude</x:xmpmeta>"
    )


class TestPhotos:
    def test_place_maker_and_words_are_gone(self):
        content = prepare(upload(located()))
        for data in (content.full, content.thumb):
            made = Image.open(BytesIO(data))
            assert not made.getexif() and "exif" not in made.info and "comment" not in made.info
            for word in (b"PhoneMaker", b"Wang", b"at home", b"GPSLatitude", b"Exif"):
                assert word not in data

    def test_it_stands_upright(self):
        content = prepare(upload(located()))
        assert (content.width, content.height) == (40, 80)
        assert Image.open(BytesIO(content.full)).size == (40, 80)

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_every_orientation_is_applied_to_the_pixels(self, orientation):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        picture = Image.new("RGB", (32, 16), "white")
        picture.paste("black", (0, 0, 16, 16))
        out = BytesIO()
        picture.save(out, "JPEG", exif=exif, quality=95)
        made = Image.open(BytesIO(prepare(upload(out.getvalue())).full)).convert("L")
        dark = {"left": (4, 8), "right": (28, 8), "top": (8, 4), "bottom": (8, 28)}
        side = ["left", "right", "right", "left", "top", "top", "bottom", "bottom"][orientation - 1]
        assert made.size == ((32, 16) if orientation <= 4 else (16, 32))
        assert made.getpixel(dark[side]) < 100

    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
    def test_each_format_becomes_jpeg(self, format):
        content = prepare(upload(photo(format=format), "evil.exe"))
        assert content.media_type == "image/jpeg" and content.full.startswith(b"\xff\xd8\xff")

    @pytest.mark.slow
    @pytest.mark.parametrize("format", ["JPEG", "PNG"])
    def test_a_large_photo_is_made_smaller(self, format):
        content = prepare(upload(photo((5_200, 2_600), format)))
        assert (content.width, content.height) == (2_560, 1_280)
        assert Image.open(BytesIO(content.thumb)).size == (480, 240)

    def test_a_small_photo_keeps_its_size(self):
        content = prepare(upload(photo((30, 20))))
        assert (content.width, content.height) == (30, 20)
        assert Image.open(BytesIO(content.thumb)).size == (30, 20)

    @pytest.mark.parametrize(
        ("mode", "color"), [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("L", 255)]
    )
    def test_what_is_transparent_becomes_white(self, mode, color):
        options = {"transparency": 0} if mode == "P" else {}
        content = prepare(upload(photo(format="PNG", mode=mode, color=color, **options)))
        assert min(Image.open(BytesIO(content.full)).getpixel((5, 5))) > 250

    def test_a_photo_in_printing_colours_is_read(self):
        assert prepare(upload(photo(mode="CMYK", color=(0, 0, 0, 0)))).width == 64

    def test_of_a_moving_picture_the_first_frame_stays(self):
        frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
        out = BytesIO()
        frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
        assert Image.open(BytesIO(prepare(upload(out.getvalue())).full)).getpixel((9, 9))[0] > 200


class TestRefusals:
    @pytest.mark.parametrize(
        "data",
        [
            b"MZ\x90\x00" + b"\x00" * 200,
            b"\x7fELF\x02\x01\x01" + b"\x00" * 100,
            b"#!/bin/sh\nrm -rf /\n",
            SVG,
            b'<?xml version="1.0"?>\n<!-- drawing -->\n' + SVG,
            b"\xef\xbb\xbf  " + SVG,
            b"<html><script>alert(1)</script></html>",
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
            b"GIF89a" + b"\x00" * 50,
            b"PK\x03\x04" + b"\x00" * 50,
            "你好".encode(),
            b"GIF89a/*" + PDF,
            b"\n" + PDF,
        ],
    )
    @pytest.mark.parametrize("name", ["photo.jpg", "paper.pdf"])
    def test_what_is_no_photo_is_refused_whatever_its_name(self, data, name):
        assert refused(data, name) == "file_kind"

    def test_a_program_a_drawing_and_a_strange_photo_are_called_what_they_are(self):
        said = {}
        for kind, data in {
            "program": b"MZ" + b"\x00" * 99,
            "drawing": SVG,
            "format": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
            "other": b"hello",
        }.items():
            with pytest.raises(Refusal) as refusal:
                prepare(upload(data))
            said[kind] = str(refusal.value)
        assert len(set(said.values())) == 4

    def test_a_file_that_is_too_large_is_refused_before_it_is_read(self):
        large = UploadedFile(None, "photo.jpg", size=60_000_000)
        with pytest.raises(Refusal, match="60") as refusal:
            prepare(large)
        assert refusal.value.code == "file_too_large"

    def test_the_limit_can_be_set(self, settings):
        settings.MAX_PHOTO_MB = 1
        assert refused(PDF + b"\x00" * 1_000_000) == "file_too_large"

    def test_an_empty_file_is_refused(self):
        assert refused(b"") == "empty_file"

    def test_a_damaged_photo_is_refused(self):
        whole = photo((400, 400), color="red")
        assert refused(whole[: len(whole) // 2]) == "damaged_photo"
        assert refused(b"\xff\xd8\xff" + b"\x00" * 100) == "damaged_photo"
        assert refused(b"RIFF\x10\x00\x00\x00WEBPxxxx") == "damaged_photo"
        assert refused(b"\x89PNG\r\n\x1a\n" + b"\xff" * 40) == "damaged_photo"

    def test_a_decompression_bomb_is_refused(self):
        bomb = BytesIO()
        Image.new("1", (30_000, 30_000)).save(bomb, "PNG", compress_level=9)
        assert len(bomb.getvalue()) < 1_000_000
        assert refused(bomb.getvalue()) == "too_many_pixels"

    def test_a_photo_just_above_the_limit_is_refused(self, monkeypatch):
        monkeypatch.setattr(pictures, "MOST_PIXELS", 64 * 48 - 1)
        assert refused(photo()) == "too_many_pixels"


class TestPolyglots:
    @pytest.mark.parametrize("passenger", [b"PK\x03\x04archive", SVG, b"<?php evil(); ?>", PDF])
    def test_what_rides_behind_a_photo_is_dropped(self, passenger):
        content = prepare(upload(photo() + passenger))
        assert passenger not in content.full and passenger not in content.thumb

    def test_what_hides_in_a_comment_is_dropped(self):
        assert b"alert" not in prepare(upload(photo(comment=SVG))).full


@pytest.mark.django_db
class TestStore:
    def test_it_is_found_by_its_hash(self):
        kept = store(upload(photo()), by=RESIDENT)
        assert [path.name for path in on_disk()] == [
            f"{kept.sha256}.jpg",
            f"{kept.sha256}.thumb.jpg",
        ]
        assert on_disk()[0].parent.name == kept.sha256[:2]
        assert (kept.kind, kept.media_type, kept.width, kept.height) == (
            "photo", "image/jpeg", 64, 48,
        )  # fmt: skip
        assert kept.size == len(bytes_of(kept)) and kept.added_by_kind == "resident"

    def test_equal_files_are_kept_once_on_disk_and_belong_to_each(self):
        one, other = store(upload(photo()), by=SYSTEM), store(upload(photo()), by=SYSTEM)
        assert one.pk != other.pk and one.sha256 == other.sha256
        assert len(on_disk()) == 2

    def test_what_was_prepared_before_can_be_stored(self):
        kept = store(prepare(upload(PDF, "x.pdf")), by=SYSTEM)
        assert (kept.kind, kept.media_type, kept.width) == ("document", "application/pdf", None)

    def test_nothing_unfinished_stays_when_the_disk_is_full(self, monkeypatch):
        def full(handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(files.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store(upload(photo()), by=SYSTEM)
        assert on_disk() == [] and not Attachment.objects.exists()

    def test_the_database_knows_what_a_photo_is(self):
        kept = store(upload(photo()), by=SYSTEM)
        with pytest.raises(IntegrityError, match="a_photo_has_a_size"), transaction.atomic():
            Attachment.objects.filter(pk=kept.pk).update(width=None)


@pytest.mark.django_db
class TestAnswer:
    def test_a_photo_is_shown_and_nothing_in_it_may_run(self):
        kept = store(upload(photo()), by=SYSTEM)
        response = answer(kept)
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"] == f'inline; filename="{kept.id}.jpg"'
        assert response["Cache-Control"].startswith("private")
        assert response["Content-Security-Policy"].startswith("sandbox")
        response.close()

    def test_a_thumb_is_smaller(self):
        kept = store(upload(photo((900, 900))), by=SYSTEM)
        assert Image.open(BytesIO(bytes_of(kept, "thumb"))).size == (480, 480)

    def test_a_document_is_downloaded_and_has_no_thumb(self):
        kept = store(upload(PDF), by=SYSTEM)
        response = answer(kept, "thumb")
        assert response["Content-Disposition"].startswith("attachment")
        assert b"".join(response.streaming_content) == PDF

    def test_a_file_that_is_gone_is_not_found(self):
        kept = store(upload(PDF), by=SYSTEM)
        on_disk()[0].unlink()
        with pytest.raises(Http404):
            answer(kept)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestRemove:
    def test_it_is_erased_after_the_commit_with_its_last_row(self):
        one, other = store(upload(photo()), by=SYSTEM), store(upload(photo()), by=SYSTEM)
        remove(one)
        assert len(on_disk()) == 2
        remove(other)
        assert on_disk() == [] and not Attachment.objects.exists()

    def test_it_stays_when_the_removal_is_undone(self):
        kept = store(upload(photo()), by=SYSTEM)
        with transaction.atomic():
            remove(kept)
            transaction.set_rollback(True)
        assert len(on_disk()) == 2 and Attachment.objects.exists()

    def test_what_no_row_knows_is_swept_when_it_is_old(self):
        store(upload(PDF), by=SYSTEM)
        with pytest.raises(DatabaseError), transaction.atomic():
            store(upload(photo()), by=SYSTEM)
            raise DatabaseError
        assert len(on_disk()) == 3
        sweep_files(timestamp=0)
        assert len(on_disk()) == 3
        for path in on_disk():
            os.utime(path, (time.time() - 90_000,) * 2)
        sweep_files(timestamp=0)
        assert [path.suffix for path in on_disk()] == [".pdf"]
        assert sweep(older_than=timezone.now()) == 0
