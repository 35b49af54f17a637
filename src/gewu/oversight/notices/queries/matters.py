"""What happens around posts, duty and registers: whom it concerns, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.registers.events import RecordsFellDue
from gewu.ground.registers.models import DueNotice
from gewu.ground.staffing import events
from gewu.ground.staffing.models import Duty, Leave, Post, Roster, StandIn, Swap, Unit
from gewu.ground.staffing.queries import desk_of, nearest_with, posts_on, who_decides
from gewu.ground.staffing.queries.duty import is_lead_told
from gewu.ground.territory.models import Area
from gewu.kernel.journal import Event, Heard
from gewu.oversight.notices import rules
from gewu.oversight.notices.models import Message


@dataclass(frozen=True)
class Matter:
    """A leave, a roster or a swap: in which unit, on which days."""

    pk: UUID
    unit: Unit
    days: DateRange
    area: Area | None = None

    @property
    def county_id(self) -> UUID:
        """The county of its unit."""
        return self.unit.county_id

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed, so that nobody needs to hear of it."""
        return bool(self.days.upper <= timezone.localdate())


@dataclass(frozen=True)
class Told:
    """People who are told the same about a matter."""

    kind: str
    reason: str
    people: list[User]
    matter: Matter
    even_over: bool = False  # what ended is told after its last day, too


def told_by(heard: Heard[Any]) -> list[Told]:
    """Whom an event concerns; nobody where it is over meanwhile or something else has happened."""
    found = OF[type(heard.event)](heard)
    return [each for each in found if each.even_over or not each.matter.is_over]


def _leave_asked(heard: Heard[events.LeaveAsked]) -> list[Told]:
    leave = _leave(heard.event.leave_id)
    if leave.state != Leave.State.ASKED:
        return []
    matter = _matter_of(leave)
    people = who_decides("staffing.leave", matter.unit, but=[leave.user_id])
    return [Told(rules.LEAVE_ASKED, "asked", people, matter)]


def _leave_decided(heard: Heard[events.LeaveDecided]) -> list[Told]:
    leave = _leave(heard.event.leave_id)
    granted = heard.event.state == Leave.State.APPROVED
    told = [Told(rules.LEAVE, "granted" if granted else "refused", [leave.user], _matter_of(leave))]
    stands = StandIn.objects.filter(leave=leave).select_related("user", "post__unit").order_by("id")
    told += [Told(rules.STAND_IN, "named", [each.user], _standing(each)) for each in stands[:1]]
    return told


def _leave_ended(heard: Heard[events.LeaveEnded]) -> list[Told]:
    leave = _leave(heard.event.leave_id)
    people = [each for each in (leave.user, leave.decided_by) if each is not None]
    matter = _matter_of(leave)
    # Who stood in may be written down nowhere else any more.
    named = Message.objects.filter(kind=rules.STAND_IN, matter_id=leave.pk).order_by()
    stood_in = list(User.objects.filter(pk__in=named.values("user")).order_by("pk"))
    return [
        Told(rules.LEAVE, "ended", people, matter, even_over=True),
        Told(rules.STAND_IN, "over", stood_in, matter, even_over=True),
    ]


def _stand_in_set(heard: Heard[events.StandInSet | events.StandInBegins]) -> list[Told]:
    reason = "begins" if isinstance(heard.event, events.StandInBegins) else "named"
    found = StandIn.objects.filter(pk=heard.event.stand_in_id).select_related("user", "post__unit")
    return [Told(rules.STAND_IN, reason, [each.user], _standing(each)) for each in found]


def _stand_in_ended(heard: Heard[events.StandInEnded]) -> list[Told]:
    post = Post.objects.select_related("unit").get(pk=heard.event.post_id)
    today = timezone.localdate()
    matter = Matter(heard.event.stand_in_id, post.unit, DateRange(today, today + timedelta(1)))
    return [Told(rules.STAND_IN, "over", [User.objects.get(pk=heard.event.user_id)], matter)]


def _roster_published(heard: Heard[events.RosterPublished]) -> list[Told]:
    roster = Roster.objects.select_related("unit").get(pk=heard.event.roster_id)
    on_it = Duty.objects.filter(shift__roster=roster, ended_at=None).order_by().values("user")
    people = list(User.objects.filter(pk__in=on_it, is_active=True).order_by("username"))
    return [Told(rules.ROSTER, "", people, Matter(roster.pk, roster.unit, roster.days))]


def _swap_moved(heard: Heard[events.SwapMoved]) -> list[Told]:
    found = Swap.objects.select_related("asked", "duty__user", "duty__shift__roster__unit__area")
    swap = found.get(pk=heard.event.swap_id)
    if swap.state != heard.event.state:
        return []  # somebody answered meanwhile, and that is told of itself
    day, unit = swap.duty.shift.day, swap.duty.shift.roster.unit
    matter = Matter(swap.pk, unit, DateRange(day, day + timedelta(days=1)))
    return [Told(rules.SWAP, reason, people, matter) for reason, people in _of_swap(swap, unit)]


def _of_swap(swap: Swap, unit: Unit) -> list[tuple[str, list[User]]]:
    asks, asked = [swap.duty.user], [swap.asked]
    both = (swap.duty.user_id, swap.asked_id)
    if swap.state == Swap.State.ASKED:
        return [("asked", asked)]
    if swap.state == Swap.State.AGREED:
        return [("agreed", asks), ("decide", who_decides("staffing.roster", unit, both))]
    if swap.state == Swap.State.DONE:
        lead = who_decides("staffing.roster", unit, both) if is_lead_told(unit) else []
        return [("done", asks + asked), ("told", lead)]
    if swap.state == Swap.State.DECLINED:
        return [("declined", asks)]
    return [("withdrawn", asked)]


def _records_due(heard: Heard[RecordsFellDue]) -> list[Told]:
    """Whoever may change them and stands closest to the place."""
    notice = DueNotice.objects.select_related("area").filter(pk=heard.event.notice_id).first()
    if notice is None:
        return []
    people, today = nearest_with("registers.edit", notice.area.path), timezone.localdate()
    days = DateRange(today, today + timedelta(days=1))
    matter = Matter(notice.pk, desk_of(notice.area.county_id), days, notice.area)
    return [Told(rules.RECORDS_DUE, "", people, matter)]


def _leave(pk: UUID) -> Leave:
    return Leave.objects.select_related("user", "decided_by").get(pk=pk)


def _matter_of(leave: Leave) -> Matter:
    """A leave, by the first of the posts that are left meanwhile."""
    held = posts_on(leave.user, leave.valid)
    unit = held[0].post.unit if held else desk_of(leave.county_id)
    return Matter(leave.pk, unit, leave.valid)


def _standing(stand_in: StandIn) -> Matter:
    return Matter(stand_in.leave_id or stand_in.pk, stand_in.post.unit, stand_in.valid)


OF: dict[type[Event], Callable[[Heard[Any]], list[Told]]] = {
    events.LeaveAsked: _leave_asked,
    events.LeaveDecided: _leave_decided,
    events.LeaveEnded: _leave_ended,
    events.StandInSet: _stand_in_set,
    events.StandInBegins: _stand_in_set,
    events.StandInEnded: _stand_in_ended,
    events.RosterPublished: _roster_published,
    events.SwapMoved: _swap_moved,
    RecordsFellDue: _records_due,
}
