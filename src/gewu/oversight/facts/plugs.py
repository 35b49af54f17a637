"""What figures plug into lower floors."""

from django.utils.translation import gettext_lazy as _

from gewu.ui.hooks import NavItem, nav

nav.plug(
    NavItem(
        _("Figures"), "facts:units", "chart-bar", permission="tickets.see", order=60, group="places"
    )
)
