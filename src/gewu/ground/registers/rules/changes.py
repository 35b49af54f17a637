"""What changed between two versions of a record, and which fields somebody may read."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

PREFIX = "f_"


class Grouped(Protocol):
    """Whatever says which roles see and change it."""

    @property
    def see_roles(self) -> list[str]:
        """Empty: everybody who has the kind."""

    @property
    def edit_roles(self) -> list[str]:
        """Empty: everybody who may change records."""


def may_see_group(group: Grouped, roles: Collection[str]) -> bool:
    """Whether one of these roles reads the fields of a group."""
    return not group.see_roles or bool(set(group.see_roles) & set(roles))


def may_edit_group(group: Grouped, roles: Collection[str]) -> bool:
    """Whether one of these roles changes them; nobody changes what they cannot read."""
    allowed = not group.edit_roles or bool(set(group.edit_roles) & set(roles))
    return allowed and may_see_group(group, roles)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is other, with what it was and what it is."""
    keys = [*before, *(key for key in after if key not in before)]
    return {
        key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)
    }


def since(steps: Iterable[Mapping[str, list[Any]]]) -> dict[str, list[Any]]:
    """Several steps as one, the oldest first; what came back to what it was is left out."""
    sums: dict[str, list[Any]] = {}
    for step in steps:
        for key, (before, after) in step.items():
            sums[key] = [sums[key][0] if key in sums else before, after]
    return {key: pair for key, pair in sums.items() if pair[0] != pair[1]}


def field_keys(changes: Iterable[str]) -> set[str]:
    """The keys of fields among what changed."""
    return {name.removeprefix(PREFIX) for name in changes if name.startswith(PREFIX)}
