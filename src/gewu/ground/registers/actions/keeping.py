"""Keeping records: add, change, confirm, retire, restore, undo; and what follows a redraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely import contains_xy

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.events import RecordMoved
from gewu.ground.registers.models import Record, RecordChange, RegisterField, RegisterKind
from gewu.ground.registers.queries.kinds import fields_of
from gewu.ground.registers.rules.changes import PREFIX, difference
from gewu.ground.registers.rules.codes import code_fault
from gewu.ground.registers.rules.due import next_due
from gewu.ground.registers.rules.searching import terms_of
from gewu.ground.registers.states import RECORDS
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import Level, boundary_of, code_of_area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action, refuse
from gewu.kernel.journal import announce

What = RecordChange.What
BATCH = 1_000


@dataclass(frozen=True)
class Given:
    """What is written about a thing: values by the key of their field, typed."""

    name: str
    area: Area
    code: str = ""
    lon: float | None = None
    lat: float | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@action
def add_record(*, kind: RegisterKind, given: Given, once: UUID | None = None, by: Actor) -> Record:
    """One more thing in a register; sent twice with the same key it is added once."""
    _need(policies.may_edit(by, kind, given.area.path))
    refuse(not kind.in_use and _("This register is no longer used."), "not_in_use")
    known = Record.objects.filter(pk=once, kind=kind).first() if once else None
    if known is not None:
        return known
    record = Record(kind=kind, county_id=kind.county_id, version=0, confirmed_on=date.min)
    record.pk = once or record.pk
    _write(record, given, by)
    _seen(record)
    _save(record, What.ADD, {}, by, new=True)
    return record


@action
def change_record(
    *, record: Record, given: Given, version: int, only_if_other: bool = False, by: Actor
) -> Record:
    """Write something else; refused where somebody was faster, never overwritten.

    Whoever changes it has looked at it, so that it is due a cycle later; a table that says the same
    again (`only_if_other`) is no look.
    """
    record = _locked(record, "change", by)
    before, raced = snapshot(record), record.version != version
    _write(record, given, by)
    _need(policies.may_edit(by, record.kind, record.path))
    changes = difference(before, snapshot(record))
    if not changes and (raced or only_if_other):
        return record
    refuse(raced and raced_words(), "raced")
    _seen(record)
    if changes:
        _save(record, What.CHANGE, changes, by)
    else:
        _confirm(record, by)
    return record


@action
def confirm(*, record: Record, by: Actor) -> Record:
    """All is as it is written; on one day once is enough."""
    record = _locked(record, "confirm", by)
    if record.confirmed_on != timezone.localdate(clock.now()):
        _confirm(record, by)
    return record


@action
def retire(*, record: Record, reason: str, by: Actor) -> Record:
    """It is no more; its history stays. Twice is once."""
    if Record.objects.get(pk=record.pk).is_retired:
        return record
    return turn(record, "retire", What.RETIRE, reason, by)


@action
def restore(*, record: Record, reason: str, by: Actor) -> Record:
    """It is there again, or was retired by mistake. Twice is once."""
    if not Record.objects.get(pk=record.pk).is_retired:
        return record
    return turn(record, "restore", What.RESTORE, reason, by)


@action
def undo(*, record: Record, version: int, reason: str, by: Actor) -> Record:
    """Take the last change back; that is a change too, and stays on record."""
    record = _locked(record, "undo", by)
    refuse(record.version != version and raced_words(), "raced")
    reason = _given(reason)
    last = RecordChange.objects.get(record=record, number=record.version)
    refuse(last.what != What.CHANGE and _("The last step was no change."), "no_change")
    _apply(record, {name: pair[0] for name, pair in last.changes.items()}, by)
    changes = {name: [pair[1], pair[0]] for name, pair in last.changes.items()}
    _save(record, What.UNDO, changes, by, reason=reason)
    return record


@action
def follow_areas(*, keepers: Mapping[UUID, Area], heirs: Sequence[Area], by: Actor) -> int:
    """Records of areas that ended go where they stand; without a place to the part that keeps."""
    gone = Record.objects.filter(area__in=list(keepers)).select_related("kind")
    # The outlines themselves: what finds areas by points learns of the change when it is over.
    outlines = [(heir, boundary_of(heir.current)) for heir in heirs]
    mine, done = {heir.pk for heir in heirs}, 0
    for record in gone.order_by("pk").iterator(BATCH):
        keeper = keepers[record.area_id]
        home = _home(record, outlines, keeper) if keeper.pk in mine else keeper
        before = snapshot(record)
        record.area, record.path = home, home.path
        _save(record, What.REDRAW, difference(before, snapshot(record)), by)
        done += 1
    return done


def raced_words() -> str:
    """What is said to whoever comes second."""
    return _("Somebody changed it meanwhile. Look at what is other now, then save again.")


def snapshot(record: Record) -> dict[str, Any]:
    """A record as its history keeps it."""
    point = None if record.lon is None else [record.lon, record.lat]
    core = {"name": record.name, "code": record.code, "area": str(record.area_id), "point": point}
    return core | {f"{PREFIX}{key}": value for key, value in record.values.items()}


def _write(record: Record, given: Given, by: Actor) -> None:
    """Put what was given into a record; what the person may not change stays as it is."""
    kind, fields = record.kind, fields_of(record.kind)
    _refuse_core(kind, record, given)
    mine = _editable(by, kind, fields, given.area.path)
    values = dict(record.values)
    for each in mine:
        value = given.values.get(each.key)
        missing = each.required and value is None
        refuse(missing and _("This has to be filled in."), "required", f"{PREFIX}{each.key}")
        values[each.key] = value
    record.values = {key: value for key, value in values.items() if value is not None}
    record.name, record.code = given.name.strip(), given.code.strip()
    record.area, record.path = given.area, given.area.path
    record.lon, record.lat = given.lon, given.lat
    record.terms = terms_of(record.name, record.code, fields, record.values)


def _editable(
    by: Actor, kind: RegisterKind, fields: Sequence[RegisterField], path: str
) -> list[RegisterField]:
    return [each for each in fields if policies.may_edit_fields(by, kind, each.group, path)]


def _refuse_core(kind: RegisterKind, record: Record, given: Given) -> None:
    refuse(not given.name.strip() and _("Say what it is called."), "required", "name")
    low = given.area.level < Level.COMMUNITY
    text = _("It lies in a community, a grid or a micro-grid.")
    refuse(low and text, "level", "area")
    refuse(given.area.closed_on and _("This area is no more."), "closed", "area")
    fault = code_fault(kind.code_rule, given.code.strip(), code_of_area(kind.county_id))
    refuse(fault, "wrong_code", "code")
    _refuse_taken(record, given.code.strip())


def _refuse_taken(record: Record, code: str) -> None:
    same = Record.objects.filter(Q(kind=record.kind), code=code, state=RECORDS.start).exclude(
        pk=record.pk
    )
    taken = code and same.exists()
    refuse(taken and _("Another record of this register has this code."), "taken", "code")


def _apply(record: Record, values: Mapping[str, Any], by: Actor) -> None:
    """Set single things of a record as a step of its history has them."""
    fields = {each.key: each for each in fields_of(record.kind)}
    for name, value in values.items():
        if name == "area":
            record.area = Area.objects.get(pk=value)
            record.path = record.area.path
            _need(policies.may_edit(by, record.kind, record.path))
            refuse(record.area.closed_on and _("This area is no more."), "closed")
        elif name == "point":
            record.lon, record.lat = value or (None, None)
        elif name in ("name", "code"):
            setattr(record, name, value)
        else:
            key = name.removeprefix(PREFIX)
            mine = _editable(by, record.kind, [fields[key]] if key in fields else [], record.path)
            refuse(not mine and _("It holds fields that you do not change."), "not_allowed")
            record.values.pop(key, None)
            if value is not None:
                record.values[key] = value
    _refuse_taken(record, record.code)
    record.terms = terms_of(record.name, record.code, fields.values(), record.values)


def turn(record: Record, verb: str, what: str, reason: str, by: Actor) -> Record:
    """Into use or out of it, inside an action."""
    record = _locked(record, verb, by)
    reason = _given(reason)
    before = record.state
    record.state = RECORDS.ask(verb, before)
    if verb == "restore":
        _refuse_taken(record, record.code)
        refuse(record.area.closed_on and _("This area is no more."), "closed")
        _seen(record)
    _save(record, what, {"state": [before, record.state]}, by, reason=reason)
    return record


def _confirm(record: Record, by: Actor) -> None:
    _seen(record)
    _save(record, What.CONFIRM, {}, by)


def _seen(record: Record) -> None:
    today = timezone.localdate(clock.now())
    record.confirmed_on, record.due_on = today, next_due(today, record.kind.months)


def _save(
    record: Record,
    what: str,
    changes: Mapping[str, Any],
    by: Actor,
    reason: str = "",
    new: bool = False,
) -> None:
    record.version += 1
    record.changed_at = clock.now()
    try:
        with transaction.atomic():
            record.save(force_insert=new)
    except IntegrityError as error:
        # Two at the same moment: the constraint sees what the question before could not.
        if "records_in_use_differ_in_code" not in str(error):
            raise
        text = _("Another record of this register has this code.")
        raise Refusal(text, code="taken", field="code") from error
    RecordChange.objects.create(
        record=record,
        number=record.version,
        what=what,
        changes=dict(changes),
        reason=reason,
        at=record.changed_at,
        by=by if isinstance(by, User) else None,
    )
    event = RecordMoved(
        record_id=record.pk, kind_id=record.kind_id, what=str(what), number=record.version
    )
    announce(event, by=by, path=record.path)


def _home(record: Record, outlines: Sequence[tuple[Area, Any]], keeper: Area) -> Area:
    if record.lon is None or record.lat is None:
        return keeper
    inside = (
        heir
        for heir, outline in outlines
        if outline is not None and contains_xy(outline, record.lon, record.lat)
    )
    return next(inside, keeper)


def _locked(record: Record, verb: str, by: Actor) -> Record:
    held = Record.objects.select_for_update(of=("self",)).select_related("kind", "area")
    record = held.get(pk=record.pk)
    _need(policies.may_edit(by, record.kind, record.path))
    RECORDS.ask(verb, record.state)
    return record


def _given(reason: str) -> str:
    reason = reason.strip()
    refuse(not reason and _("Say in a sentence why."), "reason", "reason")
    return reason


def _need(allowed: bool) -> None:
    refuse(not allowed and _("This place is not yours to write about."), "not_allowed")
