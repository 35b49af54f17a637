"""The life of a dated change of areas: planned, then in force or undone; and of another name."""

from django.utils.translation import gettext_lazy as _

from gewu.kernel.states import Move, StateTable

PLANNED = "planned"
IN_FORCE = "in_force"
UNDONE = "undone"

REDRAW = StateTable(
    start=PLANNED,
    labels={
        PLANNED: _("Planned"),
        IN_FORCE: _("In force"),
        UNDONE: _("Undone"),
    },
    moves=(
        Move("enter_into_force", (PLANNED,), IN_FORCE),
        Move("undo", (PLANNED,), UNDONE),
    ),
)

PROPOSED = "proposed"
ACCEPTED = "accepted"
REFUSED = "refused"

ALIAS = StateTable(
    start=PROPOSED,
    labels={
        PROPOSED: _("Proposed"),
        ACCEPTED: _("In use"),
        REFUSED: _("Not a name of it"),
    },
    moves=(
        Move("accept", (PROPOSED, REFUSED), ACCEPTED),
        Move("refuse", (PROPOSED, ACCEPTED), REFUSED),
    ),
)
