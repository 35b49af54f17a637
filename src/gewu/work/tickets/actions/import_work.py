"""What a worker does with a file on its way in: look through every row, land all of them or none.

A lock in the database is held meanwhile. When the worker dies the lock is gone, so that the page can
say that the work broke off; to begin again is safe, because a file lands in one transaction.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.arriving import working
from gewu.kernel.journal import announce
from gewu.kernel.tables import Row, Table, read_table, write_csv
from gewu.work.tickets.actions.bulk import Bundle
from gewu.work.tickets.actions.importing import ImportDone, first_to_land, import_tickets
from gewu.work.tickets.events import TicketsImported
from gewu.work.tickets.models import ImportRun
from gewu.work.tickets.queries.import_runs import lock_words
from gewu.work.tickets.queries.importing import Examined, examine
from gewu.work.tickets.rules.drafts import BadRow
from gewu.work.tickets.rules.mapping import read_mapping

STEP = 2_000
SHOWN_FAULTS = 50
SHOWN_ROWS = 20
State = ImportRun.State


def check_import(*, pk: UUID, by: Actor) -> None:
    """Look through a file: what is new, what is known, what is wrong, where rows will land."""
    with _alone(pk, State.CHECKING, by) as run:
        if run is not None:
            examined = _examined(run, by)
            _write_report(run, examined.bad)
            bundles = first_to_land(examined=examined, first=SHOWN_ROWS, by=run.user)
            found = {
                "state": State.CHECKED,
                "total": examined.total,
                "known": examined.known,
                "bad": len({row.line for row in examined.bad}),
                "faults": [_cells(row) for row in examined.bad[:SHOWN_FAULTS]],
                "preview": [_landed(bundle) for bundle in bundles],
            }
            _note(run=run, changed=found, by=by)


def land_import(*, pk: UUID, by: Actor) -> None:
    """Import a file that was looked through, all new rows or none."""
    with _alone(pk, State.LANDING, by) as run:
        if run is not None:
            examined = _examined(run, by)
            done = import_tickets(
                examined=examined,
                told=lambda count: _note(run=run, changed={"counted": count}, by=by),
                by=run.user,
            )
            _finish(run=run, done=done, source_system=examined.mapping.source_system, by=run.user)


@contextmanager
def _alone(pk: UUID, state: str, by: Actor) -> Iterator[ImportRun | None]:
    """The file if it waits for this, in its owner's language, and nobody else at it."""
    with working(lock_words(pk)):
        run = ImportRun.objects.select_related("user").filter(pk=pk, state=state).first()
        if run is None:
            yield None
            return
        with override(run.language):
            _note(run=run, changed={"began_at": clock.now(), "counted": 0}, by=by)
            try:
                yield run
            except Refusal as no:
                stopped = {"state": State.STOPPED, "message": str(no)[:500]}
                _note(run=run, changed=stopped, by=by)


def _examined(run: ImportRun, by: Actor) -> Examined:
    table = read_table(run.path, run.sheet or None)
    counted = Table(table.columns, _counting(table.rows, run, by))
    return examine(counted, read_mapping(json.dumps(run.mapping)), clock.now())


def _counting(rows: Iterator[Row], run: ImportRun, by: Actor) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count % STEP == 0 and run.state == State.CHECKING:
            _note(run=run, changed={"counted": count}, by=by)
        yield row


def _write_report(run: ImportRun, bad: Sequence[BadRow]) -> None:
    run.report_path.unlink(missing_ok=True)
    if bad:
        with run.report_path.open("w", encoding="utf-8", newline="") as target:
            write_csv(target, (_("Line"), _("Column"), _("Why")), map(_cells, bad))


def _cells(row: BadRow) -> list[Any]:
    return [row.line, row.column, row.reason]


def _landed(bundle: Bundle) -> dict[str, Any]:
    ticket = bundle.ticket
    return {
        "title": bundle.text.title,
        "area": str(ticket.area_id or ""),
        "has_point": ticket.lon is not None,
        "item": str(ticket.item_id or ""),
        "state": ticket.state,
        "unit": str(ticket.unit_id or ""),
        "limit": ticket.deadline_class,
        "submitted_at": ticket.submitted_at.isoformat(),
        "due_at": ticket.due_at.isoformat(),
    }


@action
def _note(*, run: ImportRun, changed: Mapping[str, Any], by: Actor) -> None:
    for name, value in changed.items():
        setattr(run, name, value)
    run.save(update_fields=list(changed))


@action
def _finish(*, run: ImportRun, done: ImportDone, source_system: str, by: Actor) -> None:
    """Only how many there were stays; the file and what was read from it goes."""
    transaction.on_commit(run.erase_files)
    emptied: dict[str, Any] = {"sample": [], "preview": [], "faults": [], "columns": []}
    ended = {"state": State.DONE, "ended_at": clock.now(), "counted": done.added}
    for name, value in {**emptied, **ended, "added": done.added, "known": done.known}.items():
        setattr(run, name, value)
    run.save()
    announce(
        TicketsImported(
            run=run.pk, source_system=source_system, added=done.added, known=done.known
        ),
        by=by,
    )
