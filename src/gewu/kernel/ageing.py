"""What the kernel itself lets go by age: months of the journal, the head of the audit, old jobs.

The application may not delete history. Functions of the database's owner do, and refuse whatever is
younger than 180 days (Cybersecurity Law, article 21), whoever calls them.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from gewu.kernel import audit
from gewu.kernel.backups import folder as backups
from gewu.kernel.ids import floor_at, moment_of
from gewu.kernel.models import AuditRecord, ExportRecord, ListenerFailure
from gewu.kernel.retention import Kind, of_rows

LOGS = 180  # days: Cybersecurity Law, article 21 (3)
THREE_YEARS = 3 * 365
JOURNAL = "kernel_journalentry"
# Finished jobs go after three days anyway; what ended badly waits to be looked at.
BAD_JOBS = (
    "SELECT job.id, max(event.at) AS ended FROM procrastinate_jobs AS job"
    " JOIN procrastinate_events AS event ON event.job_id = job.id"
    " WHERE job.status IN ('failed', 'cancelled', 'aborted') GROUP BY job.id"
)


def journal_waiting(border: datetime) -> int:
    """Entries in months that lie wholly before the border."""
    return _count(
        f"SELECT count(*) FROM {JOURNAL} WHERE id < %s",
        floor_at(_month_of(border)),
    )


def journal_held(border: datetime) -> int:
    """Entries that a listener could not take in and nobody has looked at: all months wait."""
    first = floor_at(_month_of(border))
    return ListenerFailure.objects.filter(resolved_at=None, entry__lt=first).count()


def drop_months(border: datetime, most: int) -> int:
    """Drop the months that lie wholly before the border; how many entries went."""
    if journal_held(border):
        return 0
    return _count("SELECT kernel_drop_months(%s)", _month_of(border).date())


def journal_oldest() -> datetime | None:
    """When the first entry was written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {JOURNAL} ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return moment_of(row[0]) if row else None


def audit_oldest() -> datetime | None:
    """When the first record was written."""
    first: datetime | None = AuditRecord.objects.aggregate(first=Min("at"))["first"]
    return first


def jobs_waiting(border: datetime) -> int:
    """Jobs that ended badly and were looked at, or not, for long enough."""
    return _count(f"SELECT count(*) FROM ({BAD_JOBS}) AS job WHERE ended < %s", border)


def drop_jobs(border: datetime, most: int) -> int:
    """Delete them with their events."""
    chosen = f"SELECT id FROM ({BAD_JOBS}) AS job WHERE ended < %s LIMIT {int(most)}"
    return _count(
        f"WITH gone AS (DELETE FROM procrastinate_jobs WHERE id IN ({chosen}) RETURNING 1)"
        " SELECT count(*) FROM gone",
        border,
    )


def jobs_oldest() -> datetime | None:
    """When the first of them ended."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(ended) FROM ({BAD_JOBS}) AS job")
        found: datetime | None = cursor.fetchone()[0]
    return found


def cache_waiting(border: datetime) -> int:
    """Counts of tries and other short memories that are over."""
    return _count("SELECT count(*) FROM kernel_cache WHERE expires < %s", border)


def drop_cache(border: datetime, most: int) -> int:
    """Delete them."""
    return _count(
        "WITH gone AS (DELETE FROM kernel_cache WHERE expires < %s RETURNING 1)"
        " SELECT count(*) FROM gone",
        border,
    )


def _month_of(border: datetime) -> datetime:
    first = border.astimezone(UTC)
    return datetime(first.year, first.month, 1, tzinfo=UTC)


def _count(statement: str, *values: str | int | date | datetime | UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0] or 0)


KINDS = (
    Kind(
        name="kernel.audit",
        label=_("Audit of sign-ins and rights"),
        counted_from=_("from when it was written"),
        what_goes=_("The oldest records; the chain is cut there and stays verifiable."),
        source=_("Cybersecurity Law, article 21: at least six months"),
        days=THREE_YEARS,
        least=LOGS,
        waiting=audit.older_than,
        purge=audit.cut,
        oldest=audit_oldest,
        batch=audit.STEP,
    ),
    Kind(
        name="kernel.journal",
        label=_("Journal of events"),
        counted_from=_("from the end of its month"),
        what_goes=_("Whole months; the change log no longer tells what happened in them."),
        source=_("Our own rule; ids and codes only, no words and no names"),
        days=10 * 365,
        least=THREE_YEARS,
        waiting=journal_waiting,
        purge=drop_months,
        held=journal_held,
        oldest=journal_oldest,
    ),
    Kind(
        name="kernel.jobs",
        label=_("Jobs that failed"),
        counted_from=_("from the last try"),
        what_goes=_("The job with its list of tries."),
        source=_("Our own rule"),
        days=90,
        least=1,
        waiting=jobs_waiting,
        purge=drop_jobs,
        oldest=jobs_oldest,
    ),
    Kind(
        name="kernel.cache",
        label=_("Counts of tries by address"),
        counted_from=_("from when they stop to count"),
        what_goes=_("The count with the address or name it was kept under."),
        source=_("Personal Information Protection Law, article 19: no longer than needed"),
        days=0,
        waiting=cache_waiting,
        purge=drop_cache,
        oldest=lambda: None,
    ),
    Kind(
        name="kernel.backups",
        label=_("Backups"),
        counted_from=_("from when it was made"),
        what_goes=_("The whole backup. What was erased before is then nowhere any more."),
        source=_("Personal Information Protection Law, article 47: erased data ends in copies too"),
        days=30,
        least=7,
        waiting=backups.waiting,
        purge=backups.let_go,
        oldest=backups.oldest,
    ),
    of_rows(
        ExportRecord.objects.all,
        "at",
        name="kernel.exports",
        label=_("Log of exports"),
        counted_from=_("from the export"),
        what_goes=_("The line of the log."),
        source=_("Network Data Regulation, article 12: at least three years"),
        days=5 * 365,
        least=THREE_YEARS,
    ),
)
