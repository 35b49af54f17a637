"""Households and people from a table, for whoever sets the county up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.residents import actions, policies, queries
from gewu.ground.residents.actions import PeopleDone, PeopleRefused
from gewu.ground.residents.forms.importing import PeopleFileForm
from gewu.ground.residents.rules.importing import COLUMNS, NEEDED, BadRow
from gewu.ground.residents.views.households import StaffRequest
from gewu.kernel.acting import Refusal
from gewu.kernel.arriving import table_in
from gewu.ui.asking import need
from gewu.ui.pages import page

MOST_TOLD = 100


@login_required
def upload(request: StaffRequest) -> HttpResponse:
    """All of a table or nothing, unless told otherwise; faults stand line by line."""
    need(policies.may_import(request.user))
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    bad: list[BadRow] = []
    if form.is_valid():
        try:
            done = _taken(form.cleaned_data["file"], form.cleaned_data["skips_bad"], request.user)
            bad = list(done.bad)
            said = _("%(households)d households with %(people)d people are on record now.")
            messages.success(request, said % {"households": done.households, "people": done.people})
        except PeopleRefused as refused:
            bad = list(refused.bad)
            form.add_error("file", str(refused))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    chinese = not (get_language() or "").startswith("en")
    context = {
        "form": form,
        "bad": bad[:MOST_TOLD],
        "more": max(len(bad) - MOST_TOLD, 0),
        "columns": [
            (
                names[1 if chinese else 0],
                what in NEEDED,
            )
            for what, names in COLUMNS.items()
        ],
        "purposes": queries.active_purposes(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "residents/import.html", context, status=status)


def _taken(given: "UploadedFile[Any]", skips_bad: bool, by: User) -> PeopleDone:
    with table_in(given) as table:
        return actions.import_people(table=table, skips_bad=skips_bad, by=by)
