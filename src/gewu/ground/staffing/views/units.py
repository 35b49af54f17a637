"""Units and vacancies."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.accounts.models import User
from gewu.ground.staffing import actions, forms, policies, queries
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.queries import chain_of, county
from gewu.ui.asking import need, try_to
from gewu.ui.pages import page

PAGE_SIZE = 50


@login_required
def units(request: HttpRequest) -> HttpResponse:
    """The units under the viewer's posts."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    form = forms.FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    found = Paginator(
        queries.with_numbers(queries.units_for(viewer, wanted["q"].strip(), wanted["kind"])),
        PAGE_SIZE,
    ).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "wanted": wanted,
        "kinds": form.fields["kind"].choices,  # type: ignore[attr-defined]
        "vacant": queries.vacancies(viewer).count(),
        "may_add": policies.may_edit_anything(viewer),
    }
    return page(request, "staffing/units.html", context, part="results")


@login_required
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One unit: its posts, who holds them, who will and who did."""
    viewer = cast(User, request.user)
    found = queries.unit_for(viewer, pk)
    posts, may_edit = queries.posts_of(found), policies.may_edit(viewer, found.area.path)
    today, standing = timezone.localdate(), found.dissolved_on is None
    shown = [each for _post, now, others in posts for each in ([now] if now else []) + others]
    context = {
        "unit": found,
        "chain": chain_of(found.area),
        "posts": [
            (post, now, standing and policies.may_appoint(viewer, post))
            for post, now, _others in posts
        ],
        "timeline": [
            (each, each.from_day >= today and policies.may_appoint(viewer, each.post))
            for each in shown
        ],
        "may_edit": may_edit and standing,
        "may_stand": policies.may_edit(viewer, found.area.path)
        or viewer.may("staffing.leave", found.area.path, found.pk),
        "may_waive": policies.may_waive(viewer, found.area.path)
        and found.kind == Unit.Kind.GRID_TEAM
        and found.dissolved_on is None,
        "may_dissolve": may_edit
        and found.dissolved_on is None
        and found.kind != Unit.Kind.COUNTY_DESK,
    }
    return page(request, "staffing/unit.html", context)


@login_required
def vacancies(request: HttpRequest) -> HttpResponse:
    """Posts nobody holds today, and grids without a full-time worker."""
    viewer = cast(User, request.user)
    need(viewer.may("staffing.see"))
    posts = Paginator(queries.vacancies(viewer), PAGE_SIZE).get_page(request.GET.get("page"))
    grids = queries.grids_without_worker(viewer)
    since = queries.vacant_since(posts.object_list)
    stands = {each.post_id: each for each in queries.stand_ins_today()}
    context = {
        "found": posts,
        "rows": [
            (post, since.get(post.pk), stands.get(post.pk), policies.may_set_stand_in(viewer, post))
            for post in posts
        ],
        "grids": grids[:PAGE_SIZE],
        "grids_count": grids.count(),
        "may_edit": policies.may_edit_anything(viewer),
    }
    return page(request, "staffing/vacancies.html", context)


@login_required
def add_department(request: HttpRequest) -> HttpResponse:
    """A department of the county; the units of areas come with the areas."""
    viewer, top = cast(User, request.user), county()
    need(policies.may_edit(viewer, top.path))
    form = forms.UnitForm(request.POST or None)
    if form.is_valid():
        data: dict[str, Any] = {"kind": Unit.Kind.DEPARTMENT, "area": top, **form.cleaned_data}
        added = try_to(form, lambda: actions.add_unit(**data, by=viewer))
        if added:
            messages.success(request, _("The department is there. Add its posts next."))
            return redirect("staffing:unit", pk=added.pk)
    return page(request, "staffing/add_department.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def add_missing(request: HttpRequest) -> HttpResponse:
    """Units for areas that have none yet."""
    viewer, top = cast(User, request.user), county()
    need(policies.may_edit(viewer, top.path))
    added = actions.add_missing_units(path=top.path, by=viewer)
    text = _("Units added: %(count)s") if added else _("Every area has its unit already.")
    messages.success(request, text % {"count": len(added)})
    return redirect("staffing:units")


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A unit's names and phone."""
    viewer = cast(User, request.user)
    found = editable(viewer, queries.unit_for(viewer, pk))
    form = forms.UnitForm(request.POST or None, initial=vars(found))
    if form.is_valid():
        data = form.cleaned_data
        done = try_to(form, lambda: actions.change_unit(unit=found, **data, by=viewer))
        if done:
            messages.success(request, _("Saved."))
            return redirect("staffing:unit", pk=pk)
    context = {"form": form, "unit": found}
    return page(request, "staffing/change_unit.html", context, status=status_of(form))


@login_required
def dissolve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is still open with a unit, and who takes it over."""
    viewer = cast(User, request.user)
    found = editable(viewer, queries.unit_for(viewer, pk))
    form = forms.DissolveForm(found, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        done = try_to(form, lambda: actions.dissolve_unit(unit=found, **data, by=viewer))
        if done:
            messages.success(request, _("The unit is dissolved."))
            return redirect("staffing:unit", pk=pk)
    if found.dissolved_on and not form.is_bound:
        return redirect("staffing:unit", pk=pk)
    context = {"form": form, "unit": found, "burdens": queries.burdens_of(found)}
    return page(request, "staffing/dissolve.html", context, status=status_of(form))


def editable(viewer: User, found: Unit) -> Unit:
    """The unit, for those who may change it."""
    need(policies.may_edit(viewer, found.area.path))
    return found


def status_of(form: Any) -> int:
    """What a form that came back says to the browser."""
    return 422 if form.is_bound and form.errors else 200
