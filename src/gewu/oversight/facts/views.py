"""Pages of figures: all units of the viewer's, and one unit with every definition."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gewu.ground.accounts.models import User
from gewu.ground.staffing.queries import unit_for
from gewu.kernel import clock
from gewu.oversight.facts.forms import PeriodForm
from gewu.oversight.facts.queries import Period, counts_of, units_in
from gewu.oversight.facts.rules.units import figures
from gewu.ui.pages import page

IN_THE_LIST = ("signed_on_time", "handled_on_time", "closed", "rework", "satisfied")


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
def units(request: StaffRequest) -> HttpResponse:
    """The units of the viewer's with their main figures."""
    _need_sight(request.user)
    form = PeriodForm(request.GET)
    days = form.chosen()
    found = units_in(request.user)
    counts = counts_of(request.user, Period.last(days, clock.now()), found)
    rows = [
        (unit, [each for each in figures(counts[unit.pk]) if each.indicator.key in IN_THE_LIST])
        for unit in found
    ]
    context = {
        "rows": [row for row in rows if any(each.ratio.denominator for each in row[1])],
        "columns": rows[0][1] if rows else [],
        "form": form,
        "days": days,
    }
    return page(request, "facts/units.html", context, part="results")


@login_required
def unit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One unit: each indicator with numerator, denominator, definition and its tickets."""
    _need_sight(request.user)
    shown = unit_for(request.user, pk)
    form = PeriodForm(request.GET)
    days = form.chosen()
    counts = counts_of(request.user, Period.last(days, clock.now()), [shown])[shown.pk]
    context = {"unit": shown, "found": figures(counts), "form": form, "days": days}
    return page(request, "facts/unit.html", context, part="results")


def _need_sight(user: User) -> None:
    if not user.may("tickets.see"):
        raise PermissionDenied
