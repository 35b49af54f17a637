"""What tickets plug into lower floors."""

from django.utils.translation import gettext_lazy as _

from gewu.ground.staffing.hooks import Heritage, heritages, moves_of_teams, workdays
from gewu.ground.territory.hooks import area_panels, consequences
from gewu.kernel.partitions import PARTITIONED
from gewu.kernel.retention import Kind, kinds
from gewu.kernel.wall import guards
from gewu.ui.hooks import NavItem, Panel, nav, panels, search
from gewu.work.tickets import actions
from gewu.work.tickets.actions import hand_over, keep_apart
from gewu.work.tickets.queries import ageing, redrawn
from gewu.work.tickets.queries.clocks import workdays_of
from gewu.work.tickets.queries.guards import guards as guards_of_tickets
from gewu.work.tickets.queries.heritage import burdens
from gewu.work.tickets.views.area import tickets_here
from gewu.work.tickets.views.day import day_panel
from gewu.work.tickets.views.whistling import whistles_panel

PARTITIONED.append("tickets_move")
for each in guards_of_tickets():
    guards.plug(each)
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
nav.plug(
    NavItem(_("Call back"), "tickets:calls", "phone-call", permission="tickets.revisit", order=30)
)
nav.plug(NavItem(_("Reminders"), "tickets:reminders", "alarm", permission="tickets.see", order=60))
nav.plug(
    NavItem(
        _("Where help is needed"),
        "tickets:relief",
        "heart-handshake",
        permission="staffing.leave",
        order=67,
        group="people",
    )
)
nav.plug(
    NavItem(
        _("Import a file"),
        "tickets:import",
        "database-import",
        permission="tickets.import",
        order=80,
        group="system",
    )
)
nav.plug(
    NavItem(
        _("Catalogue"),
        "tickets:catalogue",
        "book",
        permission="tickets.see",
        order=70,
        group="rules",
    )
)
nav.plug(NavItem(_("Knowledge"), "tickets:knowledge", "bulb", permission="tickets.see", order=72))
nav.plug(
    NavItem(
        _("Duty handover"),
        "tickets:handover",
        "notes",
        permission="tickets.handover",
        order=28,
    )
)
nav.plug(
    NavItem(
        _("Routing rules"),
        "tickets:rules",
        "route",
        permission="tickets.routing",
        order=75,
        group="rules",
    )
)
search.plug("tickets:queue")
workdays.plug(workdays_of)
panels.plug(Panel(_("Tickets"), "tickets/_day.html", day_panel, permission="tickets.see", order=10))
area_panels.plug(tickets_here)
heritages.plug(Heritage(burdens, hand_over))
moves_of_teams.plug(keep_apart)
consequences.plug(redrawn.consequences)
nav.plug(NavItem(_("Whistles"), "tickets:whistles", "volume", permission="tickets.see", order=30))
panels.plug(
    Panel(
        _("Whistles"),
        "tickets/_whistles_day.html",
        whistles_panel,
        permission="tickets.see",
        order=5,  # an emergency gives them half an hour
    )
)

NO_LONGER_THAN_NEEDED = _("Personal Information Protection Law, article 19: no longer than needed")
kinds.plug(
    Kind(
        name="tickets.words",
        label=_("Words and photos of ended tickets"),
        counted_from=_("from the end of the ticket"),
        what_goes=_("Words, address, point, photos; number, item, area, steps and times stay."),
        source=_("Personal Information Protection Law, article 19, and the county's archive rules"),
        days=3 * 365,
        least=180,
        waiting=lambda border: ageing.words_to_go(border).count(),
        purge=actions.let_words_go,
        held=ageing.held,
        remains=ageing.words_left,
        oldest=ageing.words_oldest,
        batch=50,
    )
)
kinds.plug(
    Kind(
        name="tickets.contacts",
        label=_("Names and phones on ended tickets"),
        counted_from=_("from the end of the last ticket they belong to"),
        what_goes=_("Name and phone; that there was a contact and who looked at it stays."),
        source=NO_LONGER_THAN_NEEDED,
        days=365,
        least=30,  # seven days to bring it back, and time to call back
        waiting=lambda border: ageing.contacts_to_go(border).count(),
        purge=actions.let_contacts_go,
        held=ageing.held,
        remains=ageing.contacts_left,
        oldest=ageing.contacts_oldest,
        batch=200,
    )
)
kinds.plug(
    Kind(
        name="tickets.uploads",
        label=_("Uploaded files that were not imported"),
        counted_from=_("from the upload"),
        what_goes=_("The file, its first rows and the list of its bad rows."),
        source=NO_LONGER_THAN_NEEDED,
        days=1,
        least=1,
        waiting=ageing.uploads_waiting,
        purge=actions.let_uploads_go,
        held=ageing.uploads_held,
        oldest=ageing.uploads_oldest,
    )
)
