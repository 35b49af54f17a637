"""Somebody's own duties as an iCalendar file."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from gewu.ground.accounts.models import User
from gewu.ground.accounts.queries import digest_of
from gewu.ground.staffing.models import CalendarFeed, Duty, ShiftKind, Unit
from gewu.ground.staffing.queries.duty import duties_of
from gewu.ground.staffing.queries.posts import appointments_of
from gewu.ground.territory.queries import paths_above
from gewu.kernel import clock

# Calendars keep what is over for a month, and forget it then.
LOOKS_BACK = timedelta(days=31)


def feed_of(user: User) -> CalendarFeed | None:
    """Whether somebody has an address, and since when."""
    return CalendarFeed.objects.filter(user=user).first()


def user_of(secret: str) -> User:
    """Whose address this is; 404 for one that leads nowhere."""
    found = CalendarFeed.objects.filter(digest=digest_of(secret), user__is_active=True)
    feed = found.select_related("user").first()
    if feed is None:
        raise Http404
    return feed.user


def duty_units_of(user: User) -> list[Unit]:
    """The units with shifts that concern somebody: their own and those above."""
    held = appointments_of(user)
    own = {each.post.unit_id for each in held}
    above = {path for each in held for path in paths_above(each.post.unit.area.path)}
    kinds = ShiftKind.objects.filter(unit=OuterRef("pk"), retired_on=None)
    found = Unit.objects.filter(Exists(kinds), area__path__in=above).select_related("area")
    departments = found.exclude(kind=Unit.Kind.DEPARTMENT) | found.filter(pk__in=own)
    return list(departments.order_by("-area__level", "pk").distinct())


def tag_of(user: User) -> str:
    """Changes when the calendar would."""
    rows = _duties(user)
    said = [f"{each.pk}{each.changed_at.isoformat()}" for each in rows]
    return f'"{sha256(" ".join(said).encode()).hexdigest()[:32]}"'


def calendar_of(user: User) -> bytes:
    """Every own duty, those that were taken away as cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gewu//Duty//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My duty"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_tzinfo(ZoneInfo(settings.TIME_ZONE)))
    duties = _duties(user)
    live = {each.shift_id for each in duties if each.ended_at is None}
    for duty in duties:
        # Given back later, the shift has one entry: the one that counts.
        if duty.ended_at is None or duty.shift_id not in live:
            calendar.add_component(_entry(duty))
    written: bytes = calendar.to_ical()
    return written


def _entry(duty: Duty) -> Event:
    shift, zone = duty.shift, ZoneInfo(settings.TIME_ZONE)
    entry = Event()
    entry.add("uid", f"{shift.pk}-{duty.user_id.hex[:8]}@duty.gewu")
    entry.add("dtstamp", duty.changed_at.astimezone(UTC))
    entry.add("last-modified", duty.changed_at.astimezone(UTC))
    entry.add("sequence", _sequence(duty.changed_at))
    entry.add("dtstart", shift.begins.astimezone(zone))
    entry.add("dtend", shift.ends.astimezone(zone))
    entry.add("summary", f"{shift.kind.name} · {shift.roster.unit.name}")
    entry.add("status", "CONFIRMED" if duty.ended_at is None else "CANCELLED")
    return entry


def _sequence(moment: datetime) -> int:
    """Grows with every change."""
    return int(moment.timestamp()) - 1_700_000_000


def _duties(user: User) -> list[Duty]:
    found = duties_of(user, clock.now() - LOOKS_BACK).order_by("shift__begins", "changed_at")
    latest = {(each.shift_id, each.ended_at is None): each for each in found}
    return list(latest.values())
