"""What residents keeps: contacts, sealed, and who looked at them."""

from gewu.ground.residents.models.contacts import Contact, ContactAccess

__all__ = ["Contact", "ContactAccess"]
