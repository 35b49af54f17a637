"""Hook points: a lower area names a place, higher areas plug into it from their plugs.py."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Hook(Generic[T]):
    """A named place to plug into; iterating gives the items in the order they were plugged."""

    def __init__(self, name: str, doc: str) -> None:
        self.name = name
        self.doc = doc
        self._items: list[T] = []
        _hooks.append(self)

    def plug(self, item: T) -> T:
        """Add an item; gives it back, so that it works as a decorator. Twice is harmless."""
        if item not in self._items:
            self._items.append(item)
        return item

    def names(self) -> list[str]:
        """What is plugged in, for the documents and for people who look for a cause."""
        return [_name_of(item) for item in self._items]

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._items))

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<Hook {self.name}: {', '.join(self.names()) or 'empty'}>"


_hooks: list[Hook[Any]] = []


def all_hooks() -> list[Hook[Any]]:
    """Every hook of the house, for the documents."""
    return sorted(_hooks, key=lambda hook: hook.name)


def _name_of(item: object) -> str:
    module = getattr(item, "__module__", type(item).__module__)
    own_name = getattr(item, "__qualname__", None) or repr(item)
    return f"{module}.{own_name}"
