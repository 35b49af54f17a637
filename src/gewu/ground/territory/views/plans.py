"""A plan of parts: its map and figures, another beside it, changes by hand, and what it becomes."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.ground.territory import actions, forms
from gewu.ground.territory.models import Area
from gewu.ground.territory.rules.proposing import Plan, Wish, holding, moved, undone
from gewu.ground.territory.views import plotting, studies
from gewu.ground.territory.views.redrawing import editable
from gewu.ground.territory.views.studies import Study
from gewu.kernel.acting import Actor, Refusal
from gewu.ui.pages import page, posted_from, wants_part

Change = Callable[[Study], Study]


@login_required
def plan(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """The plan as it is now, and the other one where there are two."""
    area, study = editable(request, pk), studies.kept(request, token)
    return _gone(request, area) if study is None else _page(request, area, study, token)


@login_required
@posted_from("territory:plan")
def again(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """Another plan beside the first."""
    area, study = editable(request, pk), studies.kept(request, token)
    if study is None:
        return _gone(request, area)
    form = forms.AgainForm(plotting.absent(study), request.POST)
    if not form.is_valid():
        return _page(request, area, study, token, form=form)
    data, first = form.cleaned_data, study.plans[0].wish
    wish = Wish(
        target=data["target"],
        keeps_whole=data.get("keeps_whole", first.keeps_whole),
        by_unit=first.by_unit,
        heeds_lines=data.get("heeds_lines", True),
    )
    try:
        study = study.with_plan(wish, heeds_held=data.get("heeds_held", True))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, area, study, token, form=form)
    studies.keep(request, study, token)
    return redirect("territory:plan", pk=pk, token=token)


@login_required
@posted_from("territory:plan")
def choose(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """Go on with one of the two."""
    number = int(request.POST.get("plan") == "b")
    return _changed(request, pk, token, lambda study: study.chosen(number))


@login_required
@posted_from("territory:plan")
def move(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """A building or a small area goes to another part."""
    form = forms.MoveForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] is None:
        return _changed(request, pk, token, _refuse_nothing)
    piece, to = form.cleaned_data["piece"], form.cleaned_data["to"]
    return _changed(request, pk, token, _with(lambda plan: moved(plan, piece, to)))


@login_required
@posted_from("territory:plan")
def hold(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """Hold a piece in its part when another plan is drawn, or let it go."""
    form = forms.MoveForm(request.POST)
    if not form.is_valid():
        return _changed(request, pk, token, _refuse_nothing)
    piece = form.cleaned_data["piece"]
    return _changed(request, pk, token, _with(lambda plan: holding(plan, piece)))


@login_required
@posted_from("territory:plan")
def undo(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """Take the last move by hand back."""
    return _changed(request, pk, token, _with(undone))


@login_required
@posted_from("territory:plan")
def add_below(request: HttpRequest, pk: UUID, token: str) -> HttpResponse:
    """The parts become areas below; the area itself stays as it is."""
    area, study = editable(request, pk), studies.kept(request, token)
    if study is None:
        return _gone(request, area)
    try:
        rows = plotting.rows_below(area, study.plans[0])
        done = actions.import_areas(rows=rows, divided=area, by=cast(Actor, request.user))
    except Refusal as refusal:
        return _page(request, area, study, token, wrong=str(refusal))
    text = ngettext("%(count)d area was added.", "%(count)d areas were added.", done.added)
    messages.success(request, text % {"count": done.added})
    return redirect("territory:area", pk=pk)


def _changed(request: HttpRequest, pk: UUID, token: str, change: Change) -> HttpResponse:
    area, study = editable(request, pk), studies.kept(request, token)
    if study is None:
        return _gone(request, area)
    try:
        study = change(study)
    except Refusal as refusal:
        return _page(request, area, study, token, wrong=str(refusal))
    studies.keep(request, study, token)
    if wants_part(request):
        return _page(request, area, study, token)
    return redirect("territory:plan", pk=pk, token=token)


def _with(change: Callable[[Plan], Plan]) -> Change:
    return lambda study: study.changed(change(study.plans[0]))


def _refuse_nothing(_study: Study) -> Study:
    raise Refusal(_("Choose a piece and the part where it goes."), code="nothing")


def _page(
    request: HttpRequest,
    area: Area,
    study: Study,
    token: str,
    *,
    wrong: str = "",
    form: forms.AgainForm | None = None,
) -> HttpResponse:
    first = study.plans[0]
    initial = {**vars(first.wish), "heeds_held": True}
    context: dict[str, Any] = {
        "area": area,
        "token": token,
        "wrong": wrong,
        "form": form or forms.AgainForm(plotting.absent(study), initial=initial),
        **plotting.told(area, study),
    }
    status = 422 if wrong or (form and form.errors) else 200
    return page(request, "territory/plan.html", context, part="board", status=status)


def _gone(request: HttpRequest, area: Area) -> HttpResponse:
    messages.info(request, _("The addresses were kept for an hour only. Choose them again."))
    return redirect("territory:propose", pk=area.pk)
