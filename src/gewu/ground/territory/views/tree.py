"""The tree with its map, one area, its names, and what lies below it."""

import json
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from gewu.ground.territory import actions, hooks, policies, queries, states
from gewu.ground.territory.forms import AreaForm
from gewu.ground.territory.models import Area
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.aliases import aliases_for
from gewu.ground.territory.queries.past import versions_of
from gewu.ground.territory.queries.redraws import formers_of, heirs_of, plan_of
from gewu.ground.territory.rules.levels import Level
from gewu.ground.territory.views import past, pictures
from gewu.kernel.acting import Actor
from gewu.ui.asking import need, try_to
from gewu.ui.exporting import Export, Taker, content_answer
from gewu.ui.pages import page

MOST_FOUND = 50


def stamp_for(request: HttpRequest, pk: UUID | None = None) -> str:
    """The tree as this viewer sees it: it changes with the tree, the viewer's rights, the language."""
    viewer = cast(Viewer, request.user)
    paths = ",".join(viewer.paths_with("territory.see"))
    day = past.day_asked(request)[1] or ""
    return f'"{queries.stamp()} {paths} {day} {getattr(request, "LANGUAGE_CODE", "")}"'


@login_required
def tree(request: HttpRequest) -> HttpResponse:
    """Where the viewer's tree begins, with a map, today or on a day; or what a search finds."""
    viewer = cast(Viewer, request.user)
    need(viewer.may("territory.see"))
    words = request.GET.get("q", "").strip()
    form, day = past.day_asked(request)
    found = list(queries.search(viewer, words)[:MOST_FOUND]) if words else []
    context = {
        "words": words,
        "day_form": form,
        "day": day,
        "found": _with_chains(found),
        "may_import": policies.may_edit(cast(Actor, request.user), None),
        "names_to_decide": aliases_for(viewer).filter(state=states.PROPOSED).count(),
        **(past.of_day(viewer, day) if day else _of_today(viewer)),
    }
    status = 422 if form.errors else 200
    return page(request, "territory/tree.html", context, part="results", status=status)


@login_required
def branch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What lies below an area, for opening the tree level by level."""
    viewer = cast(Viewer, request.user)
    area = queries.ever_for(viewer, pk)
    _form, day = past.day_asked(request)
    nodes = past.below_on(viewer, area, day) if day else _below(area, viewer)
    return page(request, "territory/branch.html", {"nodes": nodes, "area": area}, part="branch")


@login_required
def area(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One area: what it is called, where it lies, who works there, what lies below it."""
    viewer = cast(Viewer, request.user)
    found = queries.ever_for(viewer, pk)
    picture = _picture(found, viewer)
    panels = [panel for ask in hooks.area_panels if (panel := ask(viewer, found))]
    below = list(queries.children_of(found))
    context = {
        "area": found,
        "crumbs": _crumbs(found, viewer),
        "map": picture if pictures.is_drawn(picture) else None,
        "below": below,
        "below_level": "" if found.level == Level.MICRO_GRID else Level(found.level + 1).label,
        "panels": sorted(panels, key=lambda panel: panel.order),
        "may_edit": found.closed_on is None
        and policies.may_edit(cast(Actor, request.user), found.path),
        "can_grow": found.level < Level.MICRO_GRID and found.closed_on is None,
        "can_split": found.level >= Level.GRID,
        "can_propose": found.level >= Level.GRID or (found.level == Level.COMMUNITY and not below),
        "plan": plan_of(found),
        "versions": versions_of(found),
        "formers": formers_of(found),
        "heirs": heirs_of(found) if found.closed_on else [],
    }
    return page(request, "territory/area.html", context)


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other names or another code from today on."""
    found = _editable(request, pk)
    form = AreaForm(request.POST or None, initial=vars(found))
    by = cast(Actor, request.user)
    if form.is_valid():
        data = form.cleaned_data
        done = try_to(form, lambda: actions.change_area(area=found, **data, by=by))
        if done:
            messages.success(request, _("Saved. What it was called before stays on record."))
            return redirect("territory:area", pk=pk)
    context = {"form": form, "area": found}
    return page(request, "territory/change.html", context, status=_status(form))


@login_required
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new area below this one; its boundary comes with an import."""
    parent = _editable(request, pk)
    form = AreaForm(request.POST or None, initial={"code": parent.code})
    by = cast(Actor, request.user)
    if form.is_valid():
        data = form.cleaned_data
        added = try_to(form, lambda: actions.add_area(parent=parent, **data, by=by))
        if added:
            messages.success(request, _("The area is there. Its boundary comes with an import."))
            return redirect("territory:area", pk=added.pk)
    context = {"form": form, "parent": parent, "level": Level(parent.level + 1).label}
    return page(request, "territory/add.html", context, status=_status(form))


