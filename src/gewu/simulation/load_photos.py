"""The drawn photos as stored attachments, each scene once before and once after."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.kernel.acting import SYSTEM
from gewu.kernel.files import Content, prepare, store
from gewu.kernel.models import Attachment
from gewu.simulation.photos.album import SHOTS, photo

THREADS = 2  # drawing lets go of the interpreter while it scales and compresses
Album = dict[tuple[str, bool], Attachment]


def hang_photos(seed: int) -> Album:
    """Draw all scenes and keep them."""
    wanted = list(product(SHOTS, (False, True)))
    return {
        key: store(content, by=SYSTEM)
        for key, content in zip(wanted, _drawn(wanted, seed), strict=True)
    }


def _drawn(wanted: list[tuple[str, bool]], seed: int) -> Iterator[Content]:
    def draw(key: tuple[str, bool]) -> Content:
        jpeg = photo(*key, seed)
        return prepare(SimpleUploadedFile(f"{key[0]}.jpg", jpeg, "image/jpeg"))

    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(draw, wanted)
