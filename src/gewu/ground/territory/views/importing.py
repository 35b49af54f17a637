"""Importing areas: upload, say which column is what, read the report, then all or nothing."""

import json
from secrets import token_hex
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gewu.ground.territory import actions, policies, queries
from gewu.ground.territory.actions import ImportRefused
from gewu.ground.territory.forms import ColumnsForm, UploadForm, guessed
from gewu.ground.territory.queries.examining import Examined
from gewu.ground.territory.rules.rows import Columns, Finding
from gewu.kernel.acting import Actor, Refusal
from gewu.ui.asking import need
from gewu.ui.pages import page

KEPT_SECONDS = 3600
MOST_SHOWN = 200


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is kept for an hour while it is looked at."""
    need(policies.may_edit(cast(Actor, request.user), None))
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        properties = _properties(content)
        if properties:
            token = token_hex(16)
            cache.set(_key(request, token), content, KEPT_SECONDS)
            return redirect("territory:import_columns", token=token)
        _rows, wrong = queries.read_geojson(content, Columns())
        form.add_error(
            "file", wrong[0].message if wrong else _("The areas have no names or codes.")
        )
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "territory/import.html", {"form": form}, status=status)


@login_required
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Which column is what, everything that is wrong, and the import itself."""
    need(policies.may_edit(cast(Actor, request.user), None))
    content = cache.get(_key(request, token))
    if content is None:
        messages.info(request, _("The file was kept for an hour only. Choose it again."))
        return redirect("territory:import")
    properties = _properties(content)
    guess = guessed(properties, queries.county().code)
    form = ColumnsForm(properties, request.POST or guess)
    context: dict[str, Any] = {"form": form, "token": token}
    if form.is_valid():
        rows, wrong = queries.read_geojson(content, Columns(**form.cleaned_data))
        examined = queries.examine(rows)
        examined.findings[:0] = wrong
        if "import" in request.POST and not examined.findings:
            done = _imported(request, examined)
            if done is not None:
                cache.delete(_key(request, token))
                return done
        context |= _report(examined)
    return page(request, "territory/import_columns.html", context)


def _imported(request: HttpRequest, examined: Examined) -> HttpResponse | None:
    by, accepted = cast(Actor, request.user), "accept_overlaps" in request.POST
    try:
        done = actions.import_areas(rows=examined.rows, accept_overlaps=accepted, by=by)
    except ImportRefused as refusal:
        messages.warning(request, str(refusal))
        return None
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    text = _("%(added)s areas were added, %(changed)s changed, %(unchanged)s were as before.")
    messages.success(request, text % vars(done))
    return redirect("territory:tree")


def _report(examined: Examined) -> dict[str, Any]:
    known = sum(row.code in examined.known for row in examined.rows)
    return {
        "examined": examined,
        "new": examined.new,
        "known": known,
        "undrawn": sum(row.boundary is None for row in examined.rows),
        "findings": _shown(examined.findings),
        "overlaps": _shown(examined.overlaps),
        "more": max(len(examined.findings), len(examined.overlaps)) - MOST_SHOWN,
    }


def _shown(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.number)[:MOST_SHOWN]


def _properties(content: bytes) -> list[str]:
    """The names of the columns, in the order of the file."""
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
        names = dict.fromkeys(
            name for feature in features for name in (feature.get("properties") or {})
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return list(names)


def _key(request: HttpRequest, token: str) -> str:
    return f"territory.import.{request.user.pk}.{token}"
