"""The secret address of a person's own duties."""

from secrets import token_urlsafe

from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import digest_of
from gewu.ground.staffing import events
from gewu.ground.staffing.models import CalendarFeed
from gewu.kernel import clock
from gewu.kernel.acting import action
from gewu.kernel.journal import announce


@action
def renew_feed(*, by: User) -> str:
    """A new secret, shown once; the address before it leads nowhere from now on."""
    secret = token_urlsafe(32)
    given = {"digest": digest_of(secret), "made_at": clock.now()}
    CalendarFeed.objects.update_or_create(user=by, defaults=given)
    announce(events.FeedRenewed(user_id=by.pk, is_open=True), by=by)
    return secret


@action
def close_feed(*, by: User) -> None:
    """The address leads nowhere from now on; done twice it is done once."""
    gone, _each = CalendarFeed.objects.filter(user=by).delete()
    if gone:
        announce(events.FeedRenewed(user_id=by.pk, is_open=False), by=by)
