"""The confidentiality undertaking: published in versions, signed by everyone who signs in."""

from django.utils.translation import gettext as _

from gewu.ground.accounts import events, policies, queries
from gewu.ground.accounts.actions.asking import need
from gewu.ground.accounts.models import Signature, Undertaking, User
from gewu.ground.accounts.rules import TEXT_EN, TEXT_ZH
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce
from gewu.kernel.statements import run

# The words that stand ready for a county that has none of its own.
READY_WORDS = {"text_zh": TEXT_ZH, "text_en": TEXT_EN}
LOCK = "accounts.undertaking"


@action
def publish_undertaking(*, text_zh: str, text_en: str, by: Actor) -> Undertaking:
    """A new version, which everyone signs before anything else; the same words are the same one."""
    need(policies.may_publish_undertaking(by))
    texts = _refuse_empty(text_zh, "text_zh"), _refuse_empty(text_en, "text_en")
    run("SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 0))", [LOCK])
    last = Undertaking.objects.first()
    if last and (last.text_zh, last.text_en) == texts:
        return last
    undertaking = Undertaking.objects.create(
        number=last.number + 1 if last else 1,
        text_zh=texts[0],
        text_en=texts[1],
        published_by=by.actor_id,
    )
    announce(events.UndertakingPublished(number=undertaking.number), by=by)
    return undertaking


@action
def sign_undertaking(*, user: User, number: int, by: Actor) -> Signature:
    """Promise by the version that was read; one that is not in force any more is refused."""
    need(by.actor_id == user.pk or by.actor_kind == "system")
    undertaking = queries.undertaking()
    if undertaking is None or undertaking.number != number:
        raise Refusal(
            _("The words have changed in the meantime. Please read them again."), code="outdated"
        )
    signature, is_new = Signature.objects.get_or_create(undertaking=undertaking, user=user)
    if is_new:
        announce(events.UndertakingSigned(user_id=user.pk, number=number), by=by)
    return signature


def _refuse_empty(text: str, field: str) -> str:
    if not text.strip():
        raise Refusal(_("Write the words in both languages."), code="empty", field=field)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
