"""What a record is found by: only what everybody who has its kind may read."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from gewu.ground.registers.rules.fields import FieldType, Spec
from gewu.methods.bigrams import terms

SEARCHED = (FieldType.TEXT, FieldType.LONG, FieldType.PHONE, FieldType.CHOICE)


class Field(Protocol):
    """Whatever says what a field holds and who reads it."""

    privacy: str
    retired_at: Any

    @property
    def spec(self) -> Spec:
        """Its key and type."""

    @property
    def group(self) -> Any:
        """Its group, with the roles that see it."""


def is_open(field: Field) -> bool:
    """Whether everybody who has the kind reads it, so that it may lead to a record."""
    return (
        field.retired_at is None
        and field.privacy != "personal"
        and not field.group.see_roles
        and field.spec.type in SEARCHED
    )


def terms_of(name: str, code: str, fields: Iterable[Field], values: Mapping[str, Any]) -> list[str]:
    """The terms of a record."""
    said = [name, code]
    for field in fields:
        value = values.get(field.spec.key)
        if value is not None and is_open(field):
            said += _words(field.spec, str(value))
    return terms("\n".join(said))


def _words(spec: Spec, value: str) -> list[str]:
    if spec.type != FieldType.CHOICE:
        return [value]
    return [word for each in spec.choices if each.key == value for word in (each.zh, each.en)]
