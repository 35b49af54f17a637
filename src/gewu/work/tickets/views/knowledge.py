"""The counter's knowledge: find, read and write articles; and ready words for the steps."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.ground.territory.queries import county
from gewu.kernel import clock
from gewu.ui.pages import page
from gewu.work.tickets import actions
from gewu.work.tickets.forms.knowledge import ArticleForm, ReplyTemplateForm
from gewu.work.tickets.models import Article, Item
from gewu.work.tickets.queries import catalogue
from gewu.work.tickets.queries import knowledge as reads
from gewu.work.tickets.rules.replies import PLACES
from gewu.work.tickets.views.asking import StaffRequest, need, try_to

KEEP = "tickets.knowledge"


@login_required
def knowledge(request: StaffRequest) -> HttpResponse:
    """All articles, found by words or by item."""
    need(request.user.may("tickets.see"))
    county_id, words = county().pk, request.GET.get("q", "").strip()
    items = reads.items_with_articles(county_id)
    item = next((i for i in items if i.code == request.GET.get("item")), None)
    found = reads.articles(county_id, words, item.pk if item else None)[: reads.MOST]
    today = timezone.localdate(clock.now())
    context = {
        "q": words,
        "item": item,
        "items": items,
        "lines": [(article, article.is_stale(today)) for article in found],
        "may_keep": request.user.may(KEEP),
    }
    return page(request, "tickets/knowledge.html", context, part="found")


@login_required
def article(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One article."""
    need(request.user.may("tickets.see"))
    found = reads.article_for(county().pk, pk)
    context = {
        "article": found,
        "stale": found.is_stale(timezone.localdate(clock.now())),
        "may_keep": request.user.may(KEEP),
    }
    return page(request, "tickets/article.html", context)


@login_required
def add_article(request: StaffRequest) -> HttpResponse:
    """Write a new one."""
    need(request.user.may(KEEP))
    county_id = county().pk
    form = ArticleForm(request.POST or None, items=_items(county_id))
    if request.method == "POST" and form.is_valid():
        given = form.arguments() | {"county_id": county_id, "by": request.user}
        if added := try_to(form, lambda: actions.add_article(**given)):
            return _kept(request, added)
    return page(request, "tickets/keep_article.html", {"form": form})


@login_required
def change_article(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change one; a change in the meantime is not overwritten."""
    need(request.user.may(KEEP))
    found = reads.article_for(county().pk, pk)
    form = ArticleForm(request.POST or None, instance=found, items=_items(found.county_id))
    if request.method == "POST" and form.is_valid():
        given = form.arguments() | {"version": form.cleaned_data["version"] or 0}
        act = lambda: actions.change_article(article=found, **given, by=request.user)  # noqa: E731
        if changed := try_to(form, act):
            return _kept(request, changed)
    return page(request, "tickets/keep_article.html", {"form": form, "article": found})


@login_required
def replies(request: StaffRequest) -> HttpResponse:
    """All ready words on one page, and the form to write or change them."""
    need(request.user.may(KEEP))
    county_id = county().pk
    chosen = request.POST.get("template") or request.GET.get("template")
    template = reads.reply_template_for(county_id, _uuid(chosen)) if chosen else None
    form = ReplyTemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and form.is_valid():
        given = form.arguments() | {"county_id": county_id, "template": template}
        if try_to(form, lambda: actions.keep_reply_template(**given, by=request.user)):
            messages.success(request, _("The ready words are kept."))
            return redirect("tickets:replies")
    context = {
        "form": form,
        "template": template,
        "templates": reads.reply_templates(county_id),
        "places": [f"{{{name}}}" for name in PLACES],
    }
    return page(request, "tickets/replies.html", context)


def _items(county_id: UUID) -> QuerySet[Item]:
    return catalogue.items_of(county_id, active=True)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _kept(request: StaffRequest, kept: Article) -> HttpResponse:
    messages.success(request, _("The article is kept."))
    return redirect("tickets:article", kept.pk)
