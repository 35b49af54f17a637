"""Questions and answers that the counter has opened to everyone."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets.queries import knowledge


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Public articles that still hold, found by words."""
    county_id, words = county().pk, request.GET.get("q", "").strip()[:200]
    today = timezone.localdate(clock.now())
    found = knowledge.articles(county_id, words, public=True)[: knowledge.MOST]
    context = {"q": words, "articles": [each for each in found if not each.is_stale(today)]}
    return page(request, "portal/questions.html", context, part="results")
