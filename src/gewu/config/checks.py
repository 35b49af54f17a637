"""What Django's own checks cannot know: is this installation fit to be used?"""

import stat
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.db import OperationalError, ProgrammingError, connection

from gewu.config import catalogues, schema
from gewu.config.env import Env
from gewu.ground.accounts.queries import founders, is_separated
from gewu.kernel import wall

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})


def everything() -> list[CheckMessage]:
    """All findings, Django's and ours."""
    ours = [finding for check in _CHECKS for finding in check(settings.ENV)]
    return [*run_checks(databases=None), *ours]


def _database(_env: Env) -> Iterator[CheckMessage]:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield Error(
            f"The database cannot be reached: {error}".strip(),
            hint="Start it with bin/setup or bin/demo, or name yours in DATABASE_URL.",
            id="gewu.E001",
        )
        return
    if waiting := schema.pending():
        yield Error(
            f"The database is behind: {len(waiting)} migrations wait, first {waiting[0]}.",
            hint="Run gewu migrate.",
            id="gewu.E002",
        )
    elif open_tables := wall.unguarded():
        yield Warning(
            f"The second wall does not stand: {len(open_tables)} tables are not guarded by the "
            f"database itself, first {open_tables[0]}.",
            hint="Make the role gewu_viewer (docs/how-to/keep-sign-ins-safe.md), then gewu migrate.",
            id="gewu.W003",
        )


def _one_hand(_env: Env) -> Iterator[CheckMessage]:
    try:
        names = [user.username for user in founders()]
    except (OperationalError, ProgrammingError):  # _database has said it
        return
    if names and is_separated():
        yield Warning(
            f"{', '.join(names)} still administers everything, though a system administrator, "
            "a security administrator and an auditor are appointed.",
            hint="Let them give it up on the page Users.",
            id="gewu.W004",
        )


def _front_end(_env: Env) -> Iterator[CheckMessage]:
    if not settings.STATIC_BUILT.joinpath(".vite", "manifest.json").is_file():
        yield Error(
            "The front end is not built, so pages have no style.",
            hint="Run bin/setup.",
            id="gewu.E003",
        )


def _translations(_env: Env) -> Iterator[CheckMessage]:
    sources = catalogues.PACKAGE.rglob("locale/*/LC_MESSAGES/django.po")
    if missing := [file for file in sources if not file.with_suffix(".mo").exists()]:
        yield Warning(
            f"{len(missing)} translations are not compiled, so pages speak English.",
            hint="Run gewu messages.",
            id="gewu.W001",
        )


def _keys(env: Env) -> Iterator[CheckMessage]:
    file = env.var / "secrets.json"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Error(
            f"{file} can be read by others; it holds the keys of all personal data.",
            hint=f"chmod 600 {file}",
            id="gewu.E004",
        )


def _openness(env: Env) -> Iterator[CheckMessage]:
    outside = sorted(set(env.hosts) - LOCAL)
    if outside and env.debug:
        yield Error(
            f"GEWU_DEBUG is on while {outside[0]} is served: error pages would show data.",
            hint="Unset GEWU_DEBUG.",
            id="gewu.E005",
        )
    if outside and not env.https:
        yield Warning(
            f"{outside[0]} is served without HTTPS: passwords travel in the open.",
            hint="Put nginx or Caddy in front and set GEWU_HTTPS=1.",
            id="gewu.W002",
        )


_CHECKS: tuple[Callable[[Env], Iterator[CheckMessage]], ...] = (
    _database,
    _one_hand,
    _front_end,
    _translations,
    _keys,
    _openness,
)
