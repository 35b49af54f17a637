"""Registration of the staff shell."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk of staff."""

    name = "gewu.doors.desk"
    label = "desk"
