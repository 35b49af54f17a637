"""Records that look like the same thing, side by side; and the map of a register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.ground.registers import queries
from gewu.ground.registers.actions import joining as actions
from gewu.ground.registers.forms import noting as forms
from gewu.ground.registers.models import Record
from gewu.ground.registers.queries import duplicates as reads
from gewu.ground.registers.rules.due import is_due
from gewu.ground.registers.views.asking import StaffRequest
from gewu.ground.registers.views.noting import overview_of
from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.ui.asking import need
from gewu.ui.pages import page

MOST_POINTS = 2_000


@login_required
def alike(request: StaffRequest, code: str) -> HttpResponse:
    """Pairs of the same name close by."""
    kind = queries.kind_for(request.user, code)
    need(request.user.may("registers.edit"))
    context = {"kind": kind, "pairs": reads.alike(request.user, kind), "near": reads.NEAR_M}
    return page(request, "registers/alike.html", context)


@login_required
@require_POST
def settle(request: StaffRequest, code: str, one: UUID, other: UUID) -> HttpResponse:
    """Merge them into the one that is named first, or keep them apart."""
    kind = queries.kind_for(request.user, code)
    first, second = reads.pair_for(request.user, kind, one, other)
    try:
        if request.POST.get("as") == "one":
            actions.merge(keep=first, drop=second, by=request.user)
            messages.success(request, _("Merged; the other one is retired, with its history."))
        else:
            actions.keep_apart(one=first, other=second, by=request.user)
            messages.success(request, _("They stay two; you are not asked again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("registers:alike", code=code)


@login_required
def records_map(request: StaffRequest, code: str) -> HttpResponse:
    """The records of a register on the map, as the list is filtered."""
    kind = queries.kind_for(request.user, code)
    form = forms.RecordsForm(request.GET)
    today = timezone.localdate(clock.now())
    asked = form.asked(today) if form.is_valid() else queries.Asked()
    found = queries.records_for(request.user, kind, asked).exclude(lon=None)
    shown = list(found[: MOST_POINTS + 1])
    points = [_point(each, is_due(each.due_on, today)) for each in shown[:MOST_POINTS]]
    drawn = overview_of(request.user) | {
        "points": {"type": "FeatureCollection", "features": points},
        "words": {"near": _("Due for a look"), "done": _("Not due yet"), "paused": _("Retired")},
    }
    context = {
        "kind": kind,
        "map": drawn,
        "count": len(points),
        "is_cut": len(shown) > MOST_POINTS,
        "held": request.GET.urlencode(),
    }
    return page(request, "registers/map.html", context)


def _point(record: Record, due: bool) -> dict[str, Any]:
    """Colours say whether it is due, and nothing about it."""
    state = "paused" if record.is_retired else "near" if due else "done"
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [record.lon, record.lat]},
        "properties": {
            "id": str(record.pk),
            "title": record.name,
            "state": state,
            "url": reverse("registers:record", args=[record.pk]),
        },
    }
