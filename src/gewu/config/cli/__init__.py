"""`gewu`: the command line. One command a file; this table is the list of them.

A command's file holds `app = typer.Typer()`. It is imported only when it is called, after Django
is set up (and with the database role it needs), so it imports at its top whatever it likes.
"""

import importlib
import os
import sys
from dataclasses import dataclass
from typing import Literal

import django
from django.db import OperationalError, connection

from gewu.config.env import EnvError
from gewu.kernel.acting import Refusal
from gewu.kernel.postgres import ClusterError


@dataclass(frozen=True)
class Command:
    """What must be ready before a command's file is imported."""

    summary: str
    role: Literal["app", "owner"] = "app"
    django: bool = True


COMMANDS = {
    "serve": Command("Serve pages, API, live updates and jobs until Ctrl-C.", django=False),
    "worker": Command("Deliver events and run jobs."),
    "migrate": Command("Bring the database up to date.", role="owner"),
    "check": Command("Say what is misconfigured."),
    "messages": Command("Compile the translations and list what is missing.", django=False),
    "database": Command("Start, stop or prepare the PostgreSQL of this checkout.", django=False),
    "audit": Command("Say whether the audit was touched, or write it to a file."),
    "keys": Command("Say which keys hold seals, or seal anew with the newest."),
    "backup": Command("Make a sealed copy of database and files, or list them.", role="owner"),
    "restore": Command("Restore a backup, or try whether it would do.", role="owner"),
    "sbom": Command("List every package with its licence, for machines or to read.", django=False),
    "administrator": Command("Make the first sign-in of an empty installation."),
    "import": Command("Bring in tickets, areas, people, or a county's sheets from a file."),
    "export": Command(
        "Write areas to a file for maps or spreadsheets, or their posters, or a county as a workbook."
    ),
    "bench": Command("Measure speed; prints JSON."),
    "simulate": Command("Live a month of a town with a fast clock; prints JSON.", django=False),
    "evaluate": Command("Compare a method with the truth; prints JSON."),
    "docs": Command("Draw the documents that come from the code."),
    "demo": Command("Run the demo town, or load its data.", django=False),
}

UNREACHED = (
    "Start it with gewu database start (gewu serve and bin/demo do so too), or name yours in "
    "DATABASE_URL."
)


def main() -> None:
    """Run the command that the arguments name."""
    name, *rest = sys.argv[1:] or ["--help"]
    if name in {"--help", "-h", "help"}:
        print(_overview())
        return
    command = COMMANDS.get(name)
    if command is None:
        sys.exit(f"There is no command “{name}”.\n\n{_overview()}")
    try:
        _prepare(command)
        module = importlib.import_module(f"{__name__}.{name}")
        module.app(args=rest, prog_name=f"gewu {name}")
    except (EnvError, ClusterError, Refusal) as refused:
        sys.exit(str(refused))
    except OperationalError as error:
        if connection.connection is not None:  # it was there, and something else went wrong
            raise
        sys.exit(f"The database cannot be reached: {error}\n{UNREACHED}")


def _prepare(command: Command) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")
    os.environ.setdefault("GEWU_DB_ROLE", command.role)
    if command.django:
        django.setup()


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(["Usage: gewu COMMAND [ARGS]…  (gewu COMMAND --help tells more)", "", *lines])
