"""Pages and API, for any WSGI server; `gewu serve` uses granian."""

import os
from collections.abc import Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from gewu.config.gate import Environ, Gate, Start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")


class MachineHandler(WSGIHandler):
    """Answers what comes with a key, without what only people in a browser need."""

    def load_middleware(self, is_async: bool = False) -> None:
        """The shorter list of the settings."""
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.MACHINE_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole


class Doors:
    """Machines to the left, people to the right."""

    def __init__(self) -> None:
        self.people, self.machines = WSGIHandler(), MachineHandler()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer by the handler of whoever asks."""
        is_machine = environ.get("PATH_INFO", "").startswith("/api/")
        handler: Any = self.machines if is_machine else self.people
        answer: Iterable[bytes] = handler(environ, start)
        return answer


django.setup(set_prefix=False)

from gewu.config.warm import visit  # noqa: E402  (Django must be set up first)

# How many requests one process works on at a time (`gewu serve --threads`), and how many may wait.
WORKERS = int(os.environ.get("GEWU_THREADS", "4"))
doors = Doors()
application = Gate(doors, workers=WORKERS, room=6 * WORKERS, for_new=2 * WORKERS)
application.warm(lambda: visit(doors.people))
