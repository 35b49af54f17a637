"""Requests for fields: a unit's own, and those that a keeper decides."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from gewu.ground.accounts.models import User
from gewu.ground.registers import policies
from gewu.ground.registers.models import FieldAnswer, FieldRequest, Record, RegisterKind
from gewu.ground.registers.queries.kinds import all_fields_of, fields_of
from gewu.ground.registers.queries.records import area_names
from gewu.ground.registers.rules.fields import shown_value
from gewu.ground.territory.queries import county
from gewu.kernel.viewing import of_the_house


def kinds_to_ask(viewer: User) -> list[RegisterKind]:
    """Registers that the viewer's units do not keep."""
    units = viewer.units_with("registers.ask")
    found = RegisterKind.objects.filter(in_use=True)
    return [kind for kind in found if set(units) - {kind.keeper_id}]


def kind_to_ask(viewer: User, code: str) -> RegisterKind:
    """One of them; 404 for any other."""
    kind = get_object_or_404(RegisterKind, county_id=county().pk, code=code, in_use=True)
    if not set(viewer.units_with("registers.ask")) - {kind.keeper_id}:
        raise Http404
    return kind


def own_requests(viewer: User) -> QuerySet[FieldRequest]:
    """What the viewer's units asked for."""
    found = FieldRequest.objects.filter(unit_id__in=viewer.units_with("registers.ask"))
    return found.select_related("kind")


def requests_to_decide(viewer: User) -> QuerySet[FieldRequest]:
    """What was asked for of registers that the viewer keeps."""
    found = FieldRequest.objects.select_related("kind")
    if policies.may_lend_all(viewer, county().path):
        return found
    return found.filter(kind__keeper_id__in=viewer.units_with("registers.lend"))


def request_for(viewer: User, pk: UUID) -> FieldRequest:
    """One request, for the unit that asked and for the keeper; 404 for everyone else."""
    mine = Q(pk__in=own_requests(viewer).order_by().values("pk"))
    kept = Q(pk__in=requests_to_decide(viewer).order_by().values("pk"))
    found = FieldRequest.objects.select_related("kind", "asked_by", "answered_by")
    return get_object_or_404(found.filter(mine | kept), pk=pk)


@of_the_house
def answers_of(request: FieldRequest, most: int) -> list[FieldAnswer]:
    """The last look-ups by a request; whoever asked reads which record it was, wherever it is."""
    found = FieldAnswer.objects.filter(request=request).select_related("by", "record")
    return list(found[:most])


def field_names(request: FieldRequest) -> list[tuple[str, str, bool]]:
    """The wanted fields: key, name, and whether it is granted."""
    names = {each.key: each.name for each in all_fields_of(request.kind)}
    return [(key, names.get(key, key), key in request.granted) for key in request.wanted]


def lent_pairs(request: FieldRequest, record: Record) -> tuple[tuple[str, str], ...]:
    """The granted fields of one record, as far as they are still in use."""
    fields = [each for each in fields_of(request.kind) if each.key in request.granted]
    names = area_names(fields, [record])
    return tuple(
        (each.name, shown_value(each.spec, record.values.get(each.key), names) or "—")
        for each in fields
    )
