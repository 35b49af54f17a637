"""What can be set, filled in or pressed, read from the code; and docs/consequences.md, read."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple, get_type_hints

import typer
from django import forms
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from ninja import Schema

from gewu.config.cli import COMMANDS
from gewu.doors.openapi.views import api
from gewu.work.tickets.views.buttons import GRANTED_BY
from gewu.work.tickets.views.whistling import STEPS
from tests.architecture.sources import PACKAGE, ROOT, area_of, dotted, is_test, python_files

TABLE = ROOT / "docs" / "consequences.md"
# Fields that a form makes for each case at hand, by the name without its number.
FORMS = re.compile(r"gewu\..*\.forms\b")
MADE = {
    "joining.SplitForm": ("words", "item"),
    "importing.ValuesForm": ("item", "state"),
    "signing.SignInForm": ("login",),
    "noting.RecordForm": ("f",),
    "importing.MeaningForm": ("c",),
}
# Fields of what a form is built upon that it never shows.
TAKEN_OUT = {"signing.SignInForm.remember", "catalogue.NewItemForm.is_default"}
# Developers measure and check with these; nobody's work depends on what they are told.
MEASURING = {"bench", "evaluate", "simulate", "messages"}
# Where the next page of a list begins.
MARKS = {"after", "before"}

CELL = re.compile(r"`([^`]+)`")
GROUP = re.compile(r"([^()]+)\(([^()]+)\)")
NAMED = re.compile(r"([\w/]+\.py)::(\w+)")
LOOSE = re.compile(
    r'request\.(?:GET|POST)(?:\.get|\.getlist)?[\[(]"(\w+)"|"(\w+)" (?:not )?in request\.(?:GET|POST)'
)
ENVIRONMENT = re.compile(r'"(GEWU_[A-Z_]+|DATABASE_URL|PG_BIN)"')


class Row(NamedTuple):
    """A row of the table: what a person reads, the keys it covers, the tests that show it."""

    line: int
    said: str
    keys: tuple[str, ...]
    tests: tuple[tuple[str, str], ...]


@cache
def rows() -> list[Row]:
    """The rows of the table."""
    found = []
    for line, text in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        cells = [cell.strip() for cell in text.strip().strip("|").split(" | ")]
        if text.startswith("| ") and len(cells) == 3 and cells[0] != "what it is":
            keys = tuple(key for span in CELL.findall(cells[1]) for key in spread(span))
            found.append(Row(line, cells[0], keys, tuple(NAMED.findall(cells[2]))))
    return found


def spread(span: str) -> Iterator[str]:
    """`FileForm(unit, agreed)` stands for `FileForm.unit` and `FileForm.agreed`."""
    group = GROUP.fullmatch(span)
    if group is None:
        yield span
    else:
        yield from (f"{group[1]}.{name.strip()}" for name in group[2].split(","))


def file_of(named: str) -> Path | None:
    """The file of a test, named from its area or from the root."""
    direct = ROOT / named
    return direct if direct.is_file() else next(PACKAGE.glob(f"**/{named}"), None)


@cache
def keys() -> frozenset[str]:
    """Everything that can be set, filled in or pressed."""
    found = {*fields(), *loose_fields(), *addresses(), *steps()}
    found |= {*interface(), *environment(), *options()}
    return frozenset(key for key in found - TAKEN_OUT if key.rpartition(".")[2] not in MARKS)


def is_of_installation(key: str) -> bool:
    """Whether it is told to a program, and not sent to a page."""
    return key.startswith("gewu ") or ENVIRONMENT.fullmatch(f'"{key}"') is not None


# ------------------------------------------------------------------ fields


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of every area."""
    for file in _ours():
        if "forms" in file.parts or file.name == "forms.py":
            import_module(dotted(file).removesuffix(".__init__"))
    found = set(_below(forms.BaseForm))
    return sorted((each for each in found if FORMS.match(each.__module__)), key=form_name)


def form_name(form: type) -> str:
    """`moving.FileForm`: the file and the class, the area where a file is called forms.py."""
    parts = form.__module__.split(".")
    return f"{parts[-2] if parts[-1] == 'forms' else parts[-1]}.{form.__name__}"


@cache
def pages_forms() -> list[type[forms.BaseForm]]:
    """Those that a page uses itself, ours or allauth's; the others are only built upon."""
    return [
        form
        for form in form_classes()
        if form.__name__ in _given_to_allauth()
        or re.search(rf"\b{form.__name__}\b", _views_beside(form))
    ]


@cache
def _given_to_allauth() -> frozenset[str]:
    return frozenset(name.rpartition(".")[2] for name in settings.MFA_FORMS.values())


def fields() -> Iterator[str]:
    """The fields of all pages' forms; hidden ones by the form that declares them."""
    for form in pages_forms():
        name = form_name(form)
        yield from (f"{name}.{field}" for field in MADE.get(name, ()))
        for field, what in form.base_fields.items():
            yield key_of_field(form, field, what)


