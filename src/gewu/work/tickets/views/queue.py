"""Queues: find, filter, keep filters, export."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gewu.kernel import clock
from gewu.kernel.acting import Refusal
from gewu.ui.forms import ExportForm
from gewu.ui.pages import page, wants_part
from gewu.work.tickets import actions
from gewu.work.tickets.forms.queues import FilterForm, SaveForm
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import catalogue, scope
from gewu.work.tickets.queries import queue as queues
from gewu.work.tickets.queries.queue_order import readable_mark
from gewu.work.tickets.rules.numbers import LENGTH, typed_number
from gewu.work.tickets.views.asking import StaffRequest, need
from gewu.work.tickets.views.batch import batch_verbs
from gewu.work.tickets.views.maps import overview_of
from gewu.work.tickets.views.queue_sorting import sorting
from gewu.work.tickets.views.tables import table_of

SHORT = ("q", "queue", "item", "area", "unit", "channel", "overdue", "sort")
BESIDE_COOKIE = "gewu_beside"
BESIDE = ("ticket", "map")


@login_required
def queue(request: StaffRequest) -> HttpResponse:
    """One queue, the most urgent first."""
    need(request.user.may("tickets.see"))
    now = clock.now()
    form = FilterForm(request.GET)
    filters = form.filters()
    found, mistyped = _exactly(request, filters.words)
    if found is not None:
        return redirect("tickets:ticket", found.pk)
    rows = queues.page(request.user, filters, now, **_marks(request))
    context = {
        "form": form,
        "filters": filters,
        "folds": "open" if filters.narrow else "closed",
        "mistyped": mistyped,
        "rows": rows,
        "now": now,
        "tabs": _tabs(request, filters, queues.counts(request.user, now)),
        "live_topics": queues.topics_of(request.user),
        "here": request.get_full_path(),
        "query": _query(request),
        "may_export": request.user.may("tickets.export"),
        "batch_verbs": batch_verbs(request.user),
        "beside": _beside(request),
        **sorting(filters, lambda word: f"?{_query(request, sort=word)}"),
        **_pager(request, rows),
    }
    choices = {} if wants_part(request) else _choices(request)
    return page(request, "tickets/queue.html", context | choices, part="rows")


@login_required
def queue_map(request: StaffRequest) -> HttpResponse:
    """The ground beside a queue: the viewer's areas; the open page draws its own tickets on it."""
    need(request.user.may("tickets.see"))
    if not wants_part(request):
        return redirect("tickets:queue")
    return page(request, "tickets/_queue_map.html", {"map": overview_of(request.user)})


@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The filtered list as a file, without personal data."""
    need(request.user.may("tickets.export"))
    filters = FilterForm(request.GET).filters()
    tickets = queues.for_export(request.user, filters, clock.now())
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_export(rows=tickets.count(), queue=filters.queue, by=request.user)
        return table_of(tickets, viewer=request.user, **form.cleaned_data)
    context = {
        "form": form,
        "count": tickets.count(),
        "queue": queues.QUEUES[filters.queue],
        "back": f"{reverse('tickets:queue')}?{request.GET.urlencode()}",
    }
    return page(request, "tickets/export.html", context)


@login_required
def save_queue(request: StaffRequest) -> HttpResponse:
    """Keep this filter under a name."""
    need(request.user.may("tickets.see"))
    form = SaveForm(request.POST or None, initial={"query": _query(request)})
    if request.method == "POST" and form.is_valid():
        kept = actions.save_queue(**form.cleaned_data, by=request.user)
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
        return redirect(f"{reverse('tickets:queue')}?{kept.query}")
    back = f"{reverse('tickets:queue')}?{form['query'].value()}"
    return page(request, "tickets/keep.html", {"form": form, "back": back})


@login_required
@require_POST
def forget_queue(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Drop a kept filter."""
    kept = queues.saved_queue_for(request.user, pk)
    actions.forget_queue(queue=kept, by=request.user)
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": kept.name})
    return redirect("tickets:queue")


def _exactly(request: StaffRequest, words: str) -> tuple[Ticket | None, str]:
    """The one ticket whose whole number was typed, or what is wrong with the number."""
    digits = words.replace(" ", "")
    if len(digits) != LENGTH or not digits.isdecimal():
        return None, ""
    try:
        number = typed_number(digits)
    except Refusal as no:
        return None, str(no)
    return scope.visible_to(request.user).filter(number=number).first(), ""


def _beside(request: StaffRequest) -> str:
    """What stands beside the list in this browser: the chosen ticket, a map, or nothing."""
    kept = request.COOKIES.get(BESIDE_COOKIE, "")
    return kept if kept in BESIDE else ""


def _marks(request: StaffRequest) -> dict[str, str]:
    return {name: readable_mark(request.GET.get(name, "")) for name in ("after", "before")}


def _choices(request: StaffRequest) -> dict[str, Any]:
    units = queues.units_in_view(request.user)
    return {
        "items": catalogue.item_choices(units[0].county_id) if units else [],
        "areas": [unit.area for unit in units if unit.kind not in ("department", "county_desk")],
        "units": [unit for unit in units if unit.kind != "grid_team"],
        "channels": Ticket.Channel.choices,
        "saved": list(queues.saved_queues(request.user)),
        "may_intake": request.user.may("tickets.intake"),
    }


def _query(request: StaffRequest, **changed: str) -> str:
    kept = {name: request.GET.get(name, "") for name in SHORT} | changed
    return urlencode({name: value for name, value in kept.items() if value})


def _tabs(
    request: StaffRequest, filters: queues.Filters, counts: dict[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "label": each.label,
            "url": f"?{_query(request, queue=each.key)}",
            "current": each.key == filters.queue,
            "count": queues.figure(counts[each.key]) if each.key in counts else None,
        }
        for each in queues.QUEUES.values()
        if counts.get(each.key) or each.key in (*queues.ALWAYS_SHOWN, filters.queue)
    ]


def _pager(request: StaffRequest, rows: queues.Page) -> dict[str, str]:
    query = _query(request)
    return {
        "newer": f"?{query}&before={rows.before}" if rows.before else "",
        "older": f"?{query}&after={rows.after}" if rows.after else "",
    }
