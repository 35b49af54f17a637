"""Which identity at the provider is whose sign-in."""

from django.utils.translation import gettext as _

from gewu.ground.accounts import events, policies
from gewu.ground.accounts.actions.asking import locked, need
from gewu.ground.accounts.models import Identity, User
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce


@action
def link_identity(*, user: User, issuer: str, subject: str, by: Actor) -> Identity:
    """Sign in by this identity from now on; one person has one, and it is nobody else's."""
    need(by.actor_id == user.pk)
    user = locked(user.pk)
    there = Identity.objects.filter(user=user).first()
    if there and (there.issuer, there.subject) == (issuer, subject):
        return there
    if there:
        raise Refusal(_("Another identity is linked. Remove it first."), code="linked")
    if Identity.objects.filter(issuer=issuer, subject=subject).exists():
        raise Refusal(_("This identity is linked to another sign-in."), code="taken")
    identity = Identity.objects.create(user=user, issuer=issuer, subject=subject)
    announce(events.IdentityLinked(user_id=user.pk), by=by)
    return identity


@action
def unlink_identity(*, user: User, by: Actor) -> bool:
    """Nobody signs in by it any more; name and password stay."""
    need(policies.may_change_password(by, user))
    gone, _rows = Identity.objects.filter(user=user).delete()
    if gone:
        announce(events.IdentityUnlinked(user_id=user.pk), by=by)
    return bool(gone)
