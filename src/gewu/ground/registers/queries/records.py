"""Records in a viewer's scope, with the fields that the viewer may read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.models import (
    FieldGroup,
    Record,
    RecordChange,
    RegisterField,
    RegisterKind,
)
from gewu.ground.registers.queries.kinds import all_fields_of, fields_of
from gewu.ground.registers.rules.changes import PREFIX, may_see_group
from gewu.ground.registers.rules.fields import FieldType, shown_value
from gewu.ground.registers.states import RECORDS, USED
from gewu.ground.territory.models import Area
from gewu.ground.territory.queries import area_by_code
from gewu.kernel.acting import Actor
from gewu.methods.bigrams import query_terms

SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("name", "pk"),
    "code": ("code", "pk"),
    "due": (F("due_on").asc(nulls_last=True), "pk"),
    "changed": ("-changed_at", "-pk"),
}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in a register."""

    words: str = ""
    area: Area | None = None
    state: str = USED
    due_by: date | None = None
    sort: str = "name"


@dataclass(frozen=True)
class Shown:
    """A record as one viewer reads it: pairs of a field and its value in words."""

    record: Record
    pairs: tuple[tuple[RegisterField, str], ...]

    def cells(self, columns: Iterable[RegisterField]) -> list[str]:
        """The values in these columns; empty where this viewer does not read one here."""
        held = {field.pk: value for field, value in self.pairs}
        return [held.get(column.pk, "") for column in columns]


def records_for(viewer: User, kind: RegisterKind, asked: Asked) -> QuerySet[Record]:
    """The records of a kind that the viewer reaches, as asked for."""
    found = Record.objects.filter(kind=kind).select_related("area", "kind")
    if not _has_all_of(viewer, kind):
        found = found.filter(_places_of(viewer))
    if asked.area is not None:
        found = found.filter(path__startswith=asked.area.path)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.due_by is not None:
        found = found.filter(state=USED, due_on__lte=asked.due_by)
    if asked.words:
        found = found.filter(terms__contains=query_terms(asked.words))
    return found.order_by(*SORTS[asked.sort])


def record_for(viewer: User, pk: UUID) -> Record:
    """One record in the viewer's scope; 404 for everyone else."""
    found = get_object_or_404(Record.objects.select_related("kind", "area"), pk=pk)
    if not policies.may_see(viewer, found):
        raise Http404
    return found


def exportable(viewer: User, kind: RegisterKind, asked: Asked) -> QuerySet[Record]:
    """The same, as far as the viewer may take it away."""
    found = records_for(viewer, kind, asked)
    if kind.keeper_id is not None and kind.keeper_id in viewer.units_with("registers.export"):
        return found
    return found.filter(_places_of(viewer, "registers.export"))


def numbers_for(
    viewer: User, kinds: Sequence[RegisterKind], today: date
) -> dict[UUID, tuple[int, int]]:
    """Of each kind, how many records in use the viewer reaches and how many of them are due."""
    found = (
        Record.objects.filter(policies.scope_of(viewer), kind__in=kinds, state=USED)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(due_on__lte=today)))
    )
    return {kind.pk: (0, 0) for kind in kinds} | {kind: (count, due) for kind, count, due in found}


def grouped(shown: Shown) -> list[tuple[FieldGroup, list[tuple[str, str]]]]:
    """The fields of a record under the names of their groups."""
    groups: dict[UUID, tuple[FieldGroup, list[tuple[str, str]]]] = {}
    for field, value in shown.pairs:
        unit = f" {field.unit}" if field.unit and value else ""
        _group, facts = groups.setdefault(field.group_id, (field.group, []))
        facts.append((field.name, f"{value}{unit}" or "—"))
    return list(groups.values())


def due_for(viewer: User, by: date) -> QuerySet[Record]:
    """What somebody who may change it should look at by a day, the longest overdue first."""
    found = Record.objects.filter(
        policies.scope_of(viewer, "registers.edit"), state=USED, due_on__lte=by, kind__in_use=True
    )
    return found.select_related("kind", "area").order_by("due_on", "name", "pk")


def shown(viewer: Actor, record: Record) -> Shown:
    """One record with the fields that the viewer may read."""
    return next(shown_rows(viewer, record.kind, [record]))


def shown_rows(viewer: Actor, kind: RegisterKind, records: Sequence[Record]) -> Iterator[Shown]:
    """Records with the fields that the viewer may read, each by where it lies."""
    fields = fields_of(kind)
    names = area_names(fields, records)
    readable: dict[str, list[RegisterField]] = {}
    for record in records:
        if record.path not in readable:
            readable[record.path] = readable_fields(viewer, kind, fields, record.path)
        yield Shown(
            record,
            tuple(
                (field, shown_value(field.spec, record.values.get(field.key), names))
                for field in readable[record.path]
            ),
        )


def readable_fields(
    viewer: Actor, kind: RegisterKind, fields: Iterable[RegisterField], path: str
) -> list[RegisterField]:
    """Which of these fields somebody reads at a place."""
    roles = policies.roles_at(viewer, kind, path, "registers.see")
    return [field for field in fields if may_see_group(field.group, roles)]


