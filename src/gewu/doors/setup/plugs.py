"""Its place in the menu."""

from django.utils.translation import gettext_lazy as _

from gewu.ui.hooks import NavItem, nav

nav.plug(
    NavItem(
        _("Set-up"), "setup:steps", "list-check", permission="setup.see", order=92, group="system"
    )
)
