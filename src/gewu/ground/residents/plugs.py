"""What residents plugs in: menu, how long what is kept, where seals lie; a log line for a message."""

import logging

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gewu.ground.residents.actions import follow_areas, parts_over, purge_parts
from gewu.ground.residents.hooks import CodeSender, code_senders
from gewu.ground.residents.models import (
    Consent,
    Contact,
    ContactAccess,
    Household,
    PersonAccess,
    PersonPart,
    ResidentSession,
    SignInCode,
)
from gewu.ground.residents.queries import bound_to, oldest_part
from gewu.ground.residents.queries.guards import guards as guards_of_people
from gewu.ground.territory.hooks import Succession, successions
from gewu.kernel.acting import Actor
from gewu.kernel.retention import Kind, kinds, of_rows
from gewu.kernel.sealing import column, places
from gewu.kernel.wall import guards
from gewu.ui.hooks import NavItem, nav

THREE_YEARS = 3 * 365
NO_LONGER = _("Personal Information Protection Law, article 19: no longer than needed")
log = logging.getLogger(__name__)

for each in guards_of_people():
    guards.plug(each)
kinds.plug(
    of_rows(
        ContactAccess.objects.all,
        "at",
        name="residents.accesses",
        label=_("Who looked at a name or a phone, and why"),
        counted_from=_("from the look"),
        what_goes=_("The line of who looked, when and why."),
        source=_("Network Data Regulation, article 12: at least three years"),
        days=5 * 365,
        least=THREE_YEARS,
    )
)
places.plug(column(Contact, "sealed_name", lambda row: bound_to("name", row.pk)))
places.plug(column(Contact, "sealed_phone", lambda row: bound_to("phone", row.pk)))
places.plug(column(SignInCode, "sealed_phone", lambda row: bound_to("code", row.pk)))
places.plug(column(ResidentSession, "sealed_phone", lambda row: bound_to("session", row.pk)))
places.plug(column(Household, "sealed_room", lambda row: str(row.bound_to)))
places.plug(column(PersonPart, "sealed", lambda row: str(row.bound_to)))
kinds.plug(
    of_rows(
        SignInCode.objects.all,
        "asked_at",
        name="residents.codes",
        label=_("Sign-in codes of residents"),
        counted_from=_("from when it was asked for"),
        what_goes=_("The code's digest and the sealed number."),
        source=NO_LONGER,
        days=1,
        least=1,
    )
)
kinds.plug(
    of_rows(
        ResidentSession.objects.all,
        "last_at",
        name="residents.sessions",
        label=_("Sessions of residents"),
        counted_from=_("from the last call"),
        what_goes=_("The session with its sealed number."),
        source=NO_LONGER,
        days=1,
        least=1,
    )
)


kinds.plug(
    of_rows(
        PersonAccess.objects.all,
        "at",
        name="residents.person_accesses",
        label=_("Who looked at a resident's data, and why"),
        counted_from=_("from the look"),
        what_goes=_("The line of who looked, when and why."),
        source=_("Network Data Regulation, article 12: at least three years"),
        days=5 * 365,
        least=THREE_YEARS,
    )
)
kinds.plug(
    of_rows(
        lambda: Consent.objects.filter(person__erased_at__isnull=False),
        "person__erased_at",
        name="residents.consents",
        label=_("Answers of residents whose data was erased"),
        counted_from=_("from the erasing"),
        what_goes=_("That they consented, refused or withdrew, and when."),
        source=_("Network Data Regulation, article 12: at least three years"),
        days=THREE_YEARS,
        least=THREE_YEARS,
    )
)
kinds.plug(
    Kind(
        name="residents.parts",
        label=_("What is held about residents for a purpose"),
        counted_from=_("from the day until which its purpose keeps it"),
        what_goes=_("The sealed part with all its values, and what finds the person by it."),
        source=NO_LONGER,
        days=0,
        waiting=lambda border: parts_over(border).count(),
        purge=purge_parts,
        oldest=oldest_part,
        remains=lambda border: parts_over(border).count(),
    )
)


@successions.plug
def households_go_over(succession: Succession, by: Actor) -> None:
    """The households of areas that ended, at the same moment."""
    follow_areas(keepers=succession.keepers, by=by)


def send_to_console(phone: str, words: str) -> None:
    """A line in the log; for trials, since whoever reads it could sign in."""
    log.info("%s · %s", phone, words)


if settings.CODE_SENDER != "none":
    code_senders.plug(CodeSender("console", send_to_console))


def _entry(label: object, name: str, icon: str, permission: str, order: int) -> None:
    nav.plug(NavItem(label, f"residents:{name}", icon, permission, order=order, group="people"))


_entry(_("Homes and people"), "households", "home", "residents.keep", 60)
_entry(_("Bring in people"), "import", "file-import", "residents.import", 65)
_entry(_("In an emergency"), "urgent", "urgent", "residents.urgent", 61)
_entry(_("Children's data"), "requests", "user-check", "residents.approve_child", 62)
_entry(_("14 by now"), "renewals", "user-check", "residents.keep", 62)
_entry(_("Purposes of data"), "purposes", "list-check", "residents.protect", 63)
_entry(_("Emergency openings"), "emergencies", "eye", "residents.protect", 64)
