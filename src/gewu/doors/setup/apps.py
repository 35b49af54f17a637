"""Registration of the set-up."""

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """A county from spreadsheets."""

    name = "gewu.doors.setup"
    label = "setup"
