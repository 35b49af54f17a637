"""What territory plugs into the desk."""

from django.utils.translation import gettext_lazy as _

from gewu.ui.hooks import NavItem, nav

nav.plug(
    NavItem(
        _("Areas"), "territory:tree", "map-2", permission="territory.see", order=60, group="places"
    )
)
