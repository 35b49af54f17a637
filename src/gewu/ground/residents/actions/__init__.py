"""Everything that touches personal data: keeping, reading, erasing."""

from gewu.ground.residents.actions.consents import (
    Told,
    record_consent,
    record_refusal,
    withdraw_consent,
)
from gewu.ground.residents.actions.contacts import (
    Opened,
    erase_contact,
    keep_contact,
    keep_contacts,
    read_contact,
)
from gewu.ground.residents.actions.holding import write_part
from gewu.ground.residents.actions.households import (
    Door,
    add_household,
    change_household,
    end_household,
)
from gewu.ground.residents.actions.opening import (
    Masked,
    OpenedPart,
    OpenedPerson,
    list_masked,
    name_masked,
    open_own,
    open_person,
    open_urgently,
)
from gewu.ground.residents.actions.people import (
    add_person,
    end_guardian,
    erase_person,
    leave,
    move_person,
    name_guardian,
)
from gewu.ground.residents.actions.purposes import (
    PurposeGiven,
    add_purpose,
    add_standard_purposes,
    change_purpose,
    decide_assessment,
    make_assessment,
    publish_notice,
    switch_purpose,
)
from gewu.ground.residents.actions.requests import (
    ask_for_child,
    decide_child_request,
    review_access,
)

__all__ = [
    "Door",
    "Masked",
    "Opened",
    "OpenedPart",
    "OpenedPerson",
    "PurposeGiven",
    "Told",
    "add_household",
    "add_person",
    "add_purpose",
    "add_standard_purposes",
    "ask_for_child",
    "change_household",
    "change_purpose",
    "decide_assessment",
    "decide_child_request",
    "end_guardian",
    "end_household",
    "erase_contact",
    "erase_person",
    "keep_contact",
    "keep_contacts",
    "leave",
    "list_masked",
    "make_assessment",
    "move_person",
    "name_guardian",
    "name_masked",
    "open_own",
    "open_person",
    "open_urgently",
    "publish_notice",
    "read_contact",
    "record_consent",
    "record_refusal",
    "review_access",
    "switch_purpose",
    "withdraw_consent",
    "write_part",
]
