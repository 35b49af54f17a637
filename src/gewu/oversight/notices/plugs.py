"""What notices plug in: the bell, the menu, mail, and a line on the console where one tries it out."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext_lazy as _

from gewu.kernel.retention import kinds, of_rows
from gewu.kernel.wall import READER, Guard, guards, seen_with
from gewu.oversight.notices.hooks import Letter, Sender, senders
from gewu.oversight.notices.models import Message, Preference
from gewu.ui.hooks import Bell, NavItem, bells, nav, user_menu

log = logging.getLogger(__name__)


def mail_address(wish: Preference) -> str:
    """Where mail goes, if it is wanted."""
    return wish.email if wish.by_email else ""


def send_by_mail(letter: Letter) -> None:
    """One plain mail."""
    send_mail(letter.subject, f"{letter.words}\n{letter.link}", None, [letter.address])


def send_to_console(letter: Letter) -> None:
    """A line in the log, so that a trial shows what would leave the house."""
    log.info("%s · %s", letter.subject, letter.link)


senders.plug(Sender("email", _("E-mail"), mail_address, send_by_mail))
if settings.DEBUG:
    senders.plug(Sender("console", _("Console"), lambda _wish: "console", send_to_console))
guards.plug(Guard("notices_message", f"user_id = {READER}"))
guards.plug(
    Guard(
        "notices_delivery",
        seen_with("notices_message seen", "seen.id = notices_delivery.message_id"),
    )
)
bells.plug(Bell(_("Messages"), "notices:inbox", "notices:count", "bell", "notices:mine"))
user_menu.plug(NavItem(_("My messages"), "notices:preferences", "settings", order=40))
nav.plug(
    NavItem(
        _("Wording of messages"),
        "notices:wordings",
        "message-circle",
        permission="tickets.catalogue",
        order=90,
        group="rules",
    )
)

kinds.plug(
    of_rows(
        Message.objects.all,
        "created_at",
        name="notices.messages",
        label=_("Messages to staff"),
        counted_from=_("from when they were written"),
        what_goes=_("The message, and which ways it went."),
        source=_("Our own rule; they hold codes and numbers, no words and no names"),
        days=365,
        least=30,
    )
)
