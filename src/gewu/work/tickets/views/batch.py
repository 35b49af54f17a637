"""Many tickets at once: choose, see what would happen to each, do it, see what became of each."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.acting import SYSTEM
from gewu.ui.pages import page
from gewu.work.tickets import actions
from gewu.work.tickets.forms.batch import NAMES, BatchForm
from gewu.work.tickets.forms.queues import FilterForm
from gewu.work.tickets.models import BatchRun
from gewu.work.tickets.queries import batch as batches
from gewu.work.tickets.queries import queue as queues
from gewu.work.tickets.rules.batch import AT_ONCE, MOST_ROWS, STEPS
from gewu.work.tickets.views.asking import StaffRequest, need, try_to


@login_required
def batch(request: StaffRequest) -> HttpResponse:
    """What would happen to each of the chosen tickets; sent, it is done."""
    sent = request.method == "POST"
    said = request.POST if sent else request.GET
    verb = said.get("verb", "") if said.get("verb") in STEPS else "dispatch"
    need(batches.may_start(request.user, verb))
    read = BatchForm(said, viewer=request.user, verb=verb, going=sent)
    order = read.order() or batches.Order(verb)
    tickets = batches.chosen(request.user, _chosen_ids(request, said))
    if sent and tickets and read.is_valid():
        given = {"words": read.cleaned_data.get("words", ""), "command": read.cleaned_data["once"]}
        ids = [ticket.pk for ticket in tickets]
        act = lambda: actions.start_batch(order=order, tickets=ids, **given, by=request.user)  # noqa: E731
        if run := try_to(read, act):
            if len(ids) <= AT_ONCE:
                actions.work_batch(pk=run.pk, by=SYSTEM)
            return redirect("tickets:batch_run", run.pk)
    first = {name: said.get(name, "") for name in ("unit", "condition", "number")}
    first["level"] = said.get("level") or "blue"
    form = read if sent else BatchForm(initial=first, viewer=request.user, verb=verb, going=True)
    context = {
        "form": form,
        "verb": verb,
        "name": NAMES[verb],
        "verbs": batch_verbs(request.user),
        "picked": [str(ticket.pk) for ticket in tickets],
        "kept": [(bound.name, said.get(bound.name, "")) for bound in form.choices],
        "ready": not any(name in read.errors for name in ("condition", "number", "level")),
        "most": MOST_ROWS,
        **_sorted(request, tickets, order),
    }
    return page(request, "tickets/batch.html", context, part="batch")


@login_required
def batch_run(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What became of each."""
    run = batches.run_for(request.user, pk)
    context = {
        "run": run,
        "name": NAMES[run.verb],
        "working": run.state == BatchRun.State.WORKING,
        "done": run.counted("done"),
        "refused": run.counted("refused"),
        "total": len(run.rows),
        "results": batches.results_of(run),
    }
    return page(request, "tickets/batch_run.html", context, part="standing")


def batch_verbs(user: User) -> list[tuple[str, str | Promise]]:
    """What this person may do with many at once."""
    return [(verb, NAMES[verb]) for verb in STEPS if batches.may_start(user, verb)]


def _chosen_ids(request: StaffRequest, said: QueryDict) -> list[UUID]:
    """The ticked ones, or everything that fits the filter of the list."""
    if said.get("all"):
        found = queues.found(request.user, FilterForm(said).filters(), clock.now())
        return list(found.order_by("due_at", "id").values_list("pk", flat=True)[:MOST_ROWS])
    return batches.readable_ids(said.getlist("t"))


def _sorted(request: StaffRequest, tickets: list[Any], order: batches.Order) -> dict[str, Any]:
    prospects = batches.prospects(request.user, tickets, order)
    can = [each for each in prospects if not each.why_not]
    return {
        "can": can,
        "cannot": [each for each in prospects if each.why_not],
        "send_label": _("%(verb)s: %(count)s tickets")
        % {
            "verb": NAMES[order.verb],
            "count": len(can),
        },
    }
