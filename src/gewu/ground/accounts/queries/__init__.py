"""Reads of accounts."""

from gewu.ground.accounts.queries.audit import AuditAsked, AuditLine, audit_for, told
from gewu.ground.accounts.queries.undertakings import (
    has_signed,
    signature_of,
    signatures_of,
    signers_for,
    undertaking,
)
from gewu.ground.accounts.queries.users import (
    digest_of,
    factors_of,
    founders,
    had_before,
    is_known_from,
    is_separated,
    key_for,
    keys_of,
    live_key,
    names_of,
    scope_of,
    separated_without,
    unit_names,
    user_for,
    users_for,
)

__all__ = [
    "AuditAsked",
    "AuditLine",
    "audit_for",
    "digest_of",
    "factors_of",
    "founders",
    "had_before",
    "has_signed",
    "is_known_from",
    "is_separated",
    "key_for",
    "keys_of",
    "live_key",
    "names_of",
    "scope_of",
    "separated_without",
    "signature_of",
    "signatures_of",
    "signers_for",
    "told",
    "undertaking",
    "unit_names",
    "user_for",
    "users_for",
]
