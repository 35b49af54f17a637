"""All writes of notices: tell people, send it elsewhere, mark as read, prefer, word."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gewu.ground.accounts.models import User
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.journal import announce
from gewu.oversight.notices import rules
from gewu.oversight.notices.events import WordingChanged
from gewu.oversight.notices.hooks import Sender, senders
from gewu.oversight.notices.models import Delivery, Message, Preference, Wording
from gewu.oversight.notices.queries import letter_of, zone_of
from gewu.oversight.notices.queries.matters import Matter
from gewu.work.tickets.models import Ticket, Whistle


@action
def tell(
    *,
    people: Iterable[User],
    kind: str,
    event_id: UUID,
    about: Ticket | Whistle | Matter,
    reason: str = "",
    limit_at: datetime | None = None,
    is_urgent: bool = False,
    by: Actor,
) -> int:
    """One message to each person, once for each event; how many are new.

    Who has not read yet that the same limit passed is not told it again, such as after an outage.
    """
    now, people = clock.now(), list(people)
    limit_at = limit_at or getattr(about, "due_at", None)
    unread = Q(**_id_of(about), kind=kind, reason=reason, limit_at=limit_at, read_at=None)
    told = Message.objects.filter(
        Q(event_id=event_id) | unread, user__in=[person.pk for person in people]
    )
    known = set(told.order_by().values_list("user_id", flat=True))
    rows = [
        Message(
            user=person,
            event_id=event_id,
            kind=kind,
            **_id_of(about),
            **_facts_of(about),
            limit_at=limit_at,
            reason=reason,
            is_urgent=is_urgent,
            created_at=now,
        )
        for person in people
        if person.pk not in known
    ]
    Message.objects.bulk_create(rows)
    _send_elsewhere(rows, about.county_id, now)
    return len(rows)


@action
def deliver_due(*, now: datetime, most: int = 50, by: Actor) -> int:
    """Send what may go out now; what fails is tried again later. How many were tried."""
    ways = {sender.channel: sender for sender in senders}
    due = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    rows = due.select_for_update(of=("self",), skip_locked=True)
    deliveries = list(
        rows.select_related("message__item", "message__area", "message__unit").order_by("due_at")[
            :most
        ]
    )
    for delivery in deliveries:
        _deliver(delivery, ways.get(delivery.channel), now)
    return len(deliveries)


@action
def mark_read(*, user: User, message: Message | None = None, by: Actor) -> int:
    """One message with the earlier ones about its matter, or all of somebody's; how many were new."""
    unread = Message.objects.filter(user=user, read_at=None)
    if message is not None:
        names = ("ticket_id", "whistle_id", "matter_id")
        same = {name: getattr(message, name) for name in names}
        unread = unread.filter(**same, id__lte=message.pk)
    return unread.update(read_at=clock.now())


@action
def prefer(
    *,
    user: User,
    by_email: bool,
    email: str,
    quiet_from: time,
    quiet_until: time,
    by: Actor,
) -> Preference:
    """How somebody wants their messages."""
    if by_email and not email:
        raise Refusal(_("Say to which address they shall go."), code="no_address", field="email")
    kept, _is_new = Preference.objects.update_or_create(
        user=user,
        defaults={
            "by_email": by_email,
            "email": email,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )
    return kept


@action
def word(*, kind: str, language: str, subject: str, words: str, by: Actor) -> Wording:
    """The county's own words for a kind of message."""
    subject, words = rules.checked_wording(subject, words)
    kept, _is_new = Wording.objects.update_or_create(
        kind=kind, language=language, defaults={"subject": subject, "words": words}
    )
    announce(WordingChanged(kind=kind, language=language), by=by)
    return kept


@action
def use_default(*, kind: str, language: str, by: Actor) -> None:
    """Back to the words that hold without being set up."""
    Wording.objects.filter(kind=kind, language=language).delete()
    announce(WordingChanged(kind=kind, language=language), by=by)


def _facts_of(about: Ticket | Whistle | Matter) -> dict[str, Any]:
    if isinstance(about, Matter):
        area = about.area.pk if about.area else None
        return {"unit_id": about.unit.pk, "days": about.days, "area_id": area}
    item = about.item_id if isinstance(about, Ticket) else None
    return {"number": about.number, "area_id": about.area_id, "item_id": item}


def _id_of(about: Ticket | Whistle | Matter) -> dict[str, UUID]:
    if isinstance(about, Matter):
        return {"matter_id": about.pk}
    return {"ticket_id" if isinstance(about, Ticket) else "whistle_id": about.pk}


def _send_elsewhere(messages: list[Message], county_id: UUID, now: datetime) -> None:
    wishes = Preference.objects.in_bulk([message.user_id for message in messages])
    zone = zone_of(county_id)
    rows = []
    for message in messages:
        wish = wishes.get(message.user_id) or Preference(user_id=message.user_id)
        due_at = rules.not_before(
            now, wish.quiet_from, wish.quiet_until, zone, urgent=message.is_urgent
        )
        rows += [
            Delivery(message=message, channel=sender.channel, due_at=due_at)
            for sender in senders
            if sender.address_of(wish)
        ]
    Delivery.objects.bulk_create(rows)


def _deliver(delivery: Delivery, sender: Sender | None, now: datetime) -> None:
    message = delivery.message
    wish = Preference.objects.filter(user=message.user_id).first() or Preference()
    address = sender.address_of(wish) if sender else ""
    delivery.tried += 1
    if sender is None or not address:
        delivery.state, delivery.fault = Delivery.State.FAILED, "no_address"
    else:
        _try(delivery, sender, address, now)
    delivery.save(update_fields=["state", "tried", "due_at", "sent_at", "fault"])


def _try(delivery: Delivery, sender: Sender, address: str, now: datetime) -> None:
    link = f"{settings.PUBLIC_URL}{reverse('notices:open', args=[delivery.message_id])}"
    letter = letter_of(delivery.message, address, link)
    try:
        sender.send(letter)
    except Exception as fault:  # whatever a way of sending does wrong must not stop the others
        again = rules.next_try(delivery.tried, now)
        delivery.fault = type(fault).__name__
        if again is None:
            delivery.state = Delivery.State.FAILED
        else:
            delivery.due_at = again
        return
    delivery.state, delivery.sent_at, delivery.fault = Delivery.State.SENT, now, ""
