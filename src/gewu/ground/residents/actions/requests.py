"""Asking to open a child's data, deciding about it, and looking back at emergencies."""

from datetime import timedelta

from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.ground.residents import events, policies
from gewu.ground.residents.actions.holding import lock_person
from gewu.ground.residents.models import AccessReview, ChildRequest, Person, PersonAccess
from gewu.ground.residents.rules.contacts import reason_fault
from gewu.kernel import clock
from gewu.kernel.acting import Refusal, action, refuse
from gewu.kernel.journal import announce

MOST_HOURS = 72


@action
def ask_for_child(*, child: Person, reason: str, by: User) -> ChildRequest:
    """Ask a responsible person for leave to open a child's data; twice is once."""
    child = lock_person(child, by)
    refuse(not child.is_child and _("This needs no approval: it is not a child."), "no_child")
    refuse(reason_fault(reason), "reason", "reason")
    waiting = ChildRequest.objects.filter(child=child, asked_by=by, decided_at=None).first()
    if waiting is not None:
        return waiting
    request = ChildRequest.objects.create(
        child=child, reason=reason.strip(), asked_by=by, asked_at=clock.now()
    )
    event = events.ChildRequested(request_id=request.pk, child_id=child.pk)
    announce(event, by=by, path=child.household.area.path)
    return request


@action
def decide_child_request(
    *, request: ChildRequest, is_approved: bool, hours: int = 24, words: str = "", by: User
) -> ChildRequest:
    """Say yes for some hours, or no with a reason; never to oneself."""
    rows = ChildRequest.objects.select_for_update(of=("self",))
    request = rows.select_related("child__household__area").get(pk=request.pk)
    area = request.child.household.area
    if not policies.may_approve_child(by, area):
        raise Refusal(_("A responsible person of this place decides."), code="not_allowed")
    if request.decided_at is not None:
        refuse(request.is_approved != is_approved and _("It was decided already."), "decided")
        return request
    refuse(request.asked_by_id == by.pk and _("Somebody else must decide."), "own")
    refuse(not is_approved and not words.strip() and _("Say why not."), "empty", "words")
    wrong = not 1 <= hours <= MOST_HOURS
    refuse(wrong and _("It is for 1 to %(most)s hours.") % {"most": MOST_HOURS}, "hours", "hours")
    now = clock.now()
    request.is_approved, request.words = is_approved, words.strip()
    request.decided_by, request.decided_at = by, now
    request.valid_until = now + timedelta(hours=hours) if is_approved else None
    names = ["is_approved", "words", "decided_by", "decided_at", "valid_until"]
    request.save(update_fields=names)
    event = events.ChildRequestDecided(
        request_id=request.pk, child_id=request.child_id, approved=is_approved
    )
    announce(event, by=by, path=area.path)
    return request


@action
def review_access(
    *, access: PersonAccess, is_justified: bool, words: str = "", by: User
) -> AccessReview:
    """What the data-protection officer says to an opening in an emergency; said once."""
    if not policies.may_protect(by):
        raise Refusal(_("This is for the data-protection officer."), code="not_allowed")
    refuse(access.kind != PersonAccess.Kind.URGENT and _("It was no emergency."), "not_urgent")
    refuse(access.reader_id == by.pk and _("Somebody else must look at it."), "own")
    refuse(not is_justified and not words.strip() and _("Say why not."), "empty", "words")
    review, is_new = AccessReview.objects.get_or_create(
        access=access,
        defaults={
            "is_justified": is_justified,
            "words": words.strip(),
            "by": by,
            "at": clock.now(),
        },
    )
    if is_new:
        event = events.AccessReviewed(access_id=access.pk, justified=is_justified)
        announce(event, by=by, path=access.person.household.area.path)
    return review
