"""The drawn photos as stored attachments, each scene once before and once after."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.core.files.uploadedfile import SimpleUploadedFile

from gewu.kernel.acting import SYSTEM
from gewu.kernel.files import store
from gewu.kernel.models import Attachment
from gewu.simulation.photos.album import SHOTS, photo

PROCESSES = 2
Album = dict[tuple[str, bool], Attachment]


def hang_photos(seed: int) -> Album:
    """Draw all scenes, two at a time, and keep them."""
    wanted = [(scene, mended) for scene in SHOTS for mended in (False, True)]
    scenes, states = zip(*wanted, strict=True)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        drawn = list(pool.map(photo, scenes, states, [seed] * len(wanted), chunksize=4))
    return {
        key: store(SimpleUploadedFile(f"{key[0]}.jpg", jpeg, "image/jpeg"), by=SYSTEM)
        for key, jpeg in zip(wanted, drawn, strict=True)
    }
