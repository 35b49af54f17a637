"""Components: small templates that declare their inputs in their first comment.

A component opens with `{% comment "what it is" %}` and one input a line: `label` is required,
`tone = "plain"` has a default, text after `#` explains. An unknown or missing input is an error.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import DOTALL, compile
from typing import Any

from django.template import TemplateSyntaxError

FOLDER = Path(__file__).parent / "templates" / "ui" / "components"
_HEAD = compile(r'\{% comment "(?P<about>[^"]+)" %\}\n(?P<inputs>.*?)\{% endcomment %\}', DOTALL)
_SHARING = compile(r"\b(request|look|user|csrf_token|perms|component|wrap|include|url)\b")
_REQUIRED = object()


@dataclass(frozen=True)
class Input:
    """One declared input of a component."""

    name: str
    default: Any
    about: str

    @property
    def required(self) -> bool:
        """Whether a caller must give it."""
        return self.default is _REQUIRED


@dataclass(frozen=True)
class Component:
    """A component's template and what it accepts."""

    name: str
    about: str
    inputs: tuple[Input, ...]
    # Whether it shows its inputs only: nothing of the request, no other component.
    is_alone: bool = False

    @property
    def template(self) -> str:
        """The template's name for the loader."""
        return f"ui/components/{self.name}.html"

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given inputs completed by the defaults; refuses unknown and missing ones."""
        unknown = set(given) - {known.name for known in self.inputs}
        missing = {known.name for known in self.inputs if known.required} - set(given)
        if unknown or missing:
            raise TemplateSyntaxError(
                f"component {self.name}: unknown {sorted(unknown)}, missing {sorted(missing)}"
            )
        return {known.name: known.default for known in self.inputs} | dict(given)


@cache
def component(name: str) -> Component:
    """The component of that name, read from its template's first comment."""
    path = FOLDER / f"{name}.html"
    if not path.is_file():
        raise TemplateSyntaxError(f"there is no component {name!r} in {FOLDER}")
    text = path.read_text(encoding="utf-8")
    head = _HEAD.match(text)
    if head is None:
        raise TemplateSyntaxError(f"component {name!r} does not declare its inputs")
    lines = [line.strip() for line in head["inputs"].splitlines() if line.strip()]
    inputs = tuple(_input(line) for line in lines)
    return Component(name, head["about"], inputs, is_alone=not _SHARING.search(text))


def all_components() -> list[Component]:
    """Every component, by name."""
    return [component(path.stem) for path in sorted(FOLDER.glob("*.html"))]


def _input(line: str) -> Input:
    declared, _, about = line.partition("  # ")
    name, equals, default = (piece.strip() for piece in declared.partition("="))
    return Input(name, ast.literal_eval(default) if equals else _REQUIRED, about.strip())
