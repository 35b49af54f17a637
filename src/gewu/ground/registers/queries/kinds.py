"""Kinds of records with their fields, as far as a viewer has them."""

import json
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.models import FieldGroup, RegisterField, RegisterKind
from gewu.ground.territory.queries import county

DATA = files("gewu.ground.registers") / "data"


def standard_kinds() -> list[dict[str, Any]]:
    """The kinds that a county begins with."""
    with (DATA / "kinds.json").open(encoding="utf-8") as text:
        kinds: list[dict[str, Any]] = json.load(text)
    return kinds


def kinds_for(viewer: User) -> list[RegisterKind]:
    """The kinds in use that the viewer has; whoever shapes them sees those out of use too."""
    found = RegisterKind.objects.all()
    arranges = policies.may_arrange(viewer, county().path)
    if not arranges:
        found = found.filter(in_use=True)
    if not viewer.paths_with("registers.see"):
        found = found.filter(keeper_id__in=viewer.units_with("registers.see"))
    return list(found)


def kind_for(viewer: User, code: str) -> RegisterKind:
    """One of them by its code; 404 for everyone else."""
    found = get_object_or_404(RegisterKind, county_id=county().pk, code=code)
    visible = policies.may_see_kind(viewer, found)
    if not visible or not (found.in_use or policies.may_arrange(viewer, county().path)):
        raise Http404
    return found


def groups_of(kind: RegisterKind) -> QuerySet[FieldGroup]:
    """The groups of a kind's fields, in their order."""
    return FieldGroup.objects.filter(kind=kind)


def all_fields_of(kind: RegisterKind) -> QuerySet[RegisterField]:
    """The fields of a kind in their order, those that were retired among them."""
    return RegisterField.objects.filter(kind=kind).select_related("group")


def fields_of(kind: RegisterKind) -> list[RegisterField]:
    """The fields in use."""
    return list(all_fields_of(kind).filter(retired_at=None))


def field_for(kind: RegisterKind, pk: UUID) -> RegisterField:
    """One field of a kind; 404 for any other."""
    return get_object_or_404(all_fields_of(kind), pk=pk)


def group_for(kind: RegisterKind, pk: UUID) -> FieldGroup:
    """One group of a kind; 404 for any other."""
    return get_object_or_404(groups_of(kind), pk=pk)


def with_values(field: RegisterField) -> Q:
    """Which records hold a value of a field."""
    return Q(kind=field.kind_id, values__has_key=field.key)
