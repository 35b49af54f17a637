"""What the first visitor after a start would wait for: done before, by visits of our own.

Addresses, templates and words are read at their first use, a thread connects to the database at
its first request, and what maps need to know of all areas is kept in each process.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from gewu.ground.territory.queries import maps_ahead
from gewu.ui import hooks

PAGES = ("/accounts/login/", "/")
DESK = "ui/base_desk.html"

log = logging.getLogger(__name__)


def visit(people: Callable[[dict[str, Any], Any], Iterable[bytes]]) -> None:
    """Open what everyone opens; a visit that fails (no database yet) takes nothing from anybody."""
    try:
        for language, _name in settings.LANGUAGES:
            for path in PAGES:
                _open(people, path, language)
            with override(language):  # each area's addresses, which the menus name
                for item in (*hooks.nav, *hooks.user_menu):
                    reverse(item.url_name)
        get_template(DESK)
        maps_ahead()
    except Exception as failure:  # whoever comes next is told what is missing, as ever
        log.info("Not warm yet, so the first pages will take longer: %s", failure)


def _open(people: Callable[..., Iterable[bytes]], path: str, language: str) -> None:
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_ACCEPT_LANGUAGE": language}
    environ["REMOTE_ADDR"] = "127.0.0.1"
    environ["HTTP_HOST"] = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    setup_testing_defaults(environ)
    answer = people(environ, lambda *_told: None)
    answer.close()  # type: ignore[attr-defined]
