"""What the desk plugs into the navigation."""

from django.utils.translation import gettext_lazy as _

from gewu.ui.hooks import NavItem, nav

nav.plug(NavItem(_("My day"), "desk:my_day", "home", order=10))
nav.plug(
    NavItem(
        _("Failed deliveries"),
        "desk:failures",
        "mail",
        permission="kernel.failures",
        order=95,
        group="system",
    )
)
