"""What is told to whoever goes on at a post, and that it was read."""

from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing import events, policies, queries
from gewu.ground.staffing.models import Handover, Post
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce


@action
def write_handover(*, post: Post, giver: User, taker: User, words: str, by: Actor) -> Handover:
    """Words for whoever goes on; the work itself stays with the unit, on the clocks that run."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit__area").get(pk=post.pk)
    if not policies.may_hand_over(by, post):
        raise Refusal(_("Only who works at this post hands it over."), code="not_allowed")
    words = words.strip()
    if not words:
        raise Refusal(_("Say what the next one should know."), code="words", field="words")
    if taker not in queries.takers_of(post, giver):
        text = _("Choose somebody who goes on at this post.")
        raise Refusal(text, code="taker", field="taker")
    same = Handover.objects.filter(
        post=post, giver=giver, taker=taker, words=words, confirmed_at=None
    ).first()
    if same:
        return same
    made = Handover.objects.create(
        county_id=post.unit.county_id,
        post=post,
        giver=giver,
        taker=taker,
        words=words,
        written_at=clock.now(),
    )
    event = events.HandoverWritten(handover_id=made.pk, post_id=post.pk, taker_id=taker.pk)
    announce(event, by=by, path=post.unit.area.path)
    return made


@action
def confirm_handover(*, handover: Handover, by: Actor) -> Handover:
    """Whoever goes on has read it."""
    held = Handover.objects.select_for_update(of=("self",))
    held = held.select_related("post__unit__area", "taker")
    handover = held.get(pk=handover.pk)
    if not policies.may_confirm_handover(by, handover):
        raise Refusal(_("Only who takes it over confirms it."), code="not_allowed")
    if handover.confirmed_at:
        return handover
    handover.confirmed_at = clock.now()
    handover.save(update_fields=["confirmed_at"])
    event = events.HandoverConfirmed(handover_id=handover.pk, post_id=handover.post_id)
    announce(event, by=by, path=handover.post.unit.area.path)
    return handover
