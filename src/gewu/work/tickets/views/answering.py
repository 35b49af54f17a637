"""Answer a question on the spot, with what the counter already knows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.forms.knowledge import DirectAnswerForm
from gewu.work.tickets.models import Article, Ticket
from gewu.work.tickets.queries import catalogue, knowledge, scope
from gewu.work.tickets.views.asking import StaffRequest, need, try_to
from gewu.work.tickets.views.buttons import VERBS, url_of

VERB = "answer_directly"


@login_required
def answer_directly(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Articles that fit, one click to take one, and the consultation is closed."""
    ticket = scope.ticket_for(request.user, pk)
    need(policies.may(request.user, VERB, ticket))
    articles = knowledge.suggested(ticket)
    words = request.GET.get("q", "").strip()
    if words:
        articles = list(knowledge.articles(ticket.county_id, words)[: knowledge.MOST_SUGGESTED])
    form = _form(request, ticket, articles)
    if request.method == "POST" and form.is_valid():
        given = form.arguments() | {"by": request.user}
        if try_to(form, lambda: actions.answer_directly(ticket=ticket, **given)):
            messages.success(request, str(VERBS[VERB].done))
            return redirect("tickets:ticket", ticket.pk)
        ticket = scope.ticket_for(request.user, pk)
    today = timezone.localdate(clock.now())
    context: dict[str, Any] = {
        "ticket": ticket,
        "form": form,
        "said": VERBS[VERB],
        "action_url": url_of(VERB, ticket),
        "possible": VERB in states.TICKET.verbs_from(ticket.state),
        "now": clock.now(),
        "q": words,
        "lines": [(article, article.is_stale(today)) for article in articles],
        "reply_templates": knowledge.replies_for(ticket, VERB),
    }
    return page(request, "tickets/answer_directly.html", context, part="form")


def _form(request: StaffRequest, ticket: Ticket, articles: list[Article]) -> DirectAnswerForm:
    """As it was sent, or with the words of the article that was chosen."""
    options: dict[str, Any] = {
        "ticket": ticket,
        "viewer": request.user,
        "items": catalogue.items_of(ticket.county_id, active=True),
    }
    if request.method == "POST":
        return DirectAnswerForm(request.POST, **options)
    initial: dict[str, Any] = {"item": ticket.item_id}
    chosen = next((a for a in articles if str(a.pk) == request.GET.get("article")), None)
    if chosen is not None:
        initial = {"words": chosen.words, "article": chosen.pk}
        initial["item"] = ticket.item_id or chosen.item_id
    return DirectAnswerForm(initial=initial, **options)
