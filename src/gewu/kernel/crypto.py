"""Seals for personal data, blind indexes to find it again, and words that nobody can guess.

Keys come from the settings at call time: DATA_KEYS (key id from 1 to 255 → 32 bytes; the highest
seals, all open) and INDEX_KEY (32 bytes). A seal is: key id, nonce, ciphertext.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011", "- ")
LONGEST_WORD = 51  # letters of five bits in one SHA-256


class BrokenSeal(Exception):
    """The sealed bytes were changed, moved to another place or need a key that is gone."""


def seal(text: str, bound_to: str) -> bytes:
    """Encrypt a text; it opens only with the same `bound_to`, such as "table.column:id"."""
    keys = _data_keys()
    head, nonce = bytes([max(keys)]), secrets.token_bytes(NONCE_BYTES)
    return head + nonce + AESGCM(keys[max(keys)]).encrypt(nonce, text.encode(), _bond(bound_to))


def open_sealed(blob: bytes | memoryview, bound_to: str) -> str:
    """The text of a seal, or BrokenSeal."""
    sealed = bytes(blob)
    nonce, secret = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    key = _data_keys().get(key_id_of(sealed))
    if key is None or len(secret) < TAG_BYTES:
        raise BrokenSeal("cut short, or its key is not known here")
    try:
        return AESGCM(key).decrypt(nonce, secret, _bond(bound_to)).decode()
    except InvalidTag:
        raise BrokenSeal("changed, or belongs to another place") from None


def key_id_of(blob: bytes | memoryview) -> int:
    """The key that made a seal, to find what is to be sealed anew; 0 where there is no seal."""
    return bytes(blob)[0] if len(blob) else 0


def blind_index(text: str, purpose: str) -> bytes:
    """A keyed fingerprint: equal texts give equal bytes within one purpose, and tell nothing."""
    return _keyed("index", purpose, text)


def chained(before: bytes, text: str) -> bytes:
    """The fingerprint of a link: it holds the one before, and nobody makes it without the key."""
    return _keyed("chain", before.hex(), text)


def secret_word(purpose: str, id: UUID | str | int, length: int = 24) -> str:
    """A word that only we can work out, of five bits a letter: for follow links and codes."""
    if not 0 < length <= LONGEST_WORD:
        raise ValueError(f"a word has 1 to {LONGEST_WORD} letters")
    number = int.from_bytes(_keyed("word", purpose, str(id)))
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in range(length))


def same_word(a: str, b: str) -> bool:
    """Compare two words as people type them, without telling by time how far they agree."""
    return hmac.compare_digest(_as_written(a), _as_written(b))


def _as_written(word: str) -> bytes:
    return word.upper().translate(MISREAD).encode()


def _keyed(kind: str, purpose: str, text: str) -> bytes:
    key = getattr(settings, "INDEX_KEY", b"")
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("INDEX_KEY must be 32 bytes")
    # Lengths keep ("ab", "c") and ("a", "bc") apart.
    message = b"".join(
        len(part).to_bytes(4) + part for part in (kind.encode(), purpose.encode(), text.encode())
    )
    return hmac.digest(key, message, hashlib.sha256)


def _data_keys() -> dict[int, bytes]:
    keys: dict[int, bytes] = getattr(settings, "DATA_KEYS", {})
    if not keys or any(
        len(key) != KEY_BYTES or not 0 < key_id < 256 for key_id, key in keys.items()
    ):
        raise ImproperlyConfigured("DATA_KEYS must hold a key of 32 bytes, its id from 1 to 255")
    return keys


def _bond(bound_to: str) -> bytes:
    return b"gewu seal 1\0" + bound_to.encode()
