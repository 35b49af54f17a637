"""The audit of a viewer's place, and how it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from gewu.ground.accounts import rules
from gewu.ground.accounts.events import SignInFailed
from gewu.ground.accounts.hooks import audit_words
from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries.users import names_of
from gewu.kernel.journal import audited_kinds
from gewu.kernel.models import AuditRecord

MOST_NAMES = 200


@dataclass(frozen=True)
class AuditAsked:
    """What somebody looks for in the audit."""

    words: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditLine:
    """A record as it is read: what, by whom, about whom."""

    record: AuditRecord
    label: str | Promise
    by: User | None
    about: User | None
    words: str
    failed: bool


def audit_for(viewer: User, asked: AuditAsked) -> QuerySet[AuditRecord]:
    """The audit of a viewer's place; sign-ins belong to no place, so to the county's auditor."""
    paths = viewer.paths_with("audit.see")
    found = AuditRecord.objects.all()
    if not any(rules.is_whole(path) for path in paths):
        place = Q(pk=None)
        for path in paths:
            place |= Q(path__startswith=path)
        found = found.filter(place)
    if asked.kind:
        found = found.filter(name=asked.kind)
    if asked.words:
        ids = _ids_of(asked.words)
        found = found.filter(Q(actor_id__in=ids) | Q(about_id__in=ids))
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return found.order_by("-seq")


def told(records: Sequence[AuditRecord]) -> list[AuditLine]:
    """Records with the names that people read them by."""
    people = {record.actor_id for record in records if record.actor_id}
    people |= {record.about_id for record in records if record.about_id}
    users = names_of(people)
    words = [""] * len(records)
    for ask in audit_words:
        words = [
            " · ".join(filter(None, pair))
            for pair in zip(words, ask([record.payload for record in records]), strict=True)
        ]
    labels = audited_kinds()
    return [
        AuditLine(
            record=record,
            label=labels.get(record.name, record.name),
            by=users.get(record.actor_id) if record.actor_id else None,
            about=_about(record, users),
            words=said,
            failed=record.name == SignInFailed.name,
        )
        for record, said in zip(records, words, strict=True)
    ]


def _ids_of(words: str) -> list[UUID]:
    named = Q(username__icontains=words) | Q(name_zh__icontains=words)
    found = User.objects.filter(named | Q(name_en__icontains=words)).order_by("pk")
    return list(found.values_list("pk", flat=True)[:MOST_NAMES])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _about(record: AuditRecord, users: dict[UUID, User]) -> User | None:
    """Whom it concerns, where that is somebody else than who did it."""
    if record.about_id is None or record.about_id == record.actor_id:
        return None
    return users.get(record.about_id)
