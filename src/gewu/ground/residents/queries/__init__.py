"""Reads of residents that open no seal."""

from gewu.ground.residents.queries.contacts import (
    PHONE,
    accesses_of,
    bound_to,
    contacts_with_phone,
    index_of,
)

__all__ = ["PHONE", "accesses_of", "bound_to", "contacts_with_phone", "index_of"]
