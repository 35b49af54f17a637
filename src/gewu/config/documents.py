"""The documents that are drawn from the code, so that they cannot be out of date."""

import dataclasses
import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from gewu.config.cli import COMMANDS
from gewu.doors.openapi.views import api
from gewu.ground.accounts.rules import PERMISSIONS, ROLES
from gewu.kernel.hooks import Hook, all_hooks
from gewu.kernel.journal import event_kinds, field_types, listeners
from gewu.kernel.states import StateTable
from gewu.ui.hooks import NavItem, Panel

FOLDER = Path("docs/generated")


def drawn() -> dict[str, str]:
    """Every generated document by its file name."""
    import_module(settings.ROOT_URLCONF)  # loads every page, and so every action and its events
    with translation.override("en"):
        return {
            "states.md": _states(),
            "events.md": _events(),
            "hooks.md": _hooks(),
            "roles.md": _roles(),
            "commands.md": _commands(),
            "openapi.json": _interface(),
        }


def state_tables() -> Iterator[tuple[str, StateTable]]:
    """The state tables of all areas, by the module and name that hold them."""
    for app in settings.INSTALLED_APPS:
        if app.startswith("gewu.") and find_spec(f"{app}.states") and app != "gewu.kernel":
            module = import_module(f"{app}.states")
            for name, value in sorted(vars(module).items()):
                if isinstance(value, StateTable):
                    yield f"{app}.states.{name}", value


def _states() -> str:
    parts = ["# State tables\n"]
    for name, table in state_tables():
        parts.append(f"## {name}\n\n```mermaid\n{table.diagram()}```\n")
        parts.append("| state | name | verbs that start here |\n|---|---|---|")
        parts += [
            f"| {state} | {label} | {' · '.join(table.verbs_from(state)) or '–'} |"
            for state, label in table.labels.items()
        ]
        parts.append("")
    return "\n".join(parts)


def _events() -> str:
    heard: dict[str, list[str]] = {}
    for listener in listeners():
        for name in listener.names:
            heard.setdefault(name, []).append(listener.name)
    rows = ["# Events\n", "| event | carries | what it says | heard by |", "|---|---|---|---|"]
    for kind in event_kinds():
        if not kind.__module__.startswith("gewu.") or ".tests." in kind.__module__:
            continue
        carries = ", ".join(field_types(kind)) or "–"
        listening = ", ".join(heard.get(kind.name, [])) or "–"
        rows.append(f"| {kind.name} | {carries} | {_first_line(kind)} | {listening} |")
    return "\n".join(rows) + "\n"


def _hooks() -> str:
    rows = ["# Hooks\n", "| hook | what it asks | plugged in |", "|---|---|---|"]
    rows += [
        f"| {hook.name} | {hook.doc} | {'<br>'.join(_plugged(hook)) or '–'} |"
        for hook in all_hooks()
        if "test" not in hook.name
    ]
    return "\n".join(rows) + "\n"


def _plugged(hook: Hook[Any]) -> list[str]:
    """Functions by their path; what else is plugged in by what it leads to or shows."""
    return sorted(_said(item) or name for item, name in zip(hook, hook.names(), strict=True))


def _said(item: Any) -> str:
    if isinstance(item, NavItem):
        return f"{item.label} → {item.url_name}"
    if isinstance(item, Panel):
        return f"{item.title} → {item.template}"
    return item if isinstance(item, str) else ""


def _roles() -> str:
    names = list(ROLES)
    rows = ["# Roles and what they may do\n", f"| permission | {' | '.join(names)} |"]
    rows.append("|---|" + "---|" * len(names))
    for permission in sorted(PERMISSIONS):
        marks = ["●" if permission in ROLES[name].permissions else "" for name in names]
        rows.append(f"| {permission} | {' | '.join(marks)} |")
    return "\n".join(rows) + "\n"


def _commands() -> str:
    rows = ["# Commands of `gewu`\n", "| command | what it does |", "|---|---|"]
    rows += [f"| `gewu {name}` | {command.summary} |" for name, command in sorted(COMMANDS.items())]
    return "\n".join(rows) + "\n"


def _interface() -> str:
    return json.dumps(api.get_openapi_schema(path_prefix="/api/"), indent=1, default=str) + "\n"


def _first_line(thing: type) -> str:
    doc = thing.__doc__ or ""
    if dataclasses.is_dataclass(thing) and doc.startswith(f"{thing.__name__}("):
        return ""
    return doc.strip().splitlines()[0] if doc.strip() else ""
