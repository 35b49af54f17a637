"""Pages and API, for any WSGI server; `gewu serve` uses granian."""

import os

from django.core.wsgi import get_wsgi_application

from gewu.config.gate import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")

# How many requests one process works on at a time (`gewu serve --threads`), and how many may wait.
WORKERS = int(os.environ.get("GEWU_THREADS", "4"))
application = Gate(get_wsgi_application(), workers=WORKERS, room=6 * WORKERS)
