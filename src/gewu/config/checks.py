"""What Django's own checks cannot know: is this installation fit to be used?"""

import stat
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.db import OperationalError, ProgrammingError, connection

from gewu.config import catalogues, schema
from gewu.config.env import HERE, Env
from gewu.ground.accounts.queries import founders, is_separated
from gewu.kernel import wall

SECRET_LETTERS, KEY_BYTES, PASSWORD_LETTERS = 32, 32, 12
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


def _secrets(env: Env) -> Iterator[CheckMessage]:
    """Those that were given by hand; what Gewu makes by itself is random."""
    known = env.secrets
    weak = [] if _is_random(known.secret_key, SECRET_LETTERS) else ["GEWU_SECRET_KEY"]
    keys = [*known.data_keys.values(), known.index_key]
    if not all(_is_random(key, KEY_BYTES) for key in known.data_keys.values()):
        weak.append("GEWU_DATA_KEYS")
    if not _is_random(known.index_key, KEY_BYTES):
        weak.append("GEWU_INDEX_KEY")
    for name in weak:
        yield Error(
            f"{name} can be guessed: it is short, or the same few signs over and over.",
            hint="openssl rand -base64 48 makes one for GEWU_SECRET_KEY, -base64 32 a key.",
            id="gewu.E006",
        )
    if len(set(keys)) < len(keys):
        yield Error(
            "GEWU_DATA_KEYS and GEWU_INDEX_KEY hold one key twice.",
            hint="Each is a key of its own; openssl rand -base64 32 makes one.",
            id="gewu.E007",
        )


def _passwords(env: Env) -> Iterator[CheckMessage]:
    """A password that travels to another machine is worth no less than the one of a person."""
    base = env.database or {}
    elsewhere = str(base.get("HOST", "")).strip("[]") not in HERE | {""}
    is_socket = str(base.get("HOST", "")).startswith("/")
    told = {
        "DATABASE_URL": (
            base.get("PASSWORD", ""),
            base.get("USER", ""),
            elsewhere and not is_socket,
        ),
        "GEWU_MAIL_PASSWORD": (env.mail.password, env.mail.user, bool(env.mail.user)),
    }
    for name, (password, user, counts) in told.items():
        if counts and (len(password) < PASSWORD_LETTERS or password.lower() == user.lower()):
            yield Warning(
                f"{name} has {'no password' if not password else 'a password that can be guessed'}.",
                hint=f"Take one of {PASSWORD_LETTERS} signs or more, in a file that {name}_FILE names.",
                id="gewu.W005",
            )


def _is_random(secret: str | bytes, least: int) -> bool:
    """Whether it has so many signs and is not few signs repeated; no more can be told of it."""
    return len(secret) >= least and len(set(secret)) >= least // 3


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
    _secrets,
    _passwords,
    _openness,
)