@login_required
@condition(etag_func=stamp_for)
def geojson(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """The viewer's areas, or one and all below it, as a file that can be imported again."""
    viewer = cast(Viewer, request.user)
    form, day = past.day_asked(request)
    if form.errors:
        return JsonResponse({"error": form.errors["day"][0]}, status=422)
    areas = queries.ever_visible_to(viewer) if day else queries.visible_to(viewer)
    if pk is not None:
        areas = areas.filter(path__startswith=queries.ever_for(viewer, pk).path)
    found = queries.collection_of(queries.as_of(areas, day)) if day else queries.as_geojson(areas)
    name = f"areas-{day}.geojson" if day else "areas.geojson"
    taken = Export("areas", cast(Taker, request.user), is_personal=False)
    text = json.dumps(found, cls=DjangoJSONEncoder)
    rows = len(found["features"])
    return content_answer(taken, text, "application/geo+json", name, rows=rows)


def _of_today(viewer: Viewer) -> dict[str, Any]:
    tops = queries.tops_for(viewer)
    picture = pictures.whole(tops, viewer)
    return {
        "nodes": [_node(top, opened=True, viewer=viewer) for top in tops],
        "map": picture if picture and pictures.is_drawn(picture) else None,
    }


def _picture(found: Area, viewer: Viewer) -> dict[str, Any]:
    """An area that ended is drawn as it was, without today's neighbours."""
    if found.closed_on is not None:
        return pictures.alone(found)
    return pictures.around(found, viewer)


def _editable(request: HttpRequest, pk: UUID) -> Area:
    found = queries.area_for(cast(Viewer, request.user), pk)
    need(policies.may_edit(cast(Actor, request.user), found.path))
    return found


def _node(found: Area, *, viewer: Viewer, opened: bool = False) -> dict[str, Any]:
    node: dict[str, Any] = {
        "label": found.name,
        "note": found.code,
        "url": reverse("territory:area", args=[found.pk]),
        "open": opened,
    }
    if opened:
        node["children"] = _below(found, viewer)
    return node


def _below(found: Area, viewer: Viewer) -> list[dict[str, Any]]:
    children = list(queries.visible_to(viewer).filter(parent=found).order_by("code"))
    with_more = queries.parents_among(children)
    nodes = []
    for child in children:
        only = len(children) == 1 and child.pk in with_more
        node = _node(child, viewer=viewer, opened=only)
        if child.pk in with_more and not only:
            node["more"] = reverse("territory:branch", args=[child.pk])
        nodes.append(node)
    return nodes


def _crumbs(found: Area, viewer: Viewer) -> list[dict[str, str]]:
    crumbs = [{"label": _("Areas"), "url": reverse("territory:tree")}]
    for each in queries.chain_of(found)[:-1]:
        seen = policies.may_see(viewer, each)
        crumbs.append(
            {"label": each.name, "url": reverse("territory:area", args=[each.pk]) if seen else ""}
        )
    return [*crumbs, {"label": found.name, "url": ""}]


def _with_chains(found: list[Area]) -> list[tuple[Area, str]]:
    chains = queries.chains_of(found)
    return [(each, " › ".join(area.name for area in chains[each.pk][:-1])) for each in found]


def _status(form: AreaForm) -> int:
    return 422 if form.is_bound and form.errors else 200
