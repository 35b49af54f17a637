"""Reads of whistles, always in a viewer's scope.

Who is called sees title and photos of a ticket that lies beyond their border: of whistles that
the viewer's own eyes have found, these are read with the eyes of the house.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import departments, units_of_path
from gewu.kernel.viewing import of_the_house
from gewu.work.tickets import states
from gewu.work.tickets.models import (
    Ticket,
    TicketPhoto,
    Whistle,
    WhistleCall,
    WhistleStep,
    WhistleTask,
)
from gewu.work.tickets.policies import kept_from
from gewu.work.tickets.rules.whistling import (
    Call,
    Rate,
    completion_rate,
    false_rate,
    on_time_rate,
    reporting_rate,
)

PAGE = 30
COUNT_UP_TO = 1_000
MOST_IN_FIGURES = 5_000
KINDS_THAT_WHISTLE = (
    Unit.Kind.GRID_TEAM,
    Unit.Kind.COMMUNITY,
    Unit.Kind.TOWN,
    Unit.Kind.COUNTY_DESK,
)
NOBODY = Q(pk=None)


@dataclass(frozen=True)
class Selection:
    """A named selection of whistles."""

    key: str
    label: str | Promise


SELECTIONS = {
    each.key: each
    for each in (
        Selection("mine", _("For me to do")),
        Selection("approve", _("To approve")),
        Selection("report", _("To report in")),
        Selection("open", _("Under way")),
        Selection("ended", _("Ended")),
    )
}


@dataclass(frozen=True)
class Page:
    """Some whistles and the marks from which the neighbouring pages start."""

    whistles: list[Whistle]
    after: str
    before: str


@dataclass
class Measure:
    """How one unit did as one that was called, and as one that whistled."""

    unit: Unit
    calls: list[Call] = field(default_factory=list)
    tasks: list[bool] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    reporting: Rate = Rate(0, 0)
    on_time: Rate = Rate(0, 0)
    completion: Rate = Rate(0, 0)
    groundless: Rate = Rate(0, 0)


def visible_to(user: User) -> QuerySet[Whistle]:
    """Whistles in one's areas, of one's units, and those that call one's units once approved."""
    units = user.units_with("tickets.see")
    called = WhistleCall.objects.filter(
        unit_id__in=units, whistle__approved_at__isnull=False
    ).order_by()
    wanted = Q(unit_id__in=units) | Q(pk__in=called.values("whistle_id"))
    for path in user.paths_with("tickets.see"):
        wanted |= Q(area_path__startswith=path)
    found = Whistle.objects.filter(wanted)
    units = kept_from(user)
    return found.exclude(ticket__barred__overlap=list(units)) if units else found


def whistle_for(user: User, pk: UUID) -> Whistle:
    """One whistle of the viewer's; 404 for everyone else."""
    found = get_object_or_404(visible_to(user).select_related("unit", "area"), pk=pk)
    return _with_tickets([found])[0]


def task_for(whistle: Whistle, pk: UUID) -> WhistleTask:
    """A task of a whistle that the viewer sees."""
    return get_object_or_404(WhistleTask.objects.select_related("unit"), whistle=whistle, pk=pk)


def own_call(user: User, whistle: Whistle) -> WhistleCall | None:
    """The call that the viewer may answer, one that is still open first."""
    calls = WhistleCall.objects.filter(
        whistle=whistle, unit_id__in=user.units_with("tickets.report_in")
    ).select_related("unit")
    found = list(calls.order_by("id"))
    return next((each for each in found if each.reported_at is None), found[0] if found else None)


def calls_of(whistle: Whistle) -> list[WhistleCall]:
    """The called units."""
    calls = WhistleCall.objects.filter(whistle=whistle).select_related("unit")
    return list(calls.order_by("id"))


def tasks_of(whistle: Whistle) -> list[WhistleTask]:
    """Who does what until when."""
    tasks = WhistleTask.objects.filter(whistle=whistle).select_related("unit")
    return list(tasks.order_by("due_at", "id"))


def steps_of(whistle: Whistle) -> list[tuple[WhistleStep, User | None]]:
    """What happened, the newest first, and who did it."""
    steps = list(WhistleStep.objects.filter(whistle=whistle).select_related("unit").order_by("-id"))
    people = User.objects.in_bulk({each.by_id for each in steps if each.by_id})
    return [(each, people.get(each.by_id) if each.by_id else None) for each in steps]


@of_the_house
def photo_for(whistle: Whistle, pk: UUID) -> TicketPhoto:
    """A picture of the ticket that a whistle is about."""
    photos = TicketPhoto.objects.filter(ticket=whistle.ticket_id).select_related("attachment")
    return get_object_or_404(photos, pk=pk)


@of_the_house
def photos_of(whistle: Whistle) -> list[TicketPhoto]:
    """The pictures of the ticket that a whistle is about."""
    if whistle.ticket_id is None:
        return []
    return list(TicketPhoto.objects.filter(ticket=whistle.ticket_id).order_by("id"))


def of_ticket(user: User, ticket: Ticket) -> list[Whistle]:
    """The whistles of a ticket that the viewer sees, the newest first."""
    return list(visible_to(user).filter(ticket=ticket).select_related("unit").order_by("-id"))


def own_units(user: User) -> list[Unit]:
    """The units for which somebody may whistle."""
    units = Unit.objects.filter(
        pk__in=user.units_with("tickets.whistle"), kind__in=KINDS_THAT_WHISTLE
    )
    return list(units.select_related("area").order_by("-area__level", "area__code"))


def units_to_call(path: str, own: Iterable[Unit]) -> list[Unit]:
    """The levels above at a place, and the departments."""
    mine = {each.pk for each in own}
    above = [each for each in reversed(units_of_path(path)) if each.kind != Unit.Kind.GRID_TEAM]
    return [each for each in (*above, *departments()) if each.pk not in mine]


