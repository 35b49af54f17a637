"""Live updates: a stream of server-sent events for each open page, and nothing else.

One connection per process listens to PostgreSQL; what it hears is handed to the streams whose
signed token names the topic. A page that cannot reach this falls back to polling.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")
django.setup()

from gewu.config.live import Live  # noqa: E402  (Django must be set up first)

application = Live()
