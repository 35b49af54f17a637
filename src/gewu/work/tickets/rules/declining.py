"""Why a request may not be accepted, and the way that is open instead.

Sources: Weifang 12345 regulation (2021) article 19, Jinan 12345 regulation (2018) articles 23 and 25.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "court": (
        _("Before a court, in arbitration or under review"),
        _("Please speak to the court or body that has the case; it decides."),
    ),
    "discipline": (
        _("A matter of discipline or inspection"),
        _("Please turn to the body for discipline and inspection; it takes reports directly."),
    ),
    "disclosure": (
        _("A request for public information"),
        _("Please apply for it at the office of the unit that keeps the information."),
    ),
    "lawfully_ended": (
        _("Lawfully concluded before"),
        _("The earlier answer stands. New facts are welcome as a new report."),
    ),
    "repeated": (
        _("Answered before, without new facts"),
        _("Please read the earlier answer. New facts are welcome as a new report."),
    ),
    "secret": (
        _("Touches secrets or the privacy of others"),
        _("It cannot be handled here; the desk tells you by phone what is possible."),
    ),
    "not_here": (
        _("Lies outside this county"),
        _("Please report it where it is; the number 12345 works in every city."),
    ),
    "unclear": (
        _("Nothing in it can be worked on"),
        _("Please tell us again with a place and what you saw."),
    ),
}
