"""Pages on which an administrator shapes registers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.queries import unit_names
from gewu.ground.registers import actions, policies, queries
from gewu.ground.registers.forms import shaping as forms
from gewu.ground.registers.models import RegisterKind
from gewu.ground.registers.views.asking import StaffRequest, status_of
from gewu.ground.territory.queries import county
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page


@login_required
@require_POST
def fill_kinds(request: StaffRequest) -> HttpResponse:
    """Take over the usual kinds that are missing."""
    need(policies.may_arrange(request.user, county().path))
    added = actions.fill_kinds(county=county(), by=request.user)
    messages.success(request, _("%(count)d registers were added.") % {"count": added})
    return redirect("registers:registers")


@login_required
def add_kind(request: StaffRequest) -> HttpResponse:
    """A register of the county's own."""
    need(policies.may_arrange(request.user, county().path))
    form = forms.RegisterKindForm(request.POST or None)
    if form.is_valid():
        given = form.given
        kind = try_to(form, lambda: actions.add_kind(county=county(), given=given, by=request.user))
        if kind:
            messages.success(request, _("The register is there. Now say what is written down."))
            return redirect("registers:shape", code=kind.code)
    context = {"form": form, "title": _("Add a register"), "back": ""}
    return page(request, "registers/shape_form.html", context, status=status_of(form))


@login_required
def shape(request: StaffRequest, code: str) -> HttpResponse:
    """The rules of a register, its groups and its fields."""
    kind = _shaped(request, code)
    fields = list(queries.all_fields_of(kind))
    context: dict[str, Any] = {
        "kind": kind,
        "keeper": unit_names([kind.keeper_id]).get(kind.keeper_id) if kind.keeper_id else "",
        "groups": [
            (group, [each for each in fields if each.group_id == group.pk])
            for group in queries.groups_of(kind)
        ],
    }
    return page(request, "registers/shape.html", context)


@login_required
def change_kind(request: StaffRequest, code: str) -> HttpResponse:
    """Other rules for a register."""
    kind = _shaped(request, code)
    form = forms.RegisterKindForm(request.POST or None, initial=forms.initial_of_kind(kind))
    if form.is_valid():
        given = form.given
        if try_to(form, lambda: actions.change_kind(kind=kind, given=given, by=request.user)):
            return _saved(request, kind)
    return _asked(request, kind, form, _("Change the register"))


@login_required
def add_group(request: StaffRequest, code: str) -> HttpResponse:
    """Fields that only some roles see or change."""
    kind = _shaped(request, code)
    form = forms.FieldGroupForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.add_group(kind=kind, **data, by=request.user)):
            return _saved(request, kind)
    return _asked(request, kind, form, _("Add a group of fields"))


@login_required
def change_group(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Other names or roles of a group."""
    kind = _shaped(request, code)
    group = queries.group_for(kind, pk)
    form = forms.FieldGroupForm(request.POST or None, initial=vars(group))
    if form.is_valid():
        data = form.cleaned_data
        if try_to(form, lambda: actions.change_group(group=group, **data, by=request.user)):
            return _saved(request, kind)
    return _asked(request, kind, form, _("Change the group of fields"))


@login_required
def add_field(request: StaffRequest, code: str) -> HttpResponse:
    """One more thing to write down."""
    kind = _shaped(request, code)
    form = forms.RegisterFieldForm(kind, request.POST or None)
    if form.is_valid():
        group, given = form.cleaned_data["group"], form.given
        act = lambda: actions.add_field(kind=kind, group=group, given=given, by=request.user)  # noqa: E731
        if try_to(form, act):
            return _saved(request, kind)
    return _asked(request, kind, form, _("Add a field"))


@login_required
def change_field(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Another name, words or rules of a field."""
    kind = _shaped(request, code)
    field = queries.field_for(kind, pk)
    initial = forms.initial_of_field(field)
    form = forms.RegisterFieldForm(kind, request.POST or None, initial=initial, known=field)
    if form.is_valid():
        group, given = form.cleaned_data["group"], form.given
        act = lambda: actions.change_field(field=field, group=group, given=given, by=request.user)  # noqa: E731
        if try_to(form, act):
            return _saved(request, kind)
    return _asked(request, kind, form, _("Change the field"))


@login_required
@require_POST
def retire_field(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """No longer asked; what was written stays and comes back with it."""
    return _set_use(request, code, pk, is_used=False)


@login_required
@require_POST
def restore_field(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Asked again, with all that was written before."""
    return _set_use(request, code, pk, is_used=True)


def _set_use(request: StaffRequest, code: str, pk: UUID, *, is_used: bool) -> HttpResponse:
    kind = _shaped(request, code)
    field = queries.field_for(kind, pk)
    try:
        actions.set_field_use(field=field, is_used=is_used, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("registers:shape", code=kind.code)
    return _saved(request, kind)


def _shaped(request: StaffRequest, code: str) -> RegisterKind:
    kind = queries.kind_for(request.user, code)
    need(policies.may_arrange(request.user, county().path))
    return kind


def _saved(request: StaffRequest, kind: RegisterKind) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("registers:shape", code=kind.code)


def _asked(request: StaffRequest, kind: RegisterKind, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "kind": kind, "title": title}
    return page(request, "registers/shape_form.html", context, status=status_of(form))
