"""What may be the same, and the two ways to put it right: merge and split."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.forms.joining import MergeForm, SplitForm
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.queries import near as nearby
from gewu.work.tickets.queries import scope
from gewu.work.tickets.views.asking import StaffRequest, need, try_to

MOST_LISTED = 50


@login_required
def near(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What may be the same, and how much else there is here and from this caller."""
    ticket = scope.ticket_for(request.user, pk)
    now = clock.now()
    context = _possible(request, ticket, "merge") | {
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
    ticket = scope.ticket_for(request.user, pk)
    need(policies.may(request.user, "merge", ticket))
    first = {"likely": request.GET.get("master", "")}
    form = MergeForm(request.POST or None, viewer=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.arguments()
        if try_to(form, lambda: actions.merge(ticket=ticket, **given, by=request.user)):
            messages.success(request, _("Merged. Its reporter is told of what happens here."))
            return redirect("tickets:ticket", given["master"].pk)
        ticket = scope.ticket_for(request.user, pk)
    likely = nearby.near_ones(request.user, ticket, clock.now())
    context = _possible(request, ticket, "merge") | {
        "form": form,
        "likely": [each for each in likely if each.ticket.is_open],
        "chosen": form["likely"].value() or "",
    }
    return page(request, "tickets/merge.html", context)


@login_required
def split(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Several matters in one report: each gets a ticket of its own."""
    ticket = scope.ticket_for(request.user, pk)
    need(policies.may(request.user, "split", ticket))
    form = SplitForm(request.POST or None, ticket=ticket)
    if request.method == "POST" and form.is_valid():
        given = form.arguments()
        made = try_to(form, lambda: actions.split(ticket=ticket, **given, by=request.user))
        if made is not None:
            said = ngettext("%(count)s new ticket.", "%(count)s new tickets.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("tickets:ticket", ticket.pk)
        ticket = scope.ticket_for(request.user, pk)
    context = _possible(request, ticket, "split") | {"form": form}
    return page(request, "tickets/split.html", context)


def _rows(others: QuerySet[Ticket] | None) -> list[Ticket]:
    if others is None:
        return []
    return list(others.select_related("text", "area", "unit").order_by("-id")[:MOST_LISTED])


def _possible(request: StaffRequest, ticket: Ticket, verb: str) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "now": clock.now(),
        "possible": verb in states.TICKET.verbs_from(ticket.state),
        "late": verb not in states.TICKET.verbs_from(ticket.state),
        "may_do": _may(request, ticket, verb),
    }


def _may(request: StaffRequest, ticket: Ticket, verb: str) -> bool:
    return verb in policies.verbs_for(request.user, ticket)
