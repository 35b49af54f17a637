"""What accounts announces."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class UserAdded(Event):
    """Somebody got a sign-in."""

    name: ClassVar[str] = "accounts.user_added"
    audit_label = _("Sign-in made")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class EverythingGivenUp(Event):
    """The first sign-in of a county does not administer everything any more."""

    name: ClassVar[str] = "accounts.everything_given_up"
    audit_label = _("Administration of everything given up")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserRenamed(Event):
    """A user's shown name was corrected."""

    name: ClassVar[str] = "accounts.user_renamed"
    audit_label = _("Name changed")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserDeactivated(Event):
    """A sign-in was closed; what the user did stays on record."""

    name: ClassVar[str] = "accounts.user_deactivated"
    audit_label = _("Sign-in closed")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class UserReactivated(Event):
    """A closed sign-in was opened again."""

    name: ClassVar[str] = "accounts.user_reactivated"
    audit_label = _("Sign-in opened again")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A password was set anew, by its owner or by an administrator."""

    name: ClassVar[str] = "accounts.password_changed"
    audit_label = _("Password set")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class KeyIssued(Event):
    """A key for machines was issued."""

    name: ClassVar[str] = "accounts.key_issued"
    audit_label = _("Key for a machine issued")

    key_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Event):
    """A key for machines stopped working."""

    name: ClassVar[str] = "accounts.key_revoked"
    audit_label = _("Key for a machine revoked")

    key_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody signed in."""

    name: ClassVar[str] = "accounts.signed_in"
    audit_label = _("Signed in")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    """A name and a password did not fit; nobody is named where the name is not known here."""

    name: ClassVar[str] = "accounts.sign_in_failed"
    audit_label = _("Signing in failed")

    user_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SignInLocked(Event):
    """A name waits from one address, or from all that are not known for it, after five failures."""

    name: ClassVar[str] = "accounts.sign_in_locked"
    audit_label = _("Signing in locked for fifteen minutes")

    user_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """Somebody ended their session."""

    name: ClassVar[str] = "accounts.signed_out"
    audit_label = _("Signed out")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class AuditExported(Event):
    """Somebody took a part of the audit away as a table."""

    name: ClassVar[str] = "accounts.audit_exported"
    audit_label = _("Audit exported")

    since: date
    until: date


@dataclass(frozen=True, kw_only=True)
class FactorAdded(Event):
    """Somebody signs in with a second proof from now on: "totp", "webauthn", "recovery_codes"."""

    name: ClassVar[str] = "accounts.factor_added"
    audit_label = _("Second proof added")

    user_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Event):
    """A second proof does not count any more; removed by its owner or by an administrator."""

    name: ClassVar[str] = "accounts.factor_removed"
    audit_label = _("Second proof removed")

    user_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class UndertakingPublished(Event):
    """There is a new version of the words by which everyone promises to keep what is confided."""

    name: ClassVar[str] = "accounts.undertaking_published"
    audit_label = _("Confidentiality undertaking published")

    number: int


@dataclass(frozen=True, kw_only=True)
class UndertakingSigned(Event):
    """Somebody has promised by this version."""

    name: ClassVar[str] = "accounts.undertaking_signed"
    audit_label = _("Confidentiality undertaking signed")

    user_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class IdentityLinked(Event):
    """Somebody signs in by the identity provider from now on."""

    name: ClassVar[str] = "accounts.identity_linked"
    audit_label = _("Identity linked")

    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class IdentityUnlinked(Event):
    """The identity provider does not vouch for somebody any more."""

    name: ClassVar[str] = "accounts.identity_unlinked"
    audit_label = _("Identity unlinked")

    user_id: UUID
