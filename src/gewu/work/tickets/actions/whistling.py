"""Whistles: raise, approve or refuse, acknowledge, report in, judge."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from gewu.ground.staffing.models import Unit
from gewu.ground.staffing.queries import units_of_path
from gewu.ground.territory.models import Area
from gewu.kernel import clock
from gewu.kernel.acting import Actor, Refusal, action
from gewu.kernel.ids import uuid7
from gewu.work.tickets import states
from gewu.work.tickets.actions.desk import refuse_barred
from gewu.work.tickets.actions.moving import Step, locked, take
from gewu.work.tickets.actions.whistle_moves import (
    WhistleMove,
    keep_step,
    locked_whistle,
    move_whistle,
    obeyed,
    wait_for_twin,
)
from gewu.work.tickets.events import WhistleLinked
from gewu.work.tickets.events.whistling import (
    CallAcknowledged,
    ReportedIn,
    WhistleApproved,
    WhistleJudged,
    WhistleRaised,
    WhistleRefused,
)
from gewu.work.tickets.models import Ticket, Whistle, WhistleCall, WhistleStep, WhistleTask
from gewu.work.tickets.queries.clocks import clockwork_of, terms_of
from gewu.work.tickets.rules.whistling import MOST_UNITS, number_of, reporting_due
from gewu.work.tickets.rules.wording import checked_note


@action
def raise_whistle(
    *,
    kind: str,
    unit: Unit,
    units: Sequence[Unit],
    words: str,
    ticket: Ticket | None = None,
    command: UUID | None = None,
    by: Actor,
) -> Whistle:
    """A grid, community or town says what it wants and which units it needs."""
    if command:
        wait_for_twin(command)
    ticket = locked(ticket) if ticket else None
    if obeyed(command):
        return WhistleStep.objects.select_related("whistle").get(command=command).whistle
    words, now = checked_note(words, needed=True), clock.now()
    _refuse_wrong_units(unit, units, ticket)
    area = _place_of(ticket, unit)
    level = _level_of(units)
    whistle = Whistle(
        id=uuid7(),
        county_id=unit.county_id,
        number=_next_number(unit.county_id, now),
        kind=kind,
        level=level,
        ticket=ticket,
        unit=unit,
        area=area,
        area_path=area.path,
        approval_path=_approval_path(level, area.path, unit),
        words=words,
        raised_by=by.actor_id,
        raised_at=now,
    )
    if ticket:
        _link(ticket, whistle, now=now, by=by)
    whistle.save(force_insert=True)
    WhistleCall.objects.bulk_create(
        WhistleCall(id=uuid7(), whistle=whistle, county_id=whistle.county_id, unit=each)
        for each in units
    )
    move = WhistleMove(
        WhistleRaised, unit.pk, codes={"kind": str(kind)}, payload={"kind": str(kind)}
    )
    keep_step(whistle, "raise_whistle", move, now=now, command=command, by=by)
    return whistle


@action
def approve_whistle(*, whistle: Whistle, command: UUID | None = None, by: Actor) -> Whistle:
    """The duty lead calls the units; from now on they are expected."""
    whistle = locked_whistle(whistle.pk)
    if obeyed(command):
        return whistle
    _refuse_own(whistle, by)
    now = clock.now()
    due_at = reporting_due(whistle.kind, now, clockwork_of(whistle.county_id).calendar)
    changes = {"approved_by": by.actor_id, "approved_at": now, "due_at": due_at}
    move = WhistleMove(WhistleApproved, None, changes=changes)
    move_whistle(whistle, "approve_whistle", move, now=now, command=command, by=by)
    WhistleCall.objects.filter(whistle=whistle).update(due_at=due_at)
    return whistle


@action
def refuse_whistle(
    *, whistle: Whistle, words: str, command: UUID | None = None, by: Actor
) -> Whistle:
    """The duty lead says why no units are called."""
    whistle = locked_whistle(whistle.pk)
    if obeyed(command):
        return whistle
    _refuse_own(whistle, by)
    now = clock.now()
    changes = {
        "ended_at": now,
        "outcome": Whistle.Outcome.REFUSED,
        "outcome_words": checked_note(words, needed=True),
    }
    move = WhistleMove(WhistleRefused, None, changes=changes)
    return move_whistle(whistle, "refuse_whistle", move, now=now, command=command, by=by)


@action
def acknowledge(*, call: WhistleCall, command: UUID | None = None, by: Actor) -> WhistleCall:
    """The called unit has read it and is on its way."""
    whistle, call = _locked_call(call)
    if obeyed(command) or call.acknowledged_at:
        return call
    now = clock.now()
    move = WhistleMove(CallAcknowledged, call.unit_id, payload={"helper": call.unit_id})
    move_whistle(whistle, "acknowledge", move, now=now, command=command, by=by)
    call.acknowledged_at, call.acknowledged_by = now, by.actor_id
    call.save(update_fields=["acknowledged_at", "acknowledged_by"])
    return call


@action
def report_in(
    *, call: WhistleCall, mode: str, command: UUID | None = None, by: Actor
) -> WhistleCall:
    """The called unit is there, on site or online; the first time is the one that counts."""
    whistle, call = _locked_call(call)
    if obeyed(command) or call.reported_at:
        return call
    if mode not in WhistleCall.Mode.values:
        raise Refusal(_("Say whether you are on site or online."), code="mode", field="mode")
    now = clock.now()
    call.late = call.due_at is not None and now > call.due_at
    codes = {"mode": str(mode), "late": call.late}
    move = WhistleMove(
        ReportedIn, call.unit_id, codes=codes, payload=codes | {"helper": call.unit_id}
    )
    move_whistle(whistle, "report_in", move, now=now, command=command, by=by)
    call.mode, call.reported_at, call.reported_by = mode, now, by.actor_id
    if call.acknowledged_at is None:
        call.acknowledged_at, call.acknowledged_by = now, by.actor_id
    call.save()
    return call


@action
def judge(
    *, whistle: Whistle, outcome: str, words: str, command: UUID | None = None, by: Actor
) -> Whistle:
    """Whoever whistled says how it went: solved or partly ends it, unsolved goes to a meeting."""
    whistle = locked_whistle(whistle.pk)
    if obeyed(command):
        return whistle
    now, said = clock.now(), checked_note(words, needed=True)
    if outcome not in (Whistle.Outcome.SOLVED, Whistle.Outcome.PARTLY, Whistle.Outcome.UNSOLVED):
        raise Refusal(
            _("Say whether it is solved, partly solved or not."), code="outcome", field="outcome"
        )
    unsolved = outcome == Whistle.Outcome.UNSOLVED
    tasks_open = WhistleTask.objects.filter(whistle=whistle, confirmed_at=None).count()
    ended = {} if unsolved else {"ended_at": now, "outcome": outcome}
    move = WhistleMove(
        WhistleJudged,
        whistle.unit_id,
        codes={"outcome": str(outcome)},
        changes={"outcome_words": said} | ended,
        facts={"tasks_open": tasks_open},
        payload={"outcome": str(outcome)},
    )
    verb = "convene" if unsolved else "judge"
    return move_whistle(whistle, verb, move, now=now, command=command, by=by)


def _locked_call(call: WhistleCall) -> tuple[Whistle, WhistleCall]:
    whistle = locked_whistle(call.whistle_id)
    return whistle, WhistleCall.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _link(ticket: Ticket, whistle: Whistle, *, now: datetime, by: Actor) -> None:
    if Whistle.objects.filter(ticket=ticket, state__in=states.OPEN_WHISTLE).exists():
        raise Refusal(_("There is an open whistle for this ticket already."), code="whistled")
    step = Step(
        WhistleLinked,
        words=whistle.words,
        codes={"whistle": str(whistle.pk)},
        payload={"whistle": whistle.pk},
    )
    take(ticket, "whistle", step, now=now, by=by)


def _refuse_wrong_units(unit: Unit, units: Sequence[Unit], ticket: Ticket | None) -> None:
    if unit.kind == Unit.Kind.DEPARTMENT:
        raise Refusal(
            _("Grids, communities and towns whistle; a department asks another to help."),
            code="not_territorial",
            field="unit",
        )
    chosen = {each.pk for each in units}
    if not chosen or unit.pk in chosen or len(chosen) > MOST_UNITS or len(chosen) < len(units):
        raise Refusal(
            _("Choose up to %(count)s other units.") % {"count": MOST_UNITS},
            code="units",
            field="units",
        )
    if ticket:
        for each in units:
            refuse_barred(ticket, each.pk)


def _refuse_own(whistle: Whistle, by: Actor) -> None:
    if by.actor_id is not None and by.actor_id == whistle.raised_by:
        raise Refusal(_("You raised this whistle, so someone else decides."), code="own_whistle")


def _place_of(ticket: Ticket | None, unit: Unit) -> Area:
    """The ticket's place; the unit's own where that is known roughly or not at all."""
    known = ticket.area if ticket else None
    return known if known and known.level >= unit.area.level else unit.area


def _level_of(units: Sequence[Unit]) -> str:
    departments = any(each.kind == Unit.Kind.DEPARTMENT for each in units)
    return Whistle.Level.DEPARTMENTS if departments else Whistle.Level.COMMUNITY


def _approval_path(level: str, path: str, unit: Unit) -> str:
    """The town's area where departments are called; else the community's, or the unit's own."""
    wanted = Unit.Kind.TOWN if level == Whistle.Level.DEPARTMENTS else Unit.Kind.COMMUNITY
    found: str | None = next(
        (each.area.path for each in units_of_path(path) if each.kind == wanted), None
    )
    return min(found or path, unit.area.path, key=len)


def _next_number(county_id: UUID, now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tickets_whistle_number')")
        (sequence,) = cursor.fetchone()
    zone = ZoneInfo(terms_of(county_id).zone)
    return number_of(f"{now.astimezone(zone):%Y%m%d}", sequence)
