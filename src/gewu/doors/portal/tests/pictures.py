"""Files as residents send them, good ones and bad ones."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo(name: str = "drain.jpg", colour: str = "teal") -> SimpleUploadedFile:
    """A small JPEG."""
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def program(name: str = "photo.jpg") -> SimpleUploadedFile:
    """A Windows program that calls itself a photo."""
    return SimpleUploadedFile(name, b"MZ\x90\x00" + b"\x00" * 200, "image/jpeg")


def drawing(name: str = "drawing.svg") -> SimpleUploadedFile:
    """An SVG with a script."""
    return SimpleUploadedFile(name, SVG, "image/svg+xml")


def huge(name: str = "huge.jpg") -> SimpleUploadedFile:
    """A photo of 60 MB."""
    return SimpleUploadedFile(name, b"\xff\xd8\xff" + b"\x00" * 60_000_000, "image/jpeg")
