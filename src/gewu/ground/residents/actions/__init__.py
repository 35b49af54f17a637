"""Everything that touches personal data: keeping, reading, erasing."""

from gewu.ground.residents.actions.contacts import (
    Opened,
    erase_contact,
    keep_contact,
    keep_contacts,
    read_contact,
)

__all__ = ["Opened", "erase_contact", "keep_contact", "keep_contacts", "read_contact"]
