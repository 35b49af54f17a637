"""The audit: who signed in and who was given which rights, as a chain that shows every touch.

Each record's `mac` is an HMAC-SHA256 over the record and the `mac` before it, with the key of the
installation (INDEX_KEY): a row that is changed, removed or put in between no longer fits, and
nobody who has only the database can make it fit. The application may add rows and nothing else, but
for the oldest by age: there the chain is cut, and where it begins since then is signed (AuditStart).
The yardstick is GB/T 22239-2019 (8.1.4.3): time, user, kind of event, success; kept from change.
"""

import json
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.kernel import crypto
from gewu.kernel.acting import at_last
from gewu.kernel.models import AuditHead, AuditRecord, AuditStart, JournalEntry

# The address from which the request at hand came; accounts sets it.
source: ContextVar[str] = ContextVar("audit_source", default="")
LIMIT = 64
STEP = 5_000


@dataclass(frozen=True)
class Head:
    """The last link, to be kept where nobody who runs the database reaches it."""

    seq: int
    mac: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """A head as it was printed; ValueError where it is none."""
        seq, _colon, mac = text.strip().partition(":")
        if len(mac) != LIMIT or set(mac) - set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(seq), mac)


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold, and what must have happened there."""

    seq: int
    reason: str


def note(entry: JournalEntry) -> None:
    """Chain what a row of the journal says, as the last step of the action at hand."""
    record = AuditRecord(
        name=entry.name,
        at=entry.recorded_at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        about_id=entry.payload.get("user_id"),
        path=entry.path,
        source=source.get()[:LIMIT],
        payload=entry.payload,
    )
    at_last(_chain, record)


def head() -> Head:
    """The end of the chain as it stands."""
    last = AuditHead.objects.first() or AuditHead()
    return Head(last.seq, bytes(last.mac).hex())


def verify(noted: Iterable[Head] = ()) -> Iterator[Fault]:
    """Every fault of the chain, in order; `noted` are heads that were written down earlier.

    What is added while it runs is left to the next time; of what was cut by age nothing is known.
    """
    begin = start()
    seq, mac = begin.seq, bytes(begin.mac)
    if not _is_signed(begin):
        yield Fault(seq, _("The beginning of the chain was moved."))
    wanted = {each.seq: each.mac for each in noted if each.seq >= seq}
    if seq and wanted.pop(seq, mac.hex()) != mac.hex():
        yield Fault(seq, _("It is not the record that was noted here earlier."))
    last = head()
    for record in AuditRecord.objects.filter(seq__lte=last.seq).order_by("seq").iterator(STEP):
        if record.seq != seq + 1:
            yield Fault(seq + 1, _missing(seq + 1, record.seq - 1))
        elif bytes(record.mac) != crypto.chained(mac, _written(record)):
            yield Fault(record.seq, _("It was changed, or was not written by this house."))
        seq, mac = record.seq, bytes(record.mac)
        if wanted.pop(seq, mac.hex()) != mac.hex():
            yield Fault(seq, _("It is not the record that was noted here earlier."))
    yield from _faults_at_the_end(last, Head(seq, mac.hex()))
    for number in sorted(wanted):
        yield Fault(number, _("It was noted here earlier and is gone."))


def start() -> AuditStart:
    """The last record that was cut by age; 0 where none was."""
    return AuditStart.objects.first() or AuditStart()


def older_than(border: datetime) -> int:
    """How many records from the beginning of the chain on are older than the border."""
    return max(_last_before(border) - start().seq, 0)


def cut(border: datetime, most: int) -> int:
    """Take records older than the border from the beginning of the chain; how many went."""
    with transaction.atomic():
        AuditHead.objects.select_for_update(of=("self",)).first()
        begin = start()
        upto = min(_last_before(border), begin.seq + most)
        if upto <= begin.seq:
            return 0
        begin.seq, begin.mac = upto, AuditRecord.objects.get(pk=upto).mac
        begin.signed, begin.cut_at = _signature(begin), timezone.now()
        begin.save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT kernel_cut_audit(%s)", [upto])
            return int(cursor.fetchone()[0])


def _last_before(border: datetime) -> int:
    """The last record before the first that is younger, so that no gap is left."""
    younger = AuditRecord.objects.filter(at__gte=border).order_by("seq").values_list("seq")
    first = younger.first()
    return first[0] - 1 if first else head().seq


def _is_signed(begin: AuditStart) -> bool:
    return begin.seq == 0 or bytes(begin.signed) == _signature(begin)


def _signature(begin: AuditStart) -> bytes:
    return crypto.chained(bytes(begin.mac), f"begins after {begin.seq}")


def _faults_at_the_end(last: Head, reached: Head) -> Iterator[Fault]:
    if last.seq > reached.seq:
        yield Fault(reached.seq + 1, _missing(reached.seq + 1, last.seq))
    elif last != reached:
        yield Fault(last.seq, _("The end of the chain was moved."))
    behind = AuditRecord.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    if behind > head().seq:
        yield Fault(behind, _("It was put behind the end of the chain."))


def _chain(records: list[AuditRecord]) -> None:
    with transaction.atomic():
        locked = AuditHead.objects.select_for_update(of=("self",))
        last, _new = locked.get_or_create(pk=1)
        seq, mac = last.seq, bytes(last.mac)
        for record in records:
            seq += 1
            record.seq = seq
            record.mac = mac = crypto.chained(mac, _written(record))
        AuditRecord.objects.bulk_create(records, batch_size=1_000)
        last.seq, last.mac = seq, mac
        last.save(update_fields=["seq", "mac"])


def _written(record: AuditRecord) -> str:
    """A record as one text, the same before it is stored and after it is read."""
    parts = (
        record.seq,
        record.name,
        record.at.astimezone(UTC).isoformat(),
        record.actor_kind,
        str(record.actor_id or ""),
        str(record.about_id or ""),
        record.path,
        record.source,
        record.payload,
    )
    return json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("It was removed.")
    return _("Records %(first)s to %(last)s were removed.") % {"first": first, "last": last}
