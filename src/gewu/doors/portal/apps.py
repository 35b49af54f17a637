"""The portal's Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Residents' pages."""

    name = "gewu.doors.portal"
    label = "portal"
