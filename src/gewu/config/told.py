"""What an environment may keep in files: NAME_FILE names the file that holds what NAME would say.

So a secret stands in no list of processes and in no file of a service that others may read.
"""

from collections.abc import Mapping
from pathlib import Path

SECRETS = (
    "DATABASE_URL",
    "GEWU_SECRET_KEY",
    "GEWU_DATA_KEYS",
    "GEWU_INDEX_KEY",
    "GEWU_BACKUP_KEY",
    "GEWU_OIDC_CLIENT_SECRET",
    "GEWU_RESIDENT_OIDC_CLIENT_SECRET",
    "GEWU_MAIL_PASSWORD",
    "GEWU_MAP_TIANDITU_KEY",
)


class EnvError(Exception):
    """The environment says something that cannot be used; the message says what and why."""


def with_files(said: Mapping[str, str]) -> Mapping[str, str]:
    """The environment with what its files say in place of their names."""
    return {**said, **{name: _held(said, name) for name in SECRETS if said.get(f"{name}_FILE")}}


def _held(said: Mapping[str, str], name: str) -> str:
    where = f"{name}_FILE"
    if said.get(name):
        raise EnvError(f"{name} and {where} are both given. Give one of them.")
    try:
        held = Path(said[where]).read_text("utf-8").strip()
    except OSError as error:
        raise EnvError(f"{where}: {said[where]} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise EnvError(f"{where}: {said[where]} holds no text.") from None
    if not held:
        raise EnvError(f"{where}: {said[where]} is empty.")
    return held
