"""Periods, what they would let go, and the proofs of what went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from gewu.ground.accounts.hooks import held_outside
from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import reaches_everything
from gewu.ground.accounts.queries import names_of
from gewu.kernel.models import ExportRecord
from gewu.kernel.retention import Kind, kind_named, kinds
from gewu.kernel.viewing import of_the_house
from gewu.oversight.keeping import rules
from gewu.oversight.keeping.models import Period, Purge


@dataclass(frozen=True)
class Line:
    """A kind as the page shows it."""

    kind: Kind
    days: int
    source: str
    is_set_here: bool
    last: Purge | None

    @property
    def span(self) -> str:
        """The period in words."""
        return rules.span(self.days)

    @property
    def least(self) -> str:
        """The shortest period in words."""
        return rules.span(self.kind.least)


@dataclass(frozen=True)
class Outlook:
    """What the next run would do with a period."""

    waiting: int
    held: int
    oldest: datetime | None


@dataclass(frozen=True)
class Proof:
    """A run with the name of its kind; a kind that is gone keeps its code."""

    run: Purge
    label: str | Promise


@dataclass(frozen=True)
class Taken:
    """A file that left the house, with the name of who took it."""

    record: ExportRecord
    by: User | None

    @property
    def name(self) -> str:
        """What the file is."""
        return rules.file_named(self.record.what)


def days_of(kind: Kind) -> int:
    """For how many days a kind is kept here."""
    return period_of(kind, Period.objects.in_bulk([kind.name]))[0]


def period_of(kind: Kind, periods: Mapping[str, Period]) -> tuple[int, str]:
    """Days and rule: as they were set here, else the default."""
    period = periods.get(kind.name)
    return (period.days, period.source) if period else (kind.days, str(kind.source))


def periods_by_kind() -> dict[str, Period]:
    """The periods that were set here."""
    return {period.kind: period for period in Period.objects.order_by("kind")}


def lines() -> list[Line]:
    """Every kind with its period and its last run."""
    periods = periods_by_kind()
    ended = Purge.objects.exclude(ended_at=None).order_by("kind", "-id").distinct("kind")
    last = {run.kind: run for run in ended}
    return [
        Line(kind, *period_of(kind, periods), kind.name in periods, last.get(kind.name))
        for kind in sorted(kinds, key=lambda kind: str(kind.label))
    ]


@of_the_house
def outlook(kind: Kind, days: int, now: datetime) -> Outlook:
    """What would go with the next run if a kind were kept for so many days."""
    border = rules.border(now, days)
    return Outlook(kind.waiting(border), kind.held(border), kind.oldest())


def proofs(kind: str = "", all_runs: bool = False) -> QuerySet[Purge]:
    """Runs that are over, the newest first; those in which nothing went only when asked for."""
    found = Purge.objects.exclude(ended_at=None)
    if kind:
        found = found.filter(kind=kind)
    if not all_runs:
        found = found.exclude(gone=0, left_over=0, fault="")
    return found.order_by("-id")


def told(runs: Iterable[Purge]) -> list[Proof]:
    """Runs with the names of their kinds."""
    return [Proof(run, kind.label if (kind := kind_named(run.kind)) else run.kind) for run in runs]


def exports_for(
    viewer: User,
    words: str = "",
    since: date | None = None,
    until: date | None = None,
    only_personal: bool = False,
) -> QuerySet[ExportRecord]:
    """The log of exports; in a town that of people whose posts all lie in it."""
    found = ExportRecord.objects.order_by("-number")
    if not reaches_everything(viewer, "keeping.see"):
        for ask in held_outside:
            found = found.exclude(by_id__in=ask(viewer.paths_with("keeping.see")))
        found = found.filter(by_id__in=User.objects.filter(is_superuser=False).values("pk"))
    if words:
        named = Q(username__icontains=words) | Q(name_zh__icontains=words)
        people = User.objects.filter(named | Q(name_en__icontains=words)).values("pk")
        found = found.filter(Q(by_id__in=people) | Q(purpose__icontains=words) | Q(what=words))
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found.filter(is_personal=True) if only_personal else found


def exports_told(records: Iterable[ExportRecord]) -> list[Taken]:
    """Lines of the log with the names that people read them by."""
    records = list(records)
    users = names_of({record.by_id for record in records if record.by_id})
    return [Taken(record, users.get(record.by_id) if record.by_id else None) for record in records]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
