"""A ticket on paper: A4, without navigation, and without a contact unless a reason is given."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from gewu.ground.residents.actions import read_contact
from gewu.ground.territory.queries import chain_of
from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import policies
from gewu.work.tickets.forms.queues import ReasonForm
from gewu.work.tickets.queries import history, scope
from gewu.work.tickets.views.asking import StaffRequest, need, try_to


@login_required
def print_ticket(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet; a reason that is sent along opens name and phone, which is put on record."""
    found = scope.ticket_for(request.user, pk)
    may_read = policies.may_read_contact(request.user, found)
    form, opened = ReasonForm(request.POST or None), None
    if request.method == "POST":
        need(may_read)
        if form.is_valid() and found.contact:
            kept, reason = found.contact, form.cleaned_data["reason"]
            opened = try_to(
                form, lambda: read_contact(contact=kept, reason=reason, by=request.user)
            )
    context = {
        "ticket": found,
        "entries": history.timeline(found),
        "chain": chain_of(found.area) if found.area else [],
        "now": clock.now(),
        "may_read_contact": may_read,
        "form": form,
        "opened": opened,
        "printed_by": request.user,
    }
    return page(request, "tickets/print.html", context)
