"""Shaping kinds: their rules, their groups of fields, their fields."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from gewu.ground.registers import policies
from gewu.ground.registers.events import KindArranged
from gewu.ground.registers.models import FieldGroup, Record, RegisterField, RegisterKind
from gewu.ground.registers.queries.kinds import all_fields_of, standard_kinds, with_values
from gewu.ground.registers.rules.kinds import (
    FieldRules,
    KindRules,
    field_fault,
    kind_fault,
    type_fault,
)
from gewu.ground.registers.rules.searching import is_open, terms_of
from gewu.ground.registers.rules.words import words_fault
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, action, refuse
from gewu.kernel.journal import announce

BATCH = 1_000
# Of the usual groups: code, names, order.
GENERAL = ("基本情况", "General", 10)
CONTACT = ("管理联系", "Who keeps it", 20)


@action
def fill_kinds(*, county: Area, by: Actor) -> int:
    """The usual kinds, as far as they are missing; how many were added."""
    _need(by, county.path)
    known = set(
        RegisterKind.objects.filter(county_id=county.pk)
        .order_by("pk")
        .values_list("code", "name_zh")
    )
    codes, names = {code for code, _name in known}, {name for _code, name in known}
    added = 0
    for place, row in enumerate(standard_kinds(), 1):
        if row["code"] not in codes and row["zh"] not in names:
            kind = _from_row(county, row, 10 * place)
            announce(KindArranged(kind_id=kind.pk, what="added"), by=by, path=county.path)
            added += 1
    return added


@action
def add_kind(*, county: Area, given: KindRules, by: Actor) -> RegisterKind:
    """A register of the county's own."""
    _need(by, county.path)
    kind = RegisterKind(county_id=county.pk, **_columns(given))
    kind.code = f"own_{kind.pk.hex[-12:]}"
    _refuse_kind(kind, given)
    kind.save(force_insert=True)
    _group(kind, GENERAL)
    announce(KindArranged(kind_id=kind.pk, what="added"), by=by, path=county.path)
    return kind


@action
def change_kind(*, kind: RegisterKind, given: KindRules, by: Actor) -> RegisterKind:
    """Other rules; with another cycle all records are due by it from when they were seen."""
    kind, path = _locked(kind, by)
    changed = {
        name: value for name, value in _columns(given).items() if value != getattr(kind, name)
    }
    if not changed:
        return kind
    _refuse_kind(kind, given)
    for name, value in changed.items():
        setattr(kind, name, value)
    kind.save(update_fields=list(changed))
    if "months" in changed:
        _set_due(kind)
    announce(KindArranged(kind_id=kind.pk, what="changed"), by=by, path=path)
    return kind


@action
def add_group(
    *,
    kind: RegisterKind,
    name_zh: str,
    name_en: str = "",
    see_roles: Sequence[str] = (),
    edit_roles: Sequence[str] = (),
    order: int = 50,
    by: Actor,
) -> FieldGroup:
    """Fields that only some roles see or change."""
    kind, path = _locked(kind, by)
    group = FieldGroup(kind=kind)
    _set_group(group, name_zh, name_en, see_roles, edit_roles, order)
    group.save(force_insert=True)
    announce(KindArranged(kind_id=kind.pk, what="group"), by=by, path=path)
    return group


@action
def change_group(
    *,
    group: FieldGroup,
    name_zh: str,
    name_en: str = "",
    see_roles: Sequence[str] = (),
    edit_roles: Sequence[str] = (),
    order: int = 50,
    by: Actor,
) -> FieldGroup:
    """Other names or roles; what is no longer open to all no longer leads to a record."""
    kind, path = _locked(group.kind, by)
    group = FieldGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    before = list(group.see_roles)
    _set_group(group, name_zh, name_en, see_roles, edit_roles, order)
    group.save()
    if bool(before) != bool(group.see_roles):
        _find_later(kind)
    announce(KindArranged(kind_id=kind.pk, what="group"), by=by, path=path)
    return group


@action
def add_field(
    *, kind: RegisterKind, group: FieldGroup, given: FieldRules, by: Actor
) -> RegisterField:
    """One more thing to write down."""
    kind, path = _locked(kind, by)
    field = RegisterField(kind=kind, group=group, **_field_columns(given))
    field.key = f"own_{field.pk.hex[-12:]}"
    _refuse_field(field, given)
    field.save(force_insert=True)
    announce(KindArranged(kind_id=kind.pk, what="field"), by=by, path=path)
    return field


@action
def change_field(
    *, field: RegisterField, group: FieldGroup, given: FieldRules, by: Actor
) -> RegisterField:
    """Another name, words or rules; values stay, because they are kept by the key."""
    kind, path = _locked(field.kind, by)
    held = RegisterField.objects.select_for_update(of=("self",)).select_related("group")
    field = held.get(pk=field.pk)
    before = (is_open(field), field.choices)
    fault = type_fault(field.type, given.type, Record.objects.filter(with_values(field)).exists())
    refuse(fault, "has_values", "type")
    _refuse_field(field, given)
    field.group = group
    for name, value in _field_columns(given).items():
        setattr(field, name, value)
    field.save()
    if before != (is_open(field), field.choices):
        _find_later(kind)
    announce(KindArranged(kind_id=kind.pk, what="field"), by=by, path=path)
    return field


