"""What people call the areas: names to decide about, names in use, one more."""

from io import StringIO
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.territory import actions, policies, states
from gewu.ground.territory.forms.aliases import AliasFileForm, AliasForm, MeansForm
from gewu.ground.territory.policies import Viewer
from gewu.ground.territory.queries.aliases import alias_for, aliases_for, buildings_to_choose
from gewu.ground.territory.rules.aliases import read_aliases
from gewu.ground.territory.rules.buildings import BadRow
from gewu.kernel.acting import Actor, Refusal
from gewu.kernel.arriving import table_in
from gewu.kernel.tables import write_csv
from gewu.ui.asking import need, try_to
from gewu.ui.exporting import MEDIA, Export, Taker, content_answer
from gewu.ui.pages import page, posted_from

MOST_SHOWN = 200
MOST_BUILDINGS = 200
MOST_TOLD = 10


@login_required
def aliases(request: HttpRequest) -> HttpResponse:
    """Names that wait for somebody, and all that are in use."""
    viewer, by = cast(Viewer, request.user), cast(Actor, request.user)
    need(policies.may_edit(by, None))
    form = AliasForm(viewer, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        given = {"name": data["name"], "area": data["code"]}
        if try_to(form, lambda: actions.add_alias(**given, by=by)):
            messages.success(request, _("Texts that use this name are found from now on."))
            return redirect("territory:aliases")
    words = request.GET.get("q", "").strip()
    found = aliases_for(viewer)
    proposed = list(found.filter(state=states.PROPOSED).order_by("-reports", "name")[:MOST_SHOWN])
    used = found.filter(state=states.ACCEPTED, name__icontains=words).order_by("name", "pk")
    inside = buildings_to_choose(proposed, MOST_BUILDINGS)
    context: dict[str, Any] = {
        "form": form,
        "file_form": AliasFileForm(),
        "q": words,
        "proposed": [(alias, inside[alias.area_id]) for alias in proposed],
        "used": list(used[:MOST_SHOWN]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/aliases.html", context, part="results", status=status)


@login_required
@posted_from("territory:aliases")
def upload(request: HttpRequest) -> HttpResponse:
    """Names from a table; what cannot be taken is told line by line."""
    by = cast(Actor, request.user)
    need(policies.may_edit(by, None))
    form = AliasFileForm(request.POST, request.FILES)
    if form.is_valid():
        bad = try_to(form, lambda: _taken(form.cleaned_data["file"], by))
        if bad is not None:
            for row in bad[:MOST_TOLD]:
                text = _("Line %(line)d, %(name)s: %(reason)s")
                what = {"line": row.line, "name": row.name or "–", "reason": row.message}
                messages.error(request, text % what)
            messages.success(
                request, _("The table was read; %(bad)d rows were left out.") % {"bad": len(bad)}
            )
            return redirect("territory:aliases")
    for error in form.errors.get("file", []):
        messages.error(request, str(error))
    return redirect("territory:aliases")


@login_required
def file(request: HttpRequest) -> HttpResponse:
    """The names in use, as a table that can be brought in again."""
    need(policies.may_edit(cast(Actor, request.user), None))
    found = aliases_for(cast(Viewer, request.user)).filter(state=states.ACCEPTED)
    text = StringIO()
    rows = (
        (each.name, each.area.code, each.building.name_zh if each.building else "")
        for each in found.order_by("name", "pk")
    )
    count = write_csv(text, ("name", "code", "building"), rows)
    taken = Export("names", cast(Taker, request.user), is_personal=False)
    return content_answer(taken, text.getvalue(), MEDIA["csv"], "names.csv", rows=count)


def _taken(given: "UploadedFile[Any]", by: Actor) -> list[BadRow]:
    with table_in(given) as table:
        rows = read_aliases(table.columns, ((row.line, row.cells) for row in table.rows))
    return actions.import_aliases(rows=rows, by=by)


@login_required
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes, people mean this area, or a building in it."""
    alias = alias_for(cast(Viewer, request.user), pk)
    form = MeansForm(alias.area, request.POST)
    building = form.cleaned_data["building"] if form.is_valid() else None
    said = _("“%(name)s” is found from now on.") % {"name": alias.name}
    return _decided(request, said, actions.accept_alias, alias=alias, building=building)


@login_required
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No, or no longer."""
    alias = alias_for(cast(Viewer, request.user), pk)
    said = _("“%(name)s” is not used and not proposed again.") % {"name": alias.name}
    return _decided(request, said, actions.refuse_alias, alias=alias)


def _decided(request: HttpRequest, said: str, decide: Any, **given: Any) -> HttpResponse:
    try:
        decide(**given, by=cast(Actor, request.user))
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("territory:aliases")