def columns_for(viewer: User, kind: RegisterKind) -> list[RegisterField]:
    """The fields that the viewer reads somewhere; a row says which it reads there."""
    roles = {grant.role for grant in viewer.grants}
    return [field for field in fields_of(kind) if may_see_group(field.group, roles)]


def area_names(fields: Iterable[RegisterField], records: Iterable[Record]) -> dict[str, str]:
    """The names of the areas that fields of these records name, by their id."""
    keys = [field.key for field in fields if field.type == FieldType.AREA]
    wanted = {value for each in records for key in keys if (value := each.values.get(key))}
    return {str(area.pk): area.name for area in Area.objects.filter(pk__in=wanted).order_by()}


def history_of(viewer: Actor, record: Record) -> list[dict[str, Any]]:
    """The steps of a record, the newest first, with what the viewer may read of each."""
    steps = RecordChange.objects.filter(record=record).select_related("by")
    fields = list(all_fields_of(record.kind))
    readable = {
        f"{PREFIX}{field.key}": field
        for field in readable_fields(viewer, record.kind, fields, record.path)
    }
    found = list(steps)
    names = _names_in(readable, found)
    return [
        {"step": step, "changes": _changes_in_words(step.changes, readable, names)}
        for step in found
    ]


def changes_in_words(
    viewer: Actor, record: Record, changes: Mapping[str, list[Any]]
) -> list[tuple[str, str, str]]:
    """What changed, as far as the viewer may read it: name, before, after."""
    step = RecordChange(changes=changes)
    fields = readable_fields(viewer, record.kind, all_fields_of(record.kind), record.path)
    readable = {f"{PREFIX}{field.key}": field for field in fields}
    return _changes_in_words(changes, readable, _names_in(readable, [step]))


def changes_since(record: Record, version: int) -> list[Mapping[str, list[Any]]]:
    """The changes after a version, the oldest first."""
    later = RecordChange.objects.filter(record=record, number__gt=version).order_by("number")
    return list(later.values_list("changes", flat=True))


def _names_in(
    readable: Mapping[str, RegisterField], steps: Iterable[RecordChange]
) -> dict[str, str]:
    keys = {"area", *(key for key, field in readable.items() if field.type == FieldType.AREA)}
    wanted = {
        value for step in steps for key in keys for value in step.changes.get(key, ()) if value
    }
    return {str(area.pk): area.name for area in Area.objects.filter(pk__in=wanted).order_by()}


def _changes_in_words(
    changes: Mapping[str, list[Any]],
    readable: Mapping[str, RegisterField],
    names: Mapping[str, str],
) -> list[tuple[str, str, str]]:
    said = []
    for key, (before, after) in changes.items():
        if key in CORE:
            said.append((str(CORE[key]), _core(key, before, names), _core(key, after, names)))
        elif key in readable:
            field = readable[key]
            words = [shown_value(field.spec, value, names) for value in (before, after)]
            said.append((field.name, words[0], words[1]))
    return said


CORE = {
    "name": gettext_lazy("Name"),
    "code": gettext_lazy("Code"),
    "area": gettext_lazy("Area"),
    "point": gettext_lazy("Point on the map"),
    "state": gettext_lazy("State"),
}


def _core(key: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if key == "area":
        return names.get(value, "")
    if key == "state":
        return str(RECORDS.labels[value])
    return ", ".join(map(str, value)) if key == "point" else str(value)


def _has_all_of(viewer: User, kind: RegisterKind) -> bool:
    return kind.keeper_id is not None and kind.keeper_id in viewer.units_with("registers.see")


def _places_of(viewer: User, permission: str = "registers.see") -> Q:
    wanted = Q(pk=None)
    for path in viewer.paths_with(permission):
        wanted |= Q(path__startswith=path) if path else ~Q(pk=None)
    return wanted


def writable_fields(viewer: Actor, kind: RegisterKind, path: str | None) -> list[RegisterField]:
    """The fields that somebody changes at a place; without a place, those of any of their own."""
    places = [path] if path is not None else _own_places(viewer)
    return [
        field
        for field in fields_of(kind)
        if any(policies.may_edit_fields(viewer, kind, field.group, each) for each in places)
    ]


def area_id_of(code: str) -> str | None:
    """The id of an area by its code."""
    found = area_by_code(code)
    return str(found.pk) if found else None


def area_codes(fields: Iterable[RegisterField], values: Mapping[str, Any]) -> dict[str, str]:
    """The codes of the areas that a record's fields name, by their id."""
    keys = [field.key for field in fields if field.type == FieldType.AREA]
    wanted = [values[key] for key in keys if values.get(key)]
    return {str(area.pk): area.code for area in Area.objects.filter(pk__in=wanted).order_by()}


def _own_places(viewer: Actor) -> list[str]:
    if not isinstance(viewer, User):
        return [""]
    return [grant.path for grant in viewer.grants] or [""]
