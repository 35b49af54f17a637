"""A county from nothing, and a book as a whole: everything in it, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar
from zoneinfo import available_timezones

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.doors.setup import policies
from gewu.doors.setup.queries.examining import Plan, look_at
from gewu.doors.setup.rules.checking import SeatRow, UnitRow
from gewu.doors.setup.rules.known import Person, Team
from gewu.doors.setup.rules.rows import Book, Fault
from gewu.ground.accounts.actions import (
    FirstPassword,
    NewUser,
    add_person,
    admit_users,
    rename_user,
)
from gewu.ground.accounts.models import User
from gewu.ground.accounts.policies import may_manage_accounts
from gewu.ground.staffing import actions as staffing
from gewu.ground.staffing.models import Appointment, Post, PostKind, Unit
from gewu.ground.territory.actions import import_areas
from gewu.ground.territory.queries import area_by_code, county
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.statements import run
from gewu.work.tickets.actions import map_lead_kind, set_up_county
from gewu.work.tickets.models import LeadKind, LeadUnit

T = TypeVar("T")
# Two books at the same moment wait for each other; any number that nobody else locks.
LOCK = 7_134_225_801


class BookRefused(Refusal):
    """A book that something speaks against, with every fault by sheet and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        rows = len({(fault.sheet, fault.line) for fault in faults})
        text = _("%(count)s rows cannot be taken; nothing was changed.") % {"count": rows}
        super().__init__(text, code="bad_rows", field="file")
        self.faults = list(faults)


@dataclass
class Tally:
    """How many rows of a sheet were new, different, or as before."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Taken:
    """What a book did, by sheet, and the passwords that are shown once."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    passwords: list[FirstPassword] = field(default_factory=list)


@action
def open_county(
    *,
    code: str,
    name_zh: str,
    name_en: str = "",
    code_scheme: str = "national",
    zone: str = "Asia/Shanghai",
    phone: str = "",
    by: Actor,
) -> Unit:
    """The county with its desk, its promises, its calendar and the catalogue."""
    if not policies.may_set_up(by):
        raise Refusal(_("Only an administrator of everything may do this."), code="not_allowed")
    if zone not in available_timezones():
        raise Refusal(_("There is no such time zone."), code="zone", field="zone")
    desk = staffing.open_county(
        code=code, name_zh=name_zh, name_en=name_en, code_scheme=code_scheme, phone=phone, by=by
    )
    set_up_county(county=desk.area, zone=zone, by=by)
    return desk


