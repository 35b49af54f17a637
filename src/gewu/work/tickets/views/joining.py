"""What may be the same, and the two ways to put it right: merge and split."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse

from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies
from gewu.work.tickets.forms.joining import MergeForm, SplitForm
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import near as nearby
from gewu.work.tickets.queries import scope
from gewu.work.tickets.views.asking import StaffRequest, need
from gewu.work.tickets.views.stepping import asked, ticket_for_step

MOST_LISTED = 50


@login_required
def near(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What may be the same, and how much else there is here and from this caller."""
    ticket = scope.ticket_for(request.user, pk)
    now = clock.now()
    context = {
        "ticket": ticket,
        "now": now,
        "may_do": _may(request, ticket, "merge"),
        "near": nearby.near_ones(request.user, ticket, now),
        "around": nearby.around(request.user, ticket, now),
        "may_split": _may(request, ticket, "split"),
    }
    return page(request, "tickets/near.html", context, part="panel")


@login_required
def near_list(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Others at the same place, or of the same caller, newest first."""
    ticket = scope.ticket_for(request.user, pk)
    at_place = kind == "place"
    if at_place:
        others = nearby.here_too(request.user, ticket, clock.now())
    else:
        others = nearby.from_same_caller(request.user, ticket)
        need(others is not None)
    context = {
        "ticket": ticket,
        "now": clock.now(),
        "others": _rows(others),
        "at_place": at_place,
    }
    return page(request, "tickets/near_list.html", context)


@login_required
def merge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose the ticket that goes on; this one's reporter is told of what happens there."""
    ticket = ticket_for_step(request, pk, "merge")
    likely = nearby.near_ones(request.user, ticket, clock.now())
    extra = {
        "likely": [each for each in likely if each.ticket.is_open],
        "chosen": request.POST.get("likely") or request.GET.get("master", ""),
    }
    return asked(request, ticket, "merge", MergeForm, actions.merge, extra)


@login_required
def split(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Several matters in one report: each gets a ticket of its own."""
    ticket = ticket_for_step(request, pk, "split")
    return asked(request, ticket, "split", SplitForm, actions.split)


def _rows(others: QuerySet[Ticket] | None) -> list[Ticket]:
    if others is None:
        return []
    return list(others.select_related("text", "area", "unit").order_by("-id")[:MOST_LISTED])


def _may(request: StaffRequest, ticket: Ticket, verb: str) -> bool:
    return verb in policies.verbs_for(request.user, ticket)
