"""What only the audit keeps."""

from datetime import date

from gewu.ground.accounts import events
from gewu.ground.accounts.models import User
from gewu.kernel.acting import Actor, action
from gewu.kernel.journal import announce


@action
def note_sign_in(*, user: User, by: Actor) -> None:
    """Somebody has signed in."""
    announce(events.SignedIn(user_id=user.pk), by=by)


@action
def note_failed_sign_in(*, username: str, by: Actor) -> None:
    """Somebody tried to. A name that is not known may be a password in the wrong field."""
    user = User.objects.filter(username__iexact=username.strip()).first()
    announce(events.SignInFailed(user_id=user.pk if user else None), by=by)


@action
def note_lock(*, username: str, by: Actor) -> None:
    """A name waits after too many failures; nobody is named where it is not known."""
    user = User.objects.filter(username__iexact=username.strip()).first()
    announce(events.SignInLocked(user_id=user.pk if user else None), by=by)


@action
def note_sign_out(*, user: User, by: Actor) -> None:
    """Somebody has ended their session."""
    announce(events.SignedOut(user_id=user.pk), by=by)


@action
def note_export(*, since: date, until: date, by: Actor) -> None:
    """A part of the audit is taken away."""
    announce(events.AuditExported(since=since, until=until), by=by)
