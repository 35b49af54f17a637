"""What data protection announces: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gewu.kernel.journal import Event


@dataclass(frozen=True, kw_only=True)
class DataAsked(Event):
    """Somebody asks for something about their own data."""

    name: ClassVar[str] = "protection.asked"
    audit_label = _("Request about one's own data")

    request_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class DataRequestMoved(Event):
    """A request about own data was answered, refused, extended, carried out or taken back."""

    name: ClassVar[str] = "protection.moved"
    audit_label = _("Request about one's own data taken further")

    request_id: UUID
    verb: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DataRequestDue(Event):
    """A request is near its day, or past it."""

    name: ClassVar[str] = "protection.due"

    request_id: UUID
    level: str


@dataclass(frozen=True, kw_only=True)
class RegisterExported(Event):
    """Somebody took the register of requests away; it names nobody."""

    name: ClassVar[str] = "protection.register_exported"
    audit_label = _("Register of data requests exported")

    count: int


@dataclass(frozen=True, kw_only=True)
class DataTermsChanged(Event):
    """The county takes another time to answer, or names those who looked, or no longer does."""

    name: ClassVar[str] = "protection.terms_changed"
    audit_label = _("Terms of data protection changed")

    days: int
    shows_names: bool
