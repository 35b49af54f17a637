"""What tickets plug into lower floors."""

from django.utils.translation import gettext_lazy as _

from gewu.kernel.partitions import PARTITIONED
from gewu.ui.hooks import NavItem, nav, search

PARTITIONED.append("tickets_move")
nav.plug(NavItem(_("Tickets"), "tickets:queue", "inbox", permission="tickets.see", order=20))
nav.plug(
    NavItem(
        _("Take down a report"),
        "tickets:new",
        "headset",
        permission="tickets.intake",
        order=25,
    )
)
nav.plug(NavItem(_("Catalogue"), "tickets:catalogue", "book", permission="tickets.see", order=70))
search.plug("tickets:queue")
