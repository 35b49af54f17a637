"""Field types of PostgreSQL that Django does not know."""

from typing import Any

from django.db import models
from django.db.models.expressions import Func


class CurrentTransaction(Func):
    """The 64-bit id of the transaction that writes the row; it never wraps around."""

    function = "pg_current_xact_id"
    arity = 0


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """An xid8: ordered like a number, without arithmetic."""

    def db_type(self, connection: Any) -> str:
        """The column type."""
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """The driver hands it over as text."""
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        """Quoted, because PostgreSQL compares an xid8 with no integer."""
        return str(value) if isinstance(value, int) else super().get_prep_value(value)

    def get_internal_type(self) -> str:
        """A type of its own, so that no integer converter touches it."""
        return "TransactionIdField"
