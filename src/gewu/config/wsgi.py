"""Pages and API, for any WSGI server; `gewu serve` uses granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")

application = get_wsgi_application()