def chosen(user: User, key: str, words: str = "") -> QuerySet[Whistle]:
    """A selection of the viewer's whistles, narrowed by words or a number."""
    whistles = visible_to(user).filter(_wanted(user, key))
    if words:
        digits = words.replace(" ", "")
        named = Q(words__icontains=words)
        about = Q(ticket__text__title__icontains=words)
        if digits.isdecimal():
            named |= Q(number__startswith=digits)
            about |= Q(ticket__number__startswith=digits)
        whistles = whistles.filter(named | Q(pk__in=_about(about)))
    return whistles


def page(user: User, key: str, words: str = "", *, after: str = "", before: str = "") -> Page:
    """One page by keyset, the newest first."""
    whistles = chosen(user, key, words).select_related("unit", "area")
    forward = not before
    if mark := after or before:
        whistles = whistles.filter(**{f"id__{'lt' if forward else 'gt'}": UUID(mark)})
    rows = list(whistles.order_by("-id" if forward else "id")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if not forward:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    has_next, has_previous = (more, bool(after)) if forward else (True, more)
    return Page(
        _with_tickets(rows),
        after=str(rows[-1].pk) if has_next else "",
        before=str(rows[0].pk) if has_previous else "",
    )


def counts(user: User) -> dict[str, int]:
    """How many wait in each selection that has work in it."""
    keys = [key for key in SELECTIONS if key != "ended"]
    return {key: chosen(user, key).order_by()[:COUNT_UP_TO].count() for key in keys}


def topics_of(user: User) -> list[str]:
    """What a list of whistles listens to."""
    if user.paths_with("tickets.see"):
        return ["whistles"]
    return [f"unit:{unit}" for unit in user.units_with("tickets.see")]


def measures(user: User, since: datetime, now: datetime) -> list[Measure]:
    """Both sides in a period: who was called and who whistled, in the viewer's scope."""
    whistles = visible_to(user).filter(raised_at__gte=since).order_by("-id")
    return _measured(list(whistles.values_list("pk", flat=True)[:MOST_IN_FIGURES]), now)


@of_the_house
def _measured(ids: list[UUID], now: datetime) -> list[Measure]:
    found: dict[UUID, Measure] = {}

    def of(unit: Unit) -> Measure:
        return found.setdefault(unit.pk, Measure(unit))

    calls = WhistleCall.objects.filter(whistle_id__in=ids, due_at__isnull=False)
    for call in calls.select_related("unit").order_by("id"):
        assert call.due_at is not None
        of(call.unit).calls.append(Call(call.unit_id, call.due_at, call.reported_at, call.late))
    for task in WhistleTask.objects.filter(whistle_id__in=ids).select_related("unit"):
        of(task.unit).tasks.append(task.confirmed_at is not None)
    for whistle in Whistle.objects.filter(pk__in=ids).select_related("unit"):
        of(whistle.unit).outcomes.append(whistle.outcome)
    for each in found.values():
        each.reporting = reporting_rate(each.calls, now)
        each.on_time = on_time_rate(each.calls, now)
        each.completion = completion_rate(each.tasks)
        each.groundless = false_rate(each.outcomes)
    return sorted(found.values(), key=lambda each: each.unit.name_zh)


@of_the_house
def _with_tickets(whistles: list[Whistle]) -> list[Whistle]:
    prefetch_related_objects(whistles, "ticket__text", "ticket__area")
    return whistles


@of_the_house
def _about(tickets: Q) -> list[UUID]:
    """The whistles about tickets of this number or title; which of them one sees is asked beside."""
    return list(Whistle.objects.filter(tickets).order_by().values_list("pk", flat=True))


def _wanted(user: User, key: str) -> Q:
    parts = {
        "approve": lambda: _to_approve(user),
        "report": lambda: _to_report(user),
        "mine": lambda: _for_me(user),
        "open": lambda: Q(state__in=states.OPEN_WHISTLE),
        "ended": lambda: ~Q(state__in=states.OPEN_WHISTLE),
    }
    return parts[key]()


def _for_me(user: User) -> Q:
    """To approve, to report in, a task to do, a task to confirm or a word to say."""
    units = user.units_with("tickets.report_in")
    tasks = WhistleTask.objects.order_by()
    todo = tasks.filter(unit_id__in=units, done_at=None).values("whistle_id")
    done = tasks.filter(done_at__isnull=False, confirmed_at=None).values("whistle_id")
    waiting = tasks.filter(confirmed_at=None).values("whistle_id")
    reported = WhistleCall.objects.filter(reported_at__isnull=False).order_by()
    own = Q(unit_id__in=user.units_with("tickets.whistle"))
    to_judge = Q(state=states.RUNNING, pk__in=reported.values("whistle_id")) & ~Q(pk__in=waiting)
    active = Q(state__in=(states.RUNNING, states.MEETING))
    return (
        _to_approve(user)
        | _to_report(user)
        | (active & Q(pk__in=todo))
        | (own & ((active & Q(pk__in=done)) | to_judge | Q(state=states.MEETING)))
    )


def _to_approve(user: User) -> Q:
    wanted = NOBODY
    for path in user.paths_with("tickets.approve_whistle"):
        wanted |= Q(approval_path__startswith=path)
    return Q(state=states.RAISED) & wanted & ~Q(raised_by=user.pk)


def _to_report(user: User) -> Q:
    open_calls = WhistleCall.objects.filter(
        unit_id__in=user.units_with("tickets.report_in"), reported_at=None
    ).order_by()
    return Q(state__in=states.CALLING, pk__in=open_calls.values("whistle_id"))