def key_of_field(form: type[forms.BaseForm], name: str, field: forms.Field) -> str:
    """`moving.FileForm.agreed`; one that is hidden by the form that declares it."""
    made = next((word for word in MADE.get(form_name(form), ()) if name.startswith(f"{word}_")), "")
    return f"{_owner(form, name) if field.widget.is_hidden else form_name(form)}.{made or name}"


@cache
def loose_fields() -> frozenset[str]:
    """What a view reads by name without a form."""
    return frozenset(
        f"{view_name(dotted(file))}.{found[0] or found[1]}"
        for file in _view_files()
        for found in LOOSE.findall(file.read_text(encoding="utf-8"))
    )


@cache
def pages_modules() -> frozenset[str]:
    """The files whose functions answer an address; other files of views help them."""
    found = (inspect.unwrap(view).__module__ for _name, view in _named(get_resolver(), ""))
    return frozenset(view_name(each) for each in found)


def view_name(module: str) -> str:
    """`queue`, or the area where a file is called views.py."""
    parts = module.split(".")
    return parts[-2] if parts[-1] in {"views", "context"} else parts[-1]


def _owner(form: type[forms.BaseForm], field: str) -> str:
    having = [each for each in form.__mro__ if field in getattr(each, "base_fields", {})]
    return form_name(having[-1])


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@cache
def _ours() -> list[Path]:
    return [each for each in python_files() if each.is_relative_to(PACKAGE) and not is_test(each)]


@cache
def _view_files() -> list[Path]:
    return [file for file in _ours() if "views" in file.parts or file.name == "views.py"]


@cache
def _views_beside(form: type) -> str:
    """The views of a form's area without their type hints; of ui, which every area uses, all."""
    area = area_of(form.__module__)
    texts = [
        each.read_text(encoding="utf-8")
        for each in _view_files()
        if area is None or area_of(dotted(each)) == area
    ]
    return re.sub(r"type\[[\w.]+\]", "", "\n".join(texts))


# ------------------------------------------------------------------ buttons


def addresses() -> Iterator[str]:
    """Every address that takes a POST: `tickets:sign`."""
    for name, view in _named(get_resolver(), ""):
        if takes_post(view):
            yield name


def steps() -> Iterator[str]:
    """The steps that share an address, and what one verb grants."""
    yield from (f"whistle_step:{verb}" for verb in STEPS)
    yield from (f"grant:{kind}" for kind in GRANTED_BY)


def _named(resolver: URLResolver, area: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            below = ":".join(filter(None, (area, entry.namespace or "")))
            yield from _named(entry, below)
        elif isinstance(entry, URLPattern) and entry.name and not area.startswith("openapi"):
            yield ":".join(filter(None, (area, entry.name))), entry.callback


@cache
def takes_post(view: Any) -> bool:
    """Whether a view, or a function that it calls, looks for a POST."""
    if hasattr(view, "view_class"):
        return "post" in dir(view.view_class)
    while not _looks_for_post(view, 4):
        if not hasattr(view, "__wrapped__"):
            return False
        view = view.__wrapped__
    return True


def _looks_for_post(function: Any, depth: int) -> bool:
    if not isinstance(function, FunctionType) or not function.__module__.startswith("gewu."):
        return False
    names, texts = _of_code(function.__code__)
    if "POST" in names | texts or "require_POST" in inspect.getsource(function):
        return True
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    inside = [
        vars(each)[name]
        for each in known
        if isinstance(each, ModuleType) and each.__name__.startswith("gewu.")
        for name in names
        if name in vars(each)
    ]
    called = [each for each in (*known, *inside) if "views" in getattr(each, "__module__", "")]
    return depth > 0 and any(_looks_for_post(each, depth - 1) for each in called)


def _of_code(code: CodeType) -> tuple[set[str], set[str]]:
    names = set(code.co_names)
    texts = {each for each in code.co_consts if isinstance(each, str)}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            more = _of_code(inner)
            names, texts = names | more[0], texts | more[1]
    return names, texts


# ------------------------------------------------------------------ machines and installations


def interface() -> Iterator[str]:
    """What machines send: the calls that write, and the fields of what they carry."""
    for _prefix, router in api._routers:
        for view in router.path_operations.values():
            for call in view.operations:
                if "POST" in call.methods:
                    name = f"openapi:{call.view_func.__name__}"
                    hints = get_type_hints(call.view_func).values()
                    bodies = [
                        each
                        for each in hints
                        if isinstance(each, type) and issubclass(each, Schema)
                    ]
                    yield name
                    yield from (f"{name}.{field}" for each in bodies for field in each.model_fields)


def environment() -> Iterator[str]:
    """The variables that the program reads."""
    for file in _ours():
        yield from ENVIRONMENT.findall(file.read_text(encoding="utf-8"))


def options() -> Iterator[str]:
    """The options of each command, but of those that measure: `gewu serve.port`."""
    for name in COMMANDS:
        if name not in MEASURING:
            app = import_module(f"gewu.config.cli.{name}").app
            yield from _options(typer.main.get_command(app), f"gewu {name}")


def _options(command: Any, name: str) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield from (
            f"{name}.{each.name}"
            for each in command.params
            if each.name != "help" and each.param_type_name == "option"
        )
    else:
        for word, inner in below.items():
            yield from _options(inner, f"{name} {word}")
