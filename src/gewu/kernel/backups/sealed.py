"""Streams into files that only one key opens, in the format of age (age-encryption.org/v1).

The key is GEWU_BACKUP_KEY, else var/backup.key, made once. It never lies in a backup: whoever
finds a backup reads nothing, and when the key is destroyed no older backup opens any more.
"""

from pathlib import Path
from typing import IO

import pyrage
from django.conf import settings
from pyrage.x25519 import Identity

from gewu.kernel.acting import Refusal
from gewu.kernel.once import write_once

KEY_NAME = "backup.key"


def key() -> Identity:
    """The key of this installation; made when there is none yet."""
    if not settings.BACKUP_KEY and not _kept_in().exists():
        write_once(_kept_in(), f"{Identity.generate()}\n")
    return known_key()


def known_key() -> Identity:
    """The key that is there; Refusal when there is none, since a new one opens nothing."""
    said = settings.BACKUP_KEY or _read(_kept_in())
    try:
        return Identity.from_str(said.strip())
    except pyrage.IdentityError:
        raise Refusal(
            "The key of the backups cannot be read. It looks like AGE-SECRET-KEY-1…",
            code="backup_key",
        ) from None


def seal(plain: IO[bytes], sealed: IO[bytes], identity: Identity) -> None:
    """Seal a stream to the end."""
    pyrage.encrypt_io(plain, sealed, [identity.to_public()])


def open_sealed(sealed: IO[bytes], plain: IO[bytes], identity: Identity) -> None:
    """Open a sealed stream to the end; Refusal when it is cut short, changed or of another key."""
    try:
        pyrage.decrypt_io(sealed, plain, [identity])
    except (pyrage.DecryptError, OSError) as error:
        raise Refusal(
            f"The backup does not open: it was cut short or changed, or has another key ({error}).",
            code="sealed",
        ) from error


def _kept_in() -> Path:
    return Path(settings.BACKUP_KEY_FILE)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise Refusal(
            f"The key of the backups is not in {file}: {error.strerror}. "
            "Put it back from where you keep it, or say it in GEWU_BACKUP_KEY.",
            code="backup_key",
        ) from error