@action
def take_book(*, book: Book, by: Actor) -> Taken:
    """Write everything that a book brings; a repeat changes nothing."""
    if not policies.may_set_up(by):
        raise Refusal(_("Only an administrator of this area may change it."), code="not_allowed")
    run("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    plan = look_at(book)
    if plan.faults:
        raise BookRefused(plan.faults)
    taken = Taken({name: Tally() for name in book})
    if plan.areas:
        _take_areas(plan, taken, by)
    units = _Units()
    for each in plan.units:
        _at("units", each.row.line, partial(_take_unit, each, units, taken, by))
    _take_people(plan.people, taken, by)
    if plan.seats:
        _take_seats(plan.seats, units, taken, by)
    _take_leads(plan, units, taken, by)
    return taken


class _Units:
    """The units that stand, found again by how rows name them."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], Unit] = {}
        self._is_read = False

    def find(self, team: Team) -> Unit | None:
        if not self._is_read:
            for unit in Unit.objects.select_related("area").order_by("pk"):
                self.add(unit)
            self._is_read = True
        return self._by_key.get((team.kind, team.key))

    def need(self, team: Team) -> Unit:
        found = self.find(team)
        assert found is not None  # the look at the book has seen to it
        return found

    def add(self, unit: Unit) -> None:
        team = Team(unit.kind, unit.name_zh, unit.area.code)
        self._by_key[unit.kind, team.key] = unit


def _take_areas(plan: Plan, taken: Taken, by: Actor) -> None:
    done = import_areas(rows=plan.areas, by=by)
    taken.tallies["areas"] = Tally(done.added, done.changed, done.unchanged)
    staffing.add_missing_units(path=county().path, by=by)


def _take_unit(given: UnitRow, units: _Units, taken: Taken, by: Actor) -> None:
    tally, row = taken.tallies["units"], given.row
    unit = units.find(given.team)
    said = {"name_zh": row["name_zh"], "name_en": row["name_en"], "phone": row["phone"]}
    if unit is None:
        area = area_by_code(given.team.area_code)
        assert area is not None  # the look at the book has seen to it
        units.add(staffing.add_unit(kind=given.team.kind, area=area, **said, by=by))
        tally.added += 1
    elif all(getattr(unit, name) == value for name, value in said.items()):
        tally.unchanged += 1
    else:
        changed = staffing.change_unit(unit=unit, **said, by=by)
        changed.area = unit.area
        units.add(changed)
        tally.changed += 1


def _take_people(people: Sequence[Person], taken: Taken, by: Actor) -> None:
    if not people:
        return
    tally = taken.tallies["staff"]
    there = {user.username.lower(): user for user in User.objects.order_by("pk")}
    new = [each for each in people if each.username.lower() not in there]
    if new and not may_manage_accounts(by):
        text = _("New sign-ins are added by a security administrator, under Users: %(name)s.")
        raise Refusal(text % {"name": new[0].name}, code="not_allowed", field="file")
    taken.passwords = admit_users(
        people=[NewUser(each.username, each.name, each.name_en) for each in new], by=by
    )
    tally.added = len(new)
    for each in people:
        user = there.get(each.username.lower())
        if user is None:
            continue
        if (user.name_zh, user.name_en) == (each.name, each.name_en):
            tally.unchanged += 1
        else:
            rename_user(user=user, name_zh=each.name, name_en=each.name_en, by=by)
            tally.changed += 1


def _take_seats(seats: Sequence[SeatRow], units: _Units, taken: Taken, by: Actor) -> None:
    users = {user.username.lower(): user for user in User.objects.order_by("pk")}
    today = timezone.localdate()
    held = _held(today)
    vacant = _vacant(today)
    kinds = {each.code: each for each in PostKind.objects.filter(role="").order_by("pk")}
    new: dict[str, User] = {}
    for seat in seats:
        unit = units.need(seat.team)
        user = users.get(seat.username.lower()) or _newcomer(seat, new, by)
        kind = kinds.get(seat.kind)
        key = (unit.pk, seat.row["role"], seat.full_time, kind.pk if kind else None)
        tally = taken.tallies["appointments"]
        old = held.get((*key, user.pk)) if user else None
        free = vacant.get(key, [])
        if old is not None:
            _same_seat(old, seat, tally, by)
        elif free and user is None:
            free.pop()
            tally.unchanged += 1
        else:
            post = free.pop() if free else None
            fill = partial(_new_seat, seat, unit, post, user, kind, by)
            _at("appointments", seat.row.line, fill)
            tally.added += 1


def _now_or_later(today: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(valid__overlap=DateRange(today, None))


def _held(today: date) -> dict[tuple[object, ...], Appointment]:
    """Who sits where today or later."""
    return {
        (*_key_of(each.post), each.user_id): each
        for each in _now_or_later(today).select_related("post").order_by("pk")
    }


def _vacant(today: date) -> dict[tuple[object, ...], list[Post]]:
    found: dict[tuple[object, ...], list[Post]] = {}
    posts = Post.objects.exclude(pk__in=_now_or_later(today).values("post")).order_by("-pk")
    for post in posts:
        found.setdefault(_key_of(post), []).append(post)
    return found


def _key_of(post: Post) -> tuple[object, ...]:
    """What tells posts of a unit apart: what they open, or their kind where they open nothing."""
    if post.role:
        return (post.unit_id, post.role, post.full_time, None)
    return (post.unit_id, "", False, post.kind_id)


def _newcomer(seat: SeatRow, new: dict[str, User], by: Actor) -> User | None:
    """Somebody who does not sign in; the same name in the same book is the same person."""
    name = seat.new_name
    if name and name not in new:
        new[name] = add_person(name_zh=name, by=by)
    return new.get(name)


def _same_seat(old: Appointment, seat: SeatRow, tally: Tally, by: Actor) -> None:
    if seat.row["phone"] and seat.row["phone"] != old.post.phone:
        staffing.set_phone(post=old.post, phone=seat.row["phone"], by=by)
        tally.changed += 1
    else:
        tally.unchanged += 1


def _new_seat(
    seat: SeatRow,
    unit: Unit,
    post: Post | None,
    user: User | None,
    kind: PostKind | None,
    by: Actor,
) -> None:
    row = seat.row
    if post is None:
        post = staffing.add_post(
            unit=unit,
            role=row["role"],
            kind=kind,
            title_zh=row["title"],
            full_time=seat.full_time,
            phone=row["phone"],
            by=by,
        )
    elif row["phone"]:
        staffing.set_phone(post=post, phone=row["phone"], by=by)
    if user is not None:
        staffing.appoint(post=post, user=user, from_day=seat.from_day, until=seat.until, by=by)


def _take_leads(plan: Plan, units: _Units, taken: Taken, by: Actor) -> None:
    if not plan.leads:
        return
    tally, top = taken.tallies["leads"], county()
    kinds = {kind.kind: kind for kind in LeadKind.objects.filter(county_id=top.pk).order_by("pk")}
    led = dict(LeadUnit.objects.order_by("pk").values_list("lead_kind_id", "unit_id"))
    for _row, name, team in plan.leads:
        kind, unit = kinds[name], units.need(team)
        if led.get(kind.pk) == unit.pk:
            tally.unchanged += 1
            continue
        tally.changed += kind.pk in led
        tally.added += kind.pk not in led
        map_lead_kind(lead_kind=kind, unit=unit, by=by)


def _at(sheet: str, line: int, act: Callable[[], T]) -> T:
    """A refusal that only the action itself can know, said at its row."""
    try:
        return act()
    except Refusal as refusal:
        raise BookRefused([Fault(sheet, line, str(refusal))]) from refusal
