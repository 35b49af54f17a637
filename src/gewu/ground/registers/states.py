"""The life of a record as a table: it is in use, or it is retired and can come back."""

from django.utils.translation import gettext_lazy as _

from gewu.kernel.states import Move, StateTable

USED = "used"
RETIRED = "retired"

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
