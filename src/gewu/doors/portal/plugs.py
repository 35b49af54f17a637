"""The entries above residents' pages, and photos that wait for their report."""

from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from gewu.doors.portal.actions import forget_photos
from gewu.doors.portal.queries import unsent_photos
from gewu.kernel.acting import SYSTEM
from gewu.kernel.retention import Kind, kinds
from gewu.ui.hooks import NavItem, portal_nav

portal_nav.plug(NavItem(_("Home"), "portal:home", "home", order=10))
portal_nav.plug(NavItem(_("Report"), "portal:report", "message-report", order=20))
portal_nav.plug(NavItem(_("Follow"), "portal:follow", "list-check", order=30))
portal_nav.plug(NavItem(_("Results"), "portal:done", "circle-check", order=40, on_phones=False))
portal_nav.plug(
    NavItem(_("Questions"), "portal:questions", "help-circle", order=45, on_phones=False)
)
portal_nav.plug(NavItem(_("My grid"), "portal:my_grid", "map-pin", order=50))
portal_nav.plug(NavItem(_("My data"), "portal:me", "user-circle", order=60))


def oldest_photo() -> datetime | None:
    """When the first photo came that waits for its report."""
    found: datetime | None = unsent_photos().aggregate(first=Min("created_at"))["first"]
    return found


kinds.plug(
    Kind(
        name="portal.photos",
        label=_("Photos whose report was never sent"),
        counted_from=_("from the upload"),
        what_goes=_("The photo with its file."),
        source=_("Personal Information Protection Law, article 19: no longer than needed"),
        days=1,
        least=1,
        waiting=lambda border: unsent_photos().filter(created_at__lt=border).count(),
        purge=lambda border, _most: forget_photos(older_than=border, by=SYSTEM),
        oldest=oldest_photo,
    )
)
