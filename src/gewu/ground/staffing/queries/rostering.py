"""A roster as the solver sees it: turns, hands, who has what, and what is wrong with it in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from gewu.ground.accounts.models import User
from gewu.ground.staffing import rules
from gewu.ground.staffing.models import Appointment, Duty, DutyWish, Roster, Shift, ShiftKind
from gewu.ground.staffing.queries.leaves import days_away
from gewu.methods import roster as method
from gewu.methods.roster import Hand, Measures, Turn

# What people had in these days before a roster begins is carried over.
LOOKS_BACK = timedelta(days=90)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Flaw:
    """One rule that is not kept, for people."""

    shift: Shift
    words: str
    user: User | None = None
    count: int = 0


@dataclass
class Table:
    """Everything about a roster that a proposal or a warning needs."""

    roster: Roster
    shifts: list[Shift]
    people: list[User]
    turns: list[Turn]
    hands: list[Hand]
    taken: set[tuple[int, int]]
    pins: set[tuple[int, int]]
    place: dict[UUID, int] = field(default_factory=dict)  # of a shift among the turns

    def counts(self) -> list[tuple[User, Measures]]:
        """How much each person has in this roster alone."""
        bare = [Hand(hand.able) for hand in self.hands]
        own = {(who, turn) for who, turn in self.taken if turn < len(self.shifts)}
        return list(zip(self.people, method.counts(self.turns, bare, own), strict=True))

    def warnings(self, taken: Iterable[tuple[int, int]] | None = None) -> list[Flaw]:
        """What is wrong with it, in the order of the shifts."""
        wanted = self.taken if taken is None else set(taken)
        found = []
        for breach in method.breaches(self.turns, self.hands, wanted):
            own = [index for index in (breach.turn, breach.other) if 0 <= index < len(self.shifts)]
            if not own or (breach.hand < 0 and breach.turn >= len(self.shifts)):
                continue
            user = self.people[breach.hand] if breach.hand >= 0 else None
            words = str(rules.BREACHES[breach.why])
            found.append(Flaw(self.shifts[own[0]], words, user, breach.count))
        return found

    def would_break(self, shift: Shift, user: User, instead_of: User | None = None) -> list[str]:
        """What would be wrong if this person took that shift, perhaps in another's place."""
        index = self.place[shift.pk]
        if user not in self.people:
            return [str(rules.BREACHES["unable"])]
        who = self.people.index(user)
        then = set(self.taken) | {(who, index)}
        if instead_of in self.people:
            then -= {(self.people.index(instead_of), index)}
        found = method.breaches(self.turns, self.hands, then)
        return [
            str(rules.BREACHES[each.why])
            for each in found
            if each.hand == who and index in (each.turn, each.other)
        ]


def table_of(roster: Roster) -> Table:
    """Read it all; the number of queries does not grow with the roster."""
    shifts = list(Shift.objects.filter(roster=roster).select_related("kind").order_by("begins"))
    first, end = roster.days.lower, roster.days.upper
    able = _able(roster, shifts)
    duties = list(
        Duty.objects.filter(shift__roster=roster, ended_at=None).select_related("user", "shift")
    )
    users = {duty.user_id: duty.user for duty in duties} | able.users
    people = sorted(users.values(), key=lambda user: (user.name_zh, user.pk))
    others = _elsewhere(roster, people, first, end)
    away, rather_not = _wishes(people, first - A_DAY, end + A_DAY)
    carried = carried_by(roster, people)
    turns = [_turn(shift) for shift in shifts] + [_turn(duty.shift, 0) for duty in others]
    place = {shift.pk: index for index, shift in enumerate(shifts)}
    at = {user.pk: index for index, user in enumerate(people)}
    hands = []
    for user in people:
        had = rules.before(carried, user.pk)
        allowed = {place[pk] for pk in able.shifts[user.pk]} | set(range(len(shifts), len(turns)))
        against = {place[s.pk] for s in shifts if s.day in rather_not[user.pk]}
        hands.append(
            Hand(frozenset(allowed), frozenset(away[user.pk]), frozenset(against), Measures(*had))
        )
    elsewhere = {(at[duty.user_id], len(shifts) + n) for n, duty in enumerate(others)}
    own = {(at[duty.user_id], place[duty.shift_id]) for duty in duties}
    pinned = {(at[d.user_id], place[d.shift_id]) for d in duties if d.is_pinned}
    return Table(roster, shifts, people, turns, hands, own | elsewhere, pinned | elsewhere, place)


