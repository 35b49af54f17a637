"""How a request about one's own data goes on, as a table."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.states import Move, StateTable, Text

OPEN = "open"
RESTRICTED = "restricted"
ANSWERED = "answered"
DONE = "done"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

WAITING = (OPEN,)
ENDED = (ANSWERED, DONE, REFUSED, WITHDRAWN)


def may_extend(*, extended: bool, **_facts: object) -> Text | None:
    """Once, so that nobody waits for ever."""
    return _("The time was extended before, and that is done once only.") if extended else None


def may_carry_out(*, is_deletion: bool, **_facts: object) -> Text | None:
    """Only what asks for a deletion deletes something."""
    return None if is_deletion else _("This request asks for no deletion.")


DATA_REQUEST = StateTable(
    start=OPEN,
    labels={
        OPEN: gettext_lazy("Being looked at"),
        RESTRICTED: gettext_lazy("Locked away, deleted later"),
        ANSWERED: gettext_lazy("Answered"),
        DONE: gettext_lazy("Carried out"),
        REFUSED: gettext_lazy("Refused, with a reason"),
        WITHDRAWN: gettext_lazy("Taken back"),
    },
    moves=(
        Move("answer", (OPEN,), ANSWERED),
        Move("refuse", (OPEN,), REFUSED),
        Move("extend", (OPEN,), None, guard=may_extend),
        Move("restrict", (OPEN,), RESTRICTED, guard=may_carry_out),
        Move("pass_on", (OPEN,), None, guard=may_carry_out),
        Move("fulfil", (OPEN, RESTRICTED), DONE),
        Move("withdraw", (OPEN, RESTRICTED), WITHDRAWN),
        Move("read", (OPEN, RESTRICTED, ANSWERED, DONE, REFUSED, WITHDRAWN), None),
    ),
)

VERBS = {
    "ask": gettext_lazy("Asked by the person"),
    "answer": gettext_lazy("Answered"),
    "refuse": gettext_lazy("Request refused"),
    "extend": gettext_lazy("More time taken"),
    "restrict": gettext_lazy("Locked away until it can be deleted"),
    "pass_on": gettext_lazy("Deleted as far as nothing holds it; the rest is with the desk"),
    "fulfil": gettext_lazy("Carried out"),
    "withdraw": gettext_lazy("Taken back by the person"),
    "read": gettext_lazy("Read by the desk for data protection"),
}
