"""What accounts announces."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class UserAdded(Event):
    """Somebody got a sign-in."""

    name: ClassVar[str] = "accounts.user_added"

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserRenamed(Event):
    """A user's shown name was corrected."""

    name: ClassVar[str] = "accounts.user_renamed"

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserDeactivated(Event):
    """A sign-in was closed; what the user did stays on record."""

    name: ClassVar[str] = "accounts.user_deactivated"

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserReactivated(Event):
    """A closed sign-in was opened again."""

    name: ClassVar[str] = "accounts.user_reactivated"

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A password was set anew, by its owner or by an administrator."""

    name: ClassVar[str] = "accounts.password_changed"

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Event):
    """A key for machines was issued."""

    name: ClassVar[str] = "accounts.key_issued"

    key_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Event):
    """A key for machines stopped working."""

    name: ClassVar[str] = "accounts.key_revoked"

    key_id: UUID
    user_id: UUID
