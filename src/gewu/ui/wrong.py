"""What the pages for something wrong say."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Wrong:
    """A calm sentence and what to do next."""

    icon: str
    title: Any
    advice: Any


WRONGS = {
    "400": Wrong(
        "file-unknown",
        _("We could not read that request"),
        _("Please go back and try again. What you typed is usually still there."),
    ),
    "403": Wrong(
        "lock",
        _("This page is for other eyes"),
        _(
            "If you need it for your work, ask your unit's administrator, or sign in with another account."
        ),
    ),
    "stale": Wrong(
        "refresh",
        _("This form has been open for too long"),
        _(
            "Go back, reload the page and send it once more. Cookies need to be allowed for this site."
        ),
    ),
    "404": Wrong(
        "map-search",
        _("We cannot find that page"),
        _("The link may be old or mistyped. Please start again from the first page."),
    ),
    "405": Wrong(
        "arrow-back-up",
        _("This address is only for forms"),
        _("It takes what a form sends. Go back to that page, or start again from the first one."),
    ),
    "harmful": Wrong(
        "alert-triangle",
        _("This file was not taken"),
        _(
            "It carries something that harms computers. Nothing of it was kept. Send another file, or ask somebody to look after the machine it comes from."
        ),
    ),
    "unscanned": Wrong(
        "clock-exclamation",
        _("No file can be taken just now"),
        _(
            "Files are looked through before they are taken, and whoever does that does not answer. Try again in a few minutes, or send it without the file."
        ),
    ),
    "429": Wrong(
        "clock-pause",
        _("Please wait a quarter of an hour"),
        _(
            "More than usual was sent from here, so this form rests for a while. Go back: what you typed is still there. In danger call 110, 119 or 120."
        ),
    ),
    "500": Wrong(
        "tool",
        _("Something went wrong on our side"),
        _(
            "Nothing you did caused it. Please try again in a few minutes; if it is urgent, call your grid worker."
        ),
    ),
}
