"""Records are in use or retired; requests for fields are asked, granted or refused, revoked."""

from django.utils.translation import gettext_lazy as _

from gewu.kernel.states import Move, StateTable

USED = "used"
RETIRED = "retired"
ASKED = "asked"
GRANTED = "granted"
REFUSED = "refused"
REVOKED = "revoked"

RECORDS = StateTable(
    USED,
    {USED: _("In use"), RETIRED: _("Retired")},
    (
        Move("change", (USED,), None),
        Move("confirm", (USED,), None),
        Move("undo", (USED,), None),
        Move("retire", (USED,), RETIRED),
        Move("restore", (RETIRED,), USED),
    ),
)

# What is granted ends by itself on its day; that is no move of anybody.
LENDING = StateTable(
    ASKED,
    {
        ASKED: _("Waits for the keeper"),
        GRANTED: _("Granted"),
        REFUSED: _("Refused"),
        REVOKED: _("Revoked"),
    },
    (
        Move("grant", (ASKED,), GRANTED),
        Move("refuse", (ASKED,), REFUSED),
        Move("revoke", (GRANTED,), REVOKED),
    ),
)