@dataclass
class _Able:
    users: dict[UUID, User] = field(default_factory=dict)
    shifts: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))


def _able(roster: Roster, shifts: list[Shift]) -> _Able:
    """Who holds a post on a day that may take a shift."""
    unit, found = roster.unit, _Able()
    held = Appointment.objects.filter(
        valid__overlap=roster.days,
        post__unit__area__path__startswith=unit.area.path,
        post__unit__dissolved_on=None,
        user__is_active=True,
    ).select_related("post__unit", "user")
    with_below = any(shift.kind.with_below for shift in shifts)
    if not with_below or unit.kind == rules.UnitKind.DEPARTMENT:
        held = held.filter(post__unit=unit)
    for each in held:
        own = each.post.unit_id == unit.pk
        for shift in shifts:
            kind = shift.kind
            fits = (own or kind.with_below) and (not kind.roles or each.post.role in kind.roles)
            if fits and shift.day in each.valid:
                found.users[each.user_id] = each.user
                found.shifts[each.user_id].add(shift.pk)
    return found


def _elsewhere(roster: Roster, people: list[User], first: date, end: date) -> list[Duty]:
    """What the same people have near these days: in other units, and before and after."""
    near = Duty.objects.filter(
        user__in=people, ended_at=None, shift__day__gte=first - A_DAY, shift__day__lte=end
    ).exclude(shift__roster=roster)
    return list(near.select_related("shift").order_by("pk"))


def _wishes(
    people: list[User], first: date, end: date
) -> tuple[dict[UUID, set[date]], dict[UUID, set[date]]]:
    away: dict[UUID, set[date]] = defaultdict(set)
    rather_not: dict[UUID, set[date]] = defaultdict(set)
    wishes = DutyWish.objects.filter(user__in=people, days__overlap=DateRange(first, end))
    given = [
        (away if wish.kind == DutyWish.Kind.AWAY else rather_not, wish.user_id, wish.days)
        for wish in wishes
    ]
    given += [(away, user_id, days) for user_id, days in days_away(people, first, end)]
    for target, user_id, days in given:
        begins, ends = max(days.lower, first), min(days.upper, end)
        target[user_id].update(rules.days_between(begins, ends))
    return away, rather_not


def carried_by(roster: Roster, people: list[User]) -> dict[object, list[int]]:
    """Shifts, nights and days off that each had before the roster begins."""
    first = roster.days.lower
    there = Appointment.objects.filter(user__in=people, valid__startswith__lte=first - LOOKS_BACK)
    found: dict[object, list[int]] = {
        pk: [0, 0, 0] for pk in there.order_by().values_list("user_id", flat=True)
    }
    had = Duty.objects.filter(
        user__in=people, ended_at=None, shift__day__gte=first - LOOKS_BACK, shift__day__lt=first
    ).exclude(shift__roster__published_at=None)
    rows = had.values_list("user_id", "shift__is_night", "shift__is_day_off")
    for user_id, night, day_off in rows:
        counts = found.setdefault(user_id, [0, 0, 0])
        for place, grows in enumerate((1, int(night), int(day_off))):
            counts[place] += grows
    return found


def _turn(shift: Shift, need: int | None = None) -> Turn:
    here = timezone.get_default_timezone()
    return Turn(
        shift.day,
        shift.begins.astimezone(here),
        shift.ends.astimezone(here),
        shift.need if need is None else need,
        shift.is_night,
        shift.is_day_off,
    )


def kinds_of(unit_id: UUID) -> list[ShiftKind]:
    """The kinds of shifts that a unit has today."""
    return list(ShiftKind.objects.filter(unit=unit_id, retired_on=None))
