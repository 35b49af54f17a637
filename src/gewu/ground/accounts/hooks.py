"""Where higher areas tell accounts what a user may do."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gewu.kernel.hooks import Hook


@dataclass(frozen=True)
class Grant:
    """A role held in a place: every area whose path starts with `path`, or the one unit."""

    role: str
    path: str
    unit_id: UUID | None = None


# The argument is a User; its class lies above this file.
grants_of: Hook[Callable[[Any], Iterable[Grant]]] = Hook(
    "accounts.grants_of", "What roles does this user hold, and where?"
)

# The argument are paths of areas; the answer are ids of users, as a query or a list.
held_outside: Hook[Callable[[tuple[str, ...]], Iterable[UUID]]] = Hook(
    "accounts.held_outside", "Which users hold a role today outside of these places?"
)

# The argument is the name of a role; the answer are ids of users who hold it today by a post.
holders_of: Hook[Callable[[str], Iterable[UUID]]] = Hook(
    "accounts.holders_of", "Who holds this role today?"
)

# The arguments are payloads of audited events; the answers say in words what they were about.
audit_words: Hook[Callable[[list[dict[str, Any]]], list[str]]] = Hook(
    "accounts.audit_words", "What were these audited events about?"
)

# The argument are ids of units; none asks for those of which a county has one each: departments.
unit_names: Hook[Callable[[Collection[UUID] | None], Mapping[UUID, str]]] = Hook(
    "accounts.unit_names", "What are these units called?"
)