@action
def set_field_use(*, field: RegisterField, is_used: bool, by: Actor) -> RegisterField:
    """Retire a field, or take it back with all its values; twice is once."""
    kind, path = _locked(field.kind, by)
    field = RegisterField.objects.select_for_update(of=("self",)).get(pk=field.pk)
    if (field.retired_at is None) == is_used:
        return field
    if is_used:
        _refuse_name(field, field.name_zh)
    field.retired_at = None if is_used else clock.now()
    field.save(update_fields=["retired_at"])
    _find_later(kind)
    announce(KindArranged(kind_id=kind.pk, what="field"), by=by, path=path)
    return field


@action
def find_anew(*, kind_id: UUID, by: Actor) -> int:
    """Make the words by which the records of a kind are found once more; how many were other."""
    kind, path = _locked(RegisterKind(pk=kind_id), by)
    fields, after, changed = list(all_fields_of(kind)), UUID(int=0), 0
    while True:
        rows = Record.objects.filter(kind=kind, pk__gt=after).order_by("pk")
        batch = list(rows.only("pk", "name", "code", "values", "terms")[:BATCH])
        if not batch:
            return changed
        other = []
        for each in batch:
            found = terms_of(each.name, each.code, fields, each.values)
            if found != each.terms:
                each.terms = found
                other.append(each)
        Record.objects.bulk_update(other, ["terms"])
        changed, after = changed + len(other), batch[-1].pk


def _from_row(county: Area, row: dict[str, Any], order: int) -> RegisterKind:
    kind = RegisterKind.objects.create(
        county_id=county.pk,
        code=row["code"],
        name_zh=row["zh"],
        name_en=row["en"],
        group=row["group"],
        about=row["about"],
        months=row["months"],
        code_rule=row["code_rule"],
        order=order,
    )
    groups = {"general": _group(kind, GENERAL), "contact": _group(kind, CONTACT)}
    RegisterField.objects.bulk_create(
        RegisterField(
            kind=kind,
            group=groups[each.get("group", "general")],
            key=each["key"],
            name_zh=each["zh"],
            name_en=each["en"],
            type=each["type"],
            required=each.get("required", False),
            unit=each.get("unit", ""),
            privacy=each.get("privacy", "internal"),
            purpose=each.get("purpose", ""),
            choices=[{**choice, "gone": False} for choice in each.get("choices", ())],
            order=10 * place,
        )
        for place, each in enumerate(row["fields"], 1)
    )
    return kind


def _group(kind: RegisterKind, usual: tuple[str, str, int]) -> FieldGroup:
    name_zh, name_en, order = usual
    return FieldGroup.objects.create(kind=kind, name_zh=name_zh, name_en=name_en, order=order)


def _set_group(
    group: FieldGroup,
    name_zh: str,
    name_en: str,
    see_roles: Sequence[str],
    edit_roles: Sequence[str],
    order: int,
) -> None:
    for name, text in (("name_zh", name_zh), ("name_en", name_en)):
        refuse(words_fault(text), "forbidden", name)
    same = FieldGroup.objects.filter(kind=group.kind_id, name_zh=name_zh).exclude(pk=group.pk)
    refuse(same.exists() and _("There is a group of this name already."), "taken", "name_zh")
    beyond = bool(see_roles) and bool(set(edit_roles) - set(see_roles))
    text = _("Whoever changes these fields has to see them too.")
    refuse(beyond and text, "beyond", "edit_roles")
    group.name_zh, group.name_en, group.order = name_zh, name_en, order
    group.see_roles, group.edit_roles = list(see_roles), list(edit_roles)


def _columns(given: KindRules) -> dict[str, Any]:
    held = asdict(given)
    return held | {"keeper_id": UUID(held["keeper_id"]) if held["keeper_id"] else None}


def _field_columns(given: FieldRules) -> dict[str, Any]:
    return {
        **{name: value for name, value in vars(given).items() if name != "choices"},
        "choices": [asdict(each) for each in given.choices],
    }


def _refuse_kind(kind: RegisterKind, given: KindRules) -> None:
    fault, name = kind_fault(given)
    refuse(fault, "forbidden", name)
    same = RegisterKind.objects.filter(county_id=kind.county_id, name_zh=given.name_zh)
    taken = same.exclude(pk=kind.pk).exists()
    refuse(taken and _("There is a register of this name already."), "taken", "name_zh")


def _refuse_field(field: RegisterField, given: FieldRules) -> None:
    fault, name = field_fault(given)
    refuse(fault, "forbidden", name)
    _refuse_name(field, given.name_zh)


def _refuse_name(field: RegisterField, name_zh: str) -> None:
    same = RegisterField.objects.filter(kind=field.kind_id, name_zh=name_zh, retired_at=None)
    taken = same.exclude(pk=field.pk).exists()
    refuse(taken and _("There is a field of this name already."), "taken", "name_zh")


def _set_due(kind: RegisterKind) -> None:
    """Months are added as `rules.due` does: to the last day of a shorter month."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registers_record SET due_on = CASE WHEN %s = 0 THEN NULL ELSE"
            " (confirmed_on + make_interval(months => %s))::date END WHERE kind_id = %s",
            [kind.months, kind.months, kind.pk],
        )


def _find_later(kind: RegisterKind) -> None:
    """A worker does it: a register may have hundreds of thousands of records."""
    task = app.configure_task("registers.find_anew")
    task.defer(kind=str(kind.pk))


def _locked(kind: RegisterKind, by: Actor) -> tuple[RegisterKind, str]:
    kind = RegisterKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    path = Area.objects.values_list("path", flat=True).get(pk=kind.county_id)
    _need(by, path)
    return kind, path


def _need(by: Actor, path: str) -> None:
    text = _("Only an administrator of the county shapes its registers.")
    refuse(not policies.may_arrange(by, path) and text, "not_allowed")
