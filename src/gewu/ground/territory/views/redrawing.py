"""Changing areas with a date: what is to be, what follows from it, then planned."""

import json
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory import forms, policies, queries
from gewu.ground.territory.actions import RedrawRefused
from gewu.ground.territory.models import Area, Redraw
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.redraws import mergeable_with, siblings_by_code
from gewu.ground.territory.rules.rows import AreaRow, Finding
from gewu.ground.territory.views import drafts, shown
from gewu.ground.territory.views.drafts import Draft
from gewu.kernel.acting import Actor, Refusal
from gewu.ui.asking import need
from gewu.ui.pages import page

Kind = Redraw.Kind


@login_required
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other names from a day on."""
    area = editable(request, pk)
    initial = {"name_zh": area.name_zh, "name_en": area.name_en}
    form = forms.RenameForm(request.POST or None, initial=initial)
    draft = None
    if form.is_valid():
        data = form.cleaned_data
        names = {"name_zh": data["name_zh"], "name_en": data["name_en"]}
        row = AreaRow(number=1, code=area.code, parent_code="", **names)
        draft = _draft(Kind.RENAME, [area], [row], data)
    return _asked(request, area, form, draft, [area])


@login_required
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Several areas in the place of one."""
    area = editable(request, pk)
    form = forms.SplitForm(area, request.POST or None, request.FILES or None)
    draft = None
    if form.is_valid():
        draft = _draft(Kind.SPLIT, [area], form.rows, form.cleaned_data, keeps=form.keeping())
    return _asked(request, area, form, draft, [area])


@login_required
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One area in the place of several."""
    area = editable(request, pk)
    near = mergeable_with(area)
    form = forms.MergeForm(area, near, request.POST or None)
    draft, areas = None, [area]
    if form.is_valid():
        data = form.cleaned_data
        areas += [each for each in near if str(each.pk) in data["others"]]
        row = AreaRow(
            number=1,
            code=data["code"],
            parent_code="",
            name_zh=data["name_zh"],
            name_en=data["name_en"],
            kind=area.kind,
        )
        draft = _draft(Kind.MERGE, areas, [row], data, keeps=data["keeps"])
    return _asked(request, area, form, draft, areas)


@login_required
def redraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another outline, perhaps of neighbours too."""
    area = editable(request, pk)
    form = forms.RedrawForm(area, request.POST or None, request.FILES or None)
    draft, areas = None, []
    if form.is_valid():
        known = siblings_by_code(area, [row.code for row in form.rows])
        unknown = [row for row in form.rows if row.code not in known or row.boundary is None]
        if unknown:
            text = _("%(code)s is no area beside this one, or has no outline.")
            form.add_error("outlines", text % {"code": unknown[0].code or "–"})
        else:
            areas = [known[row.code] for row in form.rows]
            leaves = form.cleaned_data["leaves_outline"]
            draft = _draft(Kind.REDRAW, areas, form.rows, form.cleaned_data, leaves=leaves)
    return _asked(request, area, form, draft, areas)


@login_required
def look(request: HttpRequest, token: str) -> HttpResponse:
    """Old and new outlines and what follows; then it is planned, or in force if it is for today."""
    draft = drafts.kept(request, token)
    if draft is None:
        messages.info(request, _("What you filled in was kept for an hour only. Begin again."))
        return redirect("territory:redraws")
    areas = [editable(request, pk) for pk in draft.areas]
    by = cast(Actor, request.user)
    wrong, findings = "", []
    try:
        if request.method == "POST":
            planned = draft.plan(areas, by)
            drafts.forget(request, token)
            messages.success(request, shown.done_words(planned))
            return redirect("territory:redraw_plan", pk=planned.pk)
        parts = draft.look(areas, by)
    except Refusal as refusal:
        parts, wrong = draft.parts(areas), str(refusal)
        findings = refusal.findings if isinstance(refusal, RedrawRefused) else []
    context = {
        "kind": Kind(draft.kind),
        "draft": draft,
        "is_today": draft.day <= timezone.localdate(),
        "area": areas[0],
        "again": f"territory:{draft.kind}",
        "wrong": wrong,
        "findings": findings,
        **shown.of_parts(cast(Viewer, request.user), draft.kind, draft.day, parts),
    }
    return page(request, "territory/redraw_look.html", context, status=422 if wrong else 200)


def editable(request: HttpRequest, pk: UUID) -> Area:
    """An area that the viewer may change; 404 where they do not see it."""
    found = queries.area_for(cast(Viewer, request.user), pk)
    need(policies.may_edit(cast(Actor, request.user), found.path))
    return found


def _draft(
    kind: str,
    areas: Sequence[Area],
    rows: Sequence[AreaRow],
    data: dict[str, Any],
    *,
    keeps: str = "",
    leaves: bool = False,
) -> Draft:
    return Draft(
        kind=kind,
        areas=tuple(area.pk for area in areas),
        rows=tuple(rows),
        day=data["day"],
        words=data["words"],
        keeps=keeps,
        leaves_outline=leaves,
    )


def _places(findings: Sequence[Finding]) -> str:
    """What is wrong somewhere, for the map."""
    placed = [one for one in findings if one.lon is not None]
    return json.dumps([{"lon": one.lon, "lat": one.lat, "text": one.message} for one in placed])


def _asked(
    request: HttpRequest, area: Area, form: Form, draft: Draft | None, areas: Sequence[Area]
) -> HttpResponse:
    """On to what follows from it, or the form again with everything that is wrong."""
    findings: list[Finding] = getattr(form, "findings", [])
    if draft is not None:
        try:
            draft.look(areas, cast(Actor, request.user))
            return redirect("territory:redraw_look", token=drafts.keep(request, draft))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            findings = refusal.findings if isinstance(refusal, RedrawRefused) else []
    kind = (request.resolver_match.url_name if request.resolver_match else "") or ""
    context = {
        "form": form,
        "area": area,
        "kind": Kind(kind),
        "findings": findings,
        "faults": _places(findings),
        "has_near": kind != Kind.MERGE or bool(mergeable_with(area)),
        "map": shown.around(area, cast(Viewer, request.user)),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/redraw_form.html", context, status=status)
