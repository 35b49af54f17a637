"""Pages of what one applies for and another decides, and of the decision about a return."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from gewu.work.tickets import actions
from gewu.work.tickets.forms import handing, telling
from gewu.work.tickets.queries.applications import application_of
from gewu.work.tickets.views.asking import StaffRequest
from gewu.work.tickets.views.stepping import Act, asked, ticket_for_step


@login_required
def request_extension(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Apply for more time."""
    ticket = ticket_for_step(request, pk, "request_extension")
    form = telling.ExtensionForm
    return asked(request, ticket, "request_extension", form, actions.request_extension)


@login_required
def request_suspension(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Apply to wait until a date."""
    ticket = ticket_for_step(request, pk, "request_suspension")
    form = telling.SuspensionForm
    return asked(request, ticket, "request_suspension", form, actions.request_suspension)


@login_required
def request_cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Apply to cancel it."""
    ticket = ticket_for_step(request, pk, "request_cancel")
    return asked(request, ticket, "request_cancel", telling.CancelForm, actions.request_cancel)


@login_required
def request_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Apply to open it once more."""
    ticket = ticket_for_step(request, pk, "request_reopen")
    return asked(request, ticket, "request_reopen", telling.AskReopenForm, actions.request_reopen)


@login_required
def request_return(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Apply to send it back, with evidence."""
    ticket = ticket_for_step(request, pk, "request_return")
    return asked(request, ticket, "request_return", telling.ReturnForm, actions.request_return)


@login_required
def appeal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say why being late should not count."""
    ticket = ticket_for_step(request, pk, "appeal")
    return asked(request, ticket, "appeal", telling.AppealForm, actions.appeal)


@login_required
def endorse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The first yes."""
    return _decided(request, pk, "endorse", telling.EndorseForm, actions.endorse)


@login_required
def grant(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The last yes: what was applied for happens."""
    return _decided(request, pk, "grant", telling.GrantForm, actions.grant)


@login_required
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """No, and why."""
    return _decided(request, pk, "refuse", telling.RefuseForm, actions.refuse)


@login_required
def accept_return(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Another unit gets it."""
    form = handing.AcceptReturnForm
    return _decided(request, pk, "accept_return", form, actions.accept_return)


@login_required
def refuse_return(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The unit keeps it."""
    form = telling.RefuseReturnForm
    return _decided(request, pk, "refuse_return", form, actions.refuse_return)


@login_required
def refile(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It was filed under the wrong item."""
    return _decided(request, pk, "refile", telling.RefileForm, actions.refile)


@login_required
def resume(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it up again before its date."""
    ticket = ticket_for_step(request, pk, "resume")
    return asked(request, ticket, "resume", telling.ResumeForm, actions.resume)


def _decided(
    request: StaffRequest, pk: UUID, verb: str, form: type[telling.TellingForm], act: Act
) -> HttpResponse:
    """A decision is made with what was applied for before one's eyes."""
    ticket = ticket_for_step(request, pk, verb)
    extra = {"application": application_of(ticket)}
    return asked(request, ticket, verb, form, act, extra)
