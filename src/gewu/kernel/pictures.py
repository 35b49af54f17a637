"""Photos made anew: only pixels survive, so no place, no device and no program travels along."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from gewu.kernel.acting import Refusal

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2560
THUMB_SIDE = 480
QUALITY = 85
# More pixels than a phone takes by default; fewer than fill a small server's memory.
MOST_PIXELS = 64_000_000
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A photo as we keep it, both sizes JPEG."""

    full: bytes
    thumb: bytes
    width: int
    height: int


def remade(data: bytes) -> Picture:
    """The photo upright, of modest size and without a word about where it was taken."""
    try:
        picture = _pixels_of(data)
    except BOMBS:
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for damaged files
        raise Refusal(
            _("This photo is damaged and cannot be opened. Take it again or choose another."),
            code="damaged_photo",
        ) from error
    thumb = ImageOps.contain(picture, (min(THUMB_SIDE, max(picture.size)),) * 2)
    return Picture(_jpeg(picture), _jpeg(thumb), picture.width, picture.height)


def _pixels_of(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise _too_many_pixels()
        # A JPEG can be read at half or a quarter of its size, which saves most of the work.
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        if max(upright.size) > LONGEST_SIDE:
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _bare(upright)


def _bare(picture: Image.Image) -> Image.Image:
    """The same pixels on white paper, in an image that never saw the file's other contents."""
    paper = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper.paste(picture, mask=picture)
    else:
        paper.paste(picture.convert("RGB"))
    return paper


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _too_many_pixels() -> Refusal:
    return Refusal(
        _("This photo has too many pixels. Choose a smaller size in the camera and take it again."),
        code="too_many_pixels",
    )
