"""A browser of the test client in which somebody has signed in, reading English."""

import re
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from gewu.work.tickets.queries.scope import secret_of

HTMX = {"hx-request": "true"}
SECRETS = re.compile(r'(name="(csrfmiddlewaretoken|once)" value=)"[^"]*"')


def at(who: Any) -> Client:
    """A browser in which somebody has signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def url(name: str, *args: Any) -> str:
    """The address of a page of tickets."""
    return reverse(f"tickets:{name}", args=args)


def text(answer: Any) -> str:
    """The page without what is different each time."""
    return " ".join(SECRETS.sub(r"\1", answer.content.decode()).split())


def resident(ticket: Any) -> str:
    """What its reporter reads behind the secret address."""
    secret = reverse("portal:ticket", args=[ticket.number, secret_of(ticket)])
    return text(Client(headers={"accept-language": "en"}).get(secret))


def photo(name: str = "photo.jpg", colour: str = "teal") -> SimpleUploadedFile:
    """A file as a phone sends it."""
    data = BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")
