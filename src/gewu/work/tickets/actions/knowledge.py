"""Keep what the counter knows: articles and ready words."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce
from gewu.methods.bigrams import terms
from gewu.work.tickets.events import ArticleKept, ReplyTemplateKept
from gewu.work.tickets.models import Article, Item, ReplyTemplate
from gewu.work.tickets.rules.replies import VERBS, checked_places
from gewu.work.tickets.rules.wording import checked_note

CHANGED = ("item", "title", "words", "keywords", "is_public", "valid_until")


@action
def add_article(
    *,
    county_id: UUID,
    title: str,
    words: str,
    item: Item | None = None,
    keywords: str = "",
    is_public: bool = False,
    valid_until: date | None = None,
    by: Actor,
) -> Article:
    """One more question with its answer."""
    article = Article(
        county_id=county_id,
        item=item,
        title=title.strip(),
        words=checked_note(words, needed=True),
        keywords=keywords.strip(),
        is_public=is_public,
        valid_until=valid_until,
        updated_at=clock.now(),
        updated_by=by.actor_id,
    )
    article.terms = _terms_of(article)
    article.save(force_insert=True)
    announce(ArticleKept(article=article.pk, revision=1), by=by)
    return article


@action
def change_article(
    *,
    article: Article,
    version: int,
    title: str,
    words: str,
    item: Item | None,
    keywords: str,
    is_public: bool,
    valid_until: date | None,
    by: Actor,
) -> Article:
    """The next version of an article; the earlier ones stay in its history."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.version != version:
        raise Refusal(
            _("Somebody changed this article a moment ago. Please look at it again."),
            code="old_version",
        )
    article.item, article.title, article.keywords = item, title.strip(), keywords.strip()
    article.words = checked_note(words, needed=True)
    article.is_public, article.valid_until = is_public, valid_until
    article.terms, article.version = _terms_of(article), article.version + 1
    article.updated_at, article.updated_by = clock.now(), by.actor_id
    article.save(update_fields=[*CHANGED, "terms", "version", "updated_at", "updated_by"])
    announce(ArticleKept(article=article.pk, revision=article.version), by=by)
    return article


@action
def keep_reply_template(
    *,
    county_id: UUID,
    template: ReplyTemplate | None = None,
    verb: str,
    name: str,
    words_zh: str,
    is_active: bool = True,
    by: Actor,
) -> ReplyTemplate:
    """Write ready words, or change them."""
    name = name.strip()
    if verb and verb not in VERBS:
        raise Refusal(_("Choose a step, or all of them."), code="verb", field="verb")
    words_zh = checked_places(checked_note(words_zh, needed=True, field="words_zh"))
    if template is not None:
        template = ReplyTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    same = ReplyTemplate.objects.filter(county_id=county_id, verb=verb, name=name)
    if any(each != template for each in same):
        raise Refusal(_("This name is taken for this step."), code="name", field="name")
    kept = template or ReplyTemplate(county_id=county_id)
    kept.verb, kept.name, kept.words_zh, kept.is_active = verb, name, words_zh, is_active
    kept.updated_at, kept.updated_by = clock.now(), by.actor_id
    if template is None:
        kept.save(force_insert=True)
    else:
        kept.save(
            update_fields=["verb", "name", "words_zh", "is_active", "updated_at", "updated_by"]
        )
    announce(ReplyTemplateKept(template=kept.pk), by=by)
    return kept


def _terms_of(article: Article) -> list[str]:
    item = article.item
    named = f"{item.name_zh} {item.name_en}" if item else ""
    return terms(f"{article.title} {article.keywords} {article.words} {named}")
