"""Registration of the programming interface."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenapiConfig(AppConfig):
    """The public HTTP interface."""

    name = "gewu.doors.openapi"
    label = "openapi"
    verbose_name = _("Programming interface")
