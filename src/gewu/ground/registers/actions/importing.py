"""Tables into registers: keep the file, say what its columns mean, look through it, land it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.actions.keeping import Given, change_record
from gewu.ground.registers.events import RecordsImported
from gewu.ground.registers.models import (
    Record,
    RecordChange,
    RegisterField,
    RegisterImport,
    RegisterKind,
    RegisterMapping,
)
from gewu.ground.registers.queries.importing import (
    Examiner,
    Ready,
    is_worked_on,
    lock_words,
    proposed,
    required_of,
)
from gewu.ground.registers.queries.kinds import fields_of
from gewu.ground.registers.rules.due import next_due
from gewu.ground.registers.rules.importing import BadRow, mapping_fault
from gewu.ground.registers.rules.searching import terms_of
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.arriving import beginning, keep_upload, working
from gewu.kernel.ids import uuid7
from gewu.kernel.journal import announce
from gewu.kernel.staging import Staging
from gewu.kernel.tables import read_table, write_csv

State = RegisterImport.State
KEPT = timedelta(hours=24)
SHOWN_FAULTS = 100
STAGING = Staging(Record, RecordChange)


@dataclass
class Done:
    """What an import did, or would do."""

    total: int = 0
    bad: int = 0
    added: int = 0
    changed: int = 0
    known: int = 0


def receive_table(*, kind: RegisterKind, upload: Any, by: User) -> RegisterImport:
    """Keep a file until it is imported, if it is a table; what its columns mean is proposed."""
    refuse(not policies.may_import(by, kind) and _not_yours(), "not_allowed")
    run = RegisterImport(
        kind=kind,
        user=by,
        file_name=(upload.name or "")[-200:],
        language=get_language() or settings.LANGUAGE_CODE,
        created_at=clock.now(),
    )
    keep_upload(upload, run.path)
    try:
        run.columns, run.sample = beginning(run.path)
        run.mapping = proposed(kind, run.columns, by)
        return _keep(run=run, by=by)
    except Refusal as no:
        run.erase_files()
        raise Refusal(no.message, code=no.code, field="file") from no


@action
def start_check(
    *, run: RegisterImport, mapping: Mapping[str, str], system: str, by: User
) -> RegisterImport:
    """Say what the columns mean, which is remembered, and have every row looked through."""
    run = _locked(run, State.COLUMNS, State.CHECKED, State.STOPPED)
    refuse(mapping_fault(mapping, required_of(run.kind, by)), "mapping")
    RegisterMapping.objects.update_or_create(kind=run.kind, defaults={"data": dict(mapping)})
    run.mapping, run.system = dict(mapping), system
    return _look_again(run)


@action
def begin_again(*, run: RegisterImport, by: User) -> RegisterImport:
    """Look through it once more after its worker was stopped; nothing of it has landed."""
    run = _locked(run, State.CHECKING, State.LANDING)
    _refuse_while_worked_on(run)
    return _look_again(run)


@action
def start_landing(*, run: RegisterImport, skip_bad: bool, by: User) -> RegisterImport:
    """Have all rows imported, or none; or the good ones only, where one says so."""
    run = _locked(run, State.CHECKED)
    left = run.bad and not skip_bad
    refuse(left and _("Some rows are bad. Mend them, or say that they are left out."), "bad_rows")
    refuse(not run.added + run.changed and _("There is nothing new in this table."), "nothing")
    run.state, run.skip_bad, run.began_at = State.LANDING, skip_bad, None
    run.save(update_fields=["state", "skip_bad", "began_at"])
    app.configure_task("registers.land_import").defer(run=str(run.pk))
    return run


@action
def forget_import(*, run: RegisterImport, by: Actor) -> None:
    """Erase a file with everything that was read from it."""
    held = _locked(run, *State)
    _refuse_while_worked_on(held)
    files = RegisterImport(pk=held.pk)
    transaction.on_commit(files.erase_files)
    held.delete()


def forget_old_imports(*, now: datetime, by: Actor) -> int:
    """Erase what lies unfinished for a day; how many went."""
    old = RegisterImport.objects.exclude(state=State.DONE).filter(created_at__lt=now - KEPT)
    idle = [run for run in old.order_by("pk") if not is_worked_on(run)]
    for run in idle:
        forget_import(run=run, by=by)
    return len(idle)


def check_import(*, pk: UUID, by: Actor) -> None:
    """Look through every row; nothing is written but what was found."""
    with _at_work(pk, State.CHECKING, by) as run:
        if run is not None:
            bad: list[BadRow] = []
            done = look_through(run.kind, run.path, run.mapping, run.system, bad, by=run.user)
            _write_report(run, bad)
            faults = [[each.line, each.column, each.reason] for each in bad[:SHOWN_FAULTS]]
            _note(run=run, changed={**vars(done), "faults": faults, "state": State.CHECKED}, by=by)


def land_import(*, pk: UUID, by: Actor) -> None:
    """Import what was looked through."""
    with _at_work(pk, State.LANDING, by) as run:
        if run is not None:
            done = bring_in(
                kind=run.kind,
                path=run.path,
                mapping=run.mapping,
                system=run.system,
                skip_bad=run.skip_bad,
                run_id=run.pk,
                by=run.user,
            )
            emptied = {"sample": [], "faults": [], "state": State.DONE}
            _note(run=run, changed={**vars(done), **emptied}, by=by)
            run.erase_files()


def look_through(
    kind: RegisterKind,
    path: Any,
    mapping: Mapping[str, str],
    system: str,
    bad: list[BadRow],
    *,
    by: Actor,
    take: Callable[[list[Ready]], None] = lambda _ready: None,
) -> Done:
    """Every row of a table: how many are new, other, known, bad; good ones go to `take`."""
    done = Done()
    examiner = Examiner(kind, mapping, system, by)
    table = read_table(path)
    for looked in examiner.look(table.rows):
        take(looked.ready)
        lines = {each.line for each in looked.bad}
        same = sum(each.is_same for each in looked.ready)
        known = sum(each.known is not None for each in looked.ready)
        done.total += len(looked.ready) + len(lines)
        done.bad += len(lines)
        done.known += same
        done.changed += known
        done.added += len(looked.ready) - same - known
        bad += looked.bad
    return done


def bring_in(
    *,
    kind: RegisterKind,
    path: Any,
    mapping: Mapping[str, str],
    system: str = "wgs84",
    skip_bad: bool = False,
    run_id: UUID | None = None,
    by: Actor,
) -> Done:
    """Stage all good rows by COPY and publish them in one transaction, or nothing of them."""
    refuse(mapping_fault(mapping, required_of(kind, by)), "mapping")
    bad: list[BadRow] = []
    changes: list[Ready] = []
    fields, run_id = fields_of(kind), run_id or uuid7()
    STAGING.begin()

    def take(ready: list[Ready]) -> None:
        changes.extend(each for each in ready if each.known is not None)
        new = [each for each in ready if each.known is None and not each.is_same]
        records = [_record(kind, fields, each, run_id) for each in new]
        STAGING.stage(Record, records)
        STAGING.stage(RecordChange, _first_steps(records, by))

    done = look_through(kind, path, mapping, system, bad, by=by, take=take)
    if bad and not skip_bad:
        text = _("%(count)d rows are bad, so nothing was imported.") % {"count": done.bad}
        raise BadRows(text, bad)
    return _publish(kind=kind, done=done, changes=changes, run_id=run_id, by=by)


class BadRows(Refusal):
    """A table with rows that cannot be taken, each with its reason; nothing of it was written."""

    def __init__(self, text: str, bad: list[BadRow]) -> None:
        super().__init__(text, code="bad_rows")
        self.bad = bad


@action
def _publish(
    *, kind: RegisterKind, done: Done, changes: list[Ready], run_id: UUID, by: Actor
) -> Done:
    try:
        with transaction.atomic():
            done.added = STAGING.publish()[Record]
    except IntegrityError as error:
        text = _(
            "Somebody else has written about the same things meanwhile. Look through it again."
        )
        raise Refusal(text, code="raced") from error
    done.changed = sum(_change(each, by) for each in changes)
    done.known += len(changes) - done.changed
    counted = {"added": done.added, "changed": done.changed, "known": done.known}
    announce(RecordsImported(kind_id=kind.pk, run_id=run_id, **counted), by=by)
    return done


def _record(kind: RegisterKind, fields: list[RegisterField], ready: Ready, run_id: UUID) -> Record:
    row, today = ready.row, timezone.localdate(clock.now())
    values = {key: value for key, value in row.values.items() if value is not None}
    return Record(
        county_id=kind.county_id,
        kind=kind,
        name=row.name,
        code=row.code,
        area_id=ready.place.pk,
        path=ready.place.path,
        lon=row.lon,
        lat=row.lat,
        values=values,
        terms=terms_of(row.name, row.code, fields, values),
        confirmed_on=today,
        due_on=next_due(today, kind.months),
        changed_at=clock.now(),
        run_id=run_id,
    )


def _first_steps(records: Iterable[Record], by: Actor) -> Iterator[RecordChange]:
    user = by if isinstance(by, User) else None
    for each in records:
        yield RecordChange(
            record=each, number=1, what=RecordChange.What.IMPORT, at=each.changed_at, by=user
        )


def _change(ready: Ready, by: Actor) -> bool:
    """What a row says otherwise about a record of its code; what it says nothing about stays."""
    row, known = ready.row, ready.known
    assert known is not None
    record = Record.objects.select_related("kind", "area").get(pk=known)
    text = _("Line %(line)d: %(reason)s") % {"line": row.line, "reason": _not_yours()}
    refuse(not policies.may_edit(by, record.kind, record.path) and text, "not_allowed")
    given = Given(
        name=row.name,
        code=row.code,
        area=record.area
        if record.area_id == ready.place.pk
        else Area.objects.get(pk=ready.place.pk),
        lon=record.lon if row.lon is None else row.lon,
        lat=record.lat if row.lat is None else row.lat,
        values={**record.values, **row.values},
    )
    before = record.version
    after = change_record(record=record, given=given, version=before, only_if_other=True, by=by)
    return after.version != before


@action
def _keep(*, run: RegisterImport, by: User) -> RegisterImport:
    run.save(force_insert=True)
    return run


@action
def _note(*, run: RegisterImport, changed: Mapping[str, Any], by: Actor) -> None:
    for name, value in changed.items():
        setattr(run, name, value)
    run.save(update_fields=list(changed))


@contextmanager
def _at_work(pk: UUID, state: str, by: Actor) -> Iterator[RegisterImport | None]:
    """The run if it waits for this, in its owner's language; a refusal stops it with its words."""
    with working(lock_words(pk)):
        runs = RegisterImport.objects.select_related("user", "kind")
        run = runs.filter(pk=pk, state=state).first()
        if run is None:
            yield None
            return
        with override(run.language):
            _note(run=run, changed={"began_at": clock.now()}, by=by)
            try:
                yield run
            except Refusal as no:
                _note(run=run, changed={"state": State.STOPPED, "message": str(no)[:500]}, by=by)


def _write_report(run: RegisterImport, bad: list[BadRow]) -> None:
    with run.report_path.open("w", encoding="utf-8", newline="") as target:
        rows = ((each.line, each.column, each.reason) for each in bad)
        write_csv(target, (_("Line"), _("Column"), _("Why")), rows)


def _look_again(run: RegisterImport) -> RegisterImport:
    run.state, run.began_at, run.faults, run.message = State.CHECKING, None, [], ""
    run.save()
    app.configure_task("registers.check_import").defer(run=str(run.pk))
    return run


def _refuse_while_worked_on(run: RegisterImport) -> None:
    busy = run.is_working and is_worked_on(run)
    refuse(busy and _("This file is being worked on. Please wait a moment."), "worked_on")


def _locked(run: RegisterImport, *states: str) -> RegisterImport:
    held = RegisterImport.objects.select_for_update(of=("self",)).select_related("kind")
    run = held.get(pk=run.pk)
    moved = run.state not in states
    refuse(moved and _("It has moved on meanwhile. Look at where it stands."), "moved_on")
    return run


def _not_yours() -> str:
    return _("This place is not yours to write about.")
