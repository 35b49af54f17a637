"""What people do with a whistle: one function a verb, through the real actions, by whoever may."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Never

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.kernel import clock
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets import actions, policies
from gewu.work.tickets.models import Ticket, Whistle, WhistleCall, WhistleTask
from gewu.work.tickets.queries.whistling import units_to_call

WhistleDoing = Callable[[World, Whistle], object]

WANTED = "三家都管一点，请到现场会商"
SAID = {
    "refuse_whistle": "先由社区处理，处理不了再吹哨",
    "finish_task": "本单位部分已处理完",
    "judge": "到现场看过，情况如上",
}
# The invented county has no leader of its own, who would approve what its desk whistles for.
WHISTLERS = (Unit.Kind.GRID_TEAM, Unit.Kind.COMMUNITY, Unit.Kind.TOWN)
KINDS = {"resident_problem": 5, "joint_enforcement": 2, "emergency": 3}
OUTCOMES = {"solved": 5, "partly": 3, "unsolved": 3}
ENDS = {"": 3, "solved": 4, "partly": 2, "unsolved": 2, "groundless": 1}


def whistle(world: World, ticket: Ticket) -> Whistle:
    """About a ticket: its unit, or one of the place, calls some that it does not command."""
    by = world.may("whistle", ticket)
    own = [each for each in _own(world, by) if ticket.area_path.startswith(each.area.path)]
    return _raise(world, by, own or _own(world, by), ticket)


def whistle_alone(world: World) -> Whistle:
    """Without a ticket: somebody of a grid, a community or a town."""
    able = [user for user in world.users if _own(world, user)]
    by = world.rng.choice(able)
    return _raise(world, by, _own(world, by), None)


def approve_whistle(world: World, found: Whistle) -> object:
    """The duty lead calls the units."""
    by = _some(world, (u for u in world.users if policies.may_approve_whistle(u, found)))
    return actions.approve_whistle(whistle=found, by=by)


def refuse_whistle(world: World, found: Whistle) -> object:
    """The duty lead says why not; now and then somebody tries it with their own."""
    by = _some(world, (u for u in world.users if policies.may_approve_whistle(u, found)))
    own = [u for u in world.users if u.pk == found.raised_by]
    if own and world.rng.random() < 0.1:
        by = own[0]
    return actions.refuse_whistle(whistle=found, words=SAID["refuse_whistle"], by=by)


def acknowledge(world: World, found: Whistle) -> object:
    """A called unit has read it."""
    call = _call(world, found, acknowledged_at=None)
    return actions.acknowledge(call=call, by=_of_unit(world, call.unit_id))


def report_in(world: World, found: Whistle) -> object:
    """A called unit is there."""
    call = _call(world, found, reported_at=None)
    mode = world.rng.choice(WhistleCall.Mode.values)
    return actions.report_in(call=call, mode=mode, by=_of_unit(world, call.unit_id))


def give_task(world: World, found: Whistle) -> object:
    """Something for one of the called units, until a moment."""
    by = _some(world, (u for u in world.users if policies.may_lead_whistle(u, found)))
    until = clock.now() + timedelta(hours=world.rng.choice((4, 24, 50, 72)))
    unit = _call(world, found).unit
    return actions.give_task(whistle=found, unit=unit, words="清理现场", due_at=until, by=by)


def finish_task(world: World, found: Whistle) -> object:
    """The unit says what it did."""
    task = _task(found, done_at=None)
    by = _some(world, (u for u in world.users if policies.may_finish_task(u, task)))
    return actions.finish_task(task=task, words=SAID["finish_task"], by=by)


def confirm_task(world: World, found: Whistle) -> object:
    """Whoever whistled has looked; now and then before it is done, which is refused."""
    ready: dict[str, Any] = {} if world.rng.random() < 0.1 else {"done_at__isnull": False}
    task = _task(found, confirmed_at=None, **ready)
    return actions.confirm_task(task=task, by=_whistler(world, found))


def judge(world: World, found: Whistle) -> object:
    """Solved, partly or not."""
    outcome = world.rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    by = _whistler(world, found)
    return actions.judge(whistle=found, outcome=outcome, words=SAID["judge"], by=by)


def hold_meeting(world: World, found: Whistle) -> object:
    """Minutes and decisions of a joint meeting, with an outcome or for another one."""
    by = _some(world, (u for u in world.users if policies.may_lead_whistle(u, found)))
    return actions.hold_meeting(
        whistle=found,
        held_at=clock.now() - timedelta(hours=2),
        minutes="到会六人，逐条核对了任务清单",
        decisions="由市政牵头，两周内完成",
        outcome=world.rng.choices(list(ENDS), list(ENDS.values()))[0],
        by=by,
    )


WHISTLE_DOING: dict[str, WhistleDoing] = {
    "approve_whistle": approve_whistle,
    "refuse_whistle": refuse_whistle,
    "acknowledge": acknowledge,
    "report_in": report_in,
    "give_task": give_task,
    "finish_task": finish_task,
    "confirm_task": confirm_task,
    "judge": judge,
    "hold_meeting": hold_meeting,
}


def _own(world: World, user: User) -> list[Unit]:
    allowed = set(user.units_with("tickets.whistle"))
    return [u for u in world.units if u.pk in allowed and u.kind in WHISTLERS]


def _raise(world: World, by: User, own: list[Unit], ticket: Ticket | None) -> Whistle:
    if not own:
        raise NobodyMay("whistle")
    unit = own[0]
    path = ticket.area_path if ticket else unit.area.path
    callable_units = units_to_call(path, own)
    count = world.rng.choice((1, 1, 2, 3))
    return actions.raise_whistle(
        kind=world.rng.choices(list(KINDS), list(KINDS.values()))[0],
        unit=unit,
        units=world.rng.sample(callable_units, min(count, len(callable_units))),
        words=WANTED,
        ticket=ticket,
        by=by,
    )


def _whistler(world: World, found: Whistle) -> User:
    return _some(world, (u for u in world.users if policies.may_judge_whistle(u, found)))


def _of_unit(world: World, unit_id: object) -> User:
    return _some(world, (u for u in world.users if unit_id in u.units_with("tickets.report_in")))


def _call(world: World, found: Whistle, **wanted: Any) -> WhistleCall:
    calls = WhistleCall.objects.filter(whistle=found, **wanted).select_related("unit")
    return world.rng.choice(list(calls.order_by("id")) or _none("call"))


def _task(found: Whistle, **wanted: Any) -> WhistleTask:
    task = WhistleTask.objects.filter(whistle=found, **wanted).order_by("id").first()
    return task or _none("task")


def _some(world: World, able: Iterable[User]) -> User:
    return world.rng.choice(list(able) or _none("whistle"))


def _none(what: str) -> Never:
    raise NobodyMay(what)
