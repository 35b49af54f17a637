"""Importing areas: upload, say which column is what, read the report, then all or nothing."""

from secrets import token_hex
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.ground.territory import actions, policies, queries
from gewu.ground.territory.actions import ImportRefused
from gewu.ground.territory.forms import ColumnsForm, MendForm, UploadForm, guessed
from gewu.ground.territory.rules.formats import Drawing, Unreadable, read_drawing
from gewu.ground.territory.rules.readings import SYSTEMS
from gewu.ground.territory.views import surveying
from gewu.ground.territory.views.surveying import Survey
from gewu.kernel.acting import Actor, Refusal
from gewu.ui.asking import need
from gewu.ui.pages import page

KEPT_SECONDS = 3600
# More of them are looked at on the server, where nobody waits for a page.
MOST_AREAS = 20_000


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is kept for an hour while it is looked at."""
    need(policies.may_edit(cast(Actor, request.user), None))
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            wrong = _refused(read_drawing(content))
        except Unreadable as unreadable:
            wrong = str(unreadable)
        if not wrong:
            token = token_hex(16)
            cache.set(_key(request, token), content, KEPT_SECONDS)
            return redirect("territory:import_columns", token=token)
        form.add_error("file", wrong)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/import.html", {"form": form}, status=status)


@login_required
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, everything that is wrong, what is mended, and the import itself."""
    need(policies.may_edit(cast(Actor, request.user), None))
    content = cache.get(_key(request, token))
    if content is None:
        messages.info(request, _("The file was kept for an hour only. Choose it again."))
        return redirect("territory:import")
    drawing = read_drawing(content)
    names = list(drawing.columns)
    given = request.POST.copy()
    if request.POST.get("read_as") in SYSTEMS:
        given["system"] = request.POST["read_as"]
    form = ColumnsForm(names, given or guessed(names, queries.county().code))
    mend = MendForm(given or {})
    context: dict[str, Any] = {"form": form, "mend": mend, "token": token}
    if form.is_valid() and mend.is_valid():
        survey = surveying.survey(drawing, form.cleaned_data, mend.mend())
        if "import" in request.POST and not survey.examined.findings:
            done = _imported(request, survey)
            if done is not None:
                cache.delete(_key(request, token))
                return done
        context |= surveying.told(survey)
    return page(request, "territory/import_columns.html", context)


def _refused(drawing: Drawing) -> str:
    """Why a file that can be read is not looked at here; empty when it is."""
    if not drawing.columns:
        return _("The areas have no names or codes.")
    if len(drawing.features) > MOST_AREAS:
        text = _(
            "The file holds %(count)s areas, more than %(most)s. Split it by town, or let whoever"
            " runs the server import it with “gewu import areas”."
        )
        return text % {"count": f"{len(drawing.features):,}", "most": f"{MOST_AREAS:,}"}
    return ""


def _imported(request: HttpRequest, survey: Survey) -> HttpResponse | None:
    by, accepted = cast(Actor, request.user), "accept_overlaps" in request.POST
    try:
        done = actions.import_areas(rows=survey.examined.rows, accept_overlaps=accepted, by=by)
    except ImportRefused as refusal:
        messages.warning(request, str(refusal))
        return None
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    text = _("%(added)s areas were added, %(changed)s changed, %(unchanged)s were as before.")
    said = [text % vars(done)]
    if count := len(survey.changes):
        mended = ngettext("%(count)d outline was mended.", "%(count)d outlines were mended.", count)
        said.append(mended % {"count": count})
    messages.success(request, " ".join(said))
    return redirect("territory:tree")


def _key(request: HttpRequest, token: str) -> str:
    return f"territory.import.{request.user.pk}.{token}"
