"""What the counter knows, found by words and by item."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime

from gewu.ground.staffing.queries import desk_of
from gewu.methods.bigrams import query_terms, terms
from gewu.work.tickets.models import Article, Item, ReplyTemplate, Ticket
from gewu.work.tickets.rules.replies import PLACE, filled

MOST = 100
MOST_SUGGESTED = 5
LOOKED_AT = 200
TELLING = 2  # single characters say little about what somebody asks


def articles(
    county_id: UUID, words: str = "", item: UUID | None = None, *, public: bool = False
) -> QuerySet[Article]:
    """Articles that hold all the words, of an item if one is named."""
    found = Article.objects.filter(county_id=county_id).select_related("item__category")
    if public:
        found = found.filter(is_public=True)
    if item is not None:
        found = found.filter(item_id=item)
    if words:
        found = found.filter(terms__contains=query_terms(words))
    return found.order_by("item__code", "title", "id")


def article_for(county_id: UUID, pk: UUID) -> Article:
    """One article of the county; 404 for every other."""
    return get_object_or_404(articles(county_id), pk=pk)


def items_with_articles(county_id: UUID, *, public: bool = False) -> list[Item]:
    """Items about which something is written."""
    written = articles(county_id, public=public).order_by().values("item")
    return list(Item.objects.filter(pk__in=written).order_by("code"))


def suggested(ticket: Ticket) -> list[Article]:
    """Articles that may answer a ticket: of its item, or sharing the most words with it."""
    said = {
        term for term in terms(f"{ticket.text.title} {ticket.text.words}") if len(term) >= TELLING
    }
    near = Q(item_id=ticket.item_id) if ticket.item_id else Q(pk=None)
    if said:
        near |= Q(terms__overlap=list(said))
    found = articles(ticket.county_id).filter(near)[:LOOKED_AT]
    return _nearest(found, ticket, said)


def reply_templates(county_id: UUID) -> QuerySet[ReplyTemplate]:
    """All ready words of a county."""
    return ReplyTemplate.objects.filter(county_id=county_id).order_by("verb", "name")


def reply_template_for(county_id: UUID, pk: UUID) -> ReplyTemplate:
    """One of them; 404 for every other."""
    return get_object_or_404(reply_templates(county_id), pk=pk)


def replies_for(ticket: Ticket, verb: str) -> list[tuple[str, str]]:
    """Ready words for a step of a ticket, filled: name and words."""
    offered = reply_templates(ticket.county_id).filter(is_active=True, verb__in=(verb, ""))
    values = _values_of(ticket)
    ready = [(each.name, filled(each.words_zh, values)) for each in offered]
    # A resident must never read an empty place, so what cannot be filled yet is not offered.
    return [(name, words) for name, words in ready if not PLACE.search(words)]


def _values_of(ticket: Ticket) -> dict[str, str]:
    """What stands in the places of ready words for a ticket."""
    unit = ticket.unit or desk_of(ticket.county_id)
    return {
        "unit": unit.name,
        "phone": unit.phone,
        "limit": ticket.limit_words,
        "number": ticket.shown_number,
        "item": ticket.item.plain_name if ticket.item else "",
        "due": date_format(localtime(ticket.due_at), "Y-m-d H:i"),
    }


def _nearest(found: Iterable[Article], ticket: Ticket, said: set[str]) -> list[Article]:
    def nearness(article: Article) -> tuple[bool, int]:
        of_item = ticket.item_id is not None and article.item_id == ticket.item_id
        return of_item, len(said & set(article.terms))

    return sorted(found, key=nearness, reverse=True)[:MOST_SUGGESTED]
