"""The entries above residents' pages."""

from django.utils.translation import gettext_lazy as _

from gewu.ui.hooks import NavItem, portal_nav

portal_nav.plug(NavItem(_("Home"), "portal:home", "home", order=10))
portal_nav.plug(NavItem(_("Report"), "portal:report", "message-report", order=20))
portal_nav.plug(NavItem(_("Follow"), "portal:follow", "list-check", order=30))
portal_nav.plug(NavItem(_("Results"), "portal:done", "circle-check", order=40))
portal_nav.plug(NavItem(_("Questions"), "portal:questions", "help-circle", order=45))
portal_nav.plug(NavItem(_("My grid"), "portal:my_grid", "map-pin", order=50))
