"""What people do to a ticket: one function a verb, through the real actions, by whoever may.

A further verb is one more row of DOING and a weight in `wishes`; whistles have theirs in
`whistling`.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from gewu.kernel import clock
from gewu.kernel.acting import RESIDENT
from gewu.simulation.month.whistling import whistle
from gewu.simulation.month.world import NobodyMay, World
from gewu.work.tickets import actions
from gewu.work.tickets.models import HelpOrder, Ticket
from gewu.work.tickets.queries.routing import units_below

Doing = Callable[[World, Ticket], object]

SAID = {
    "verify": "到现场看过了",
    "ask": "请问具体在哪栋楼哪个单元？",
    "decline": "按规定不在受理范围，已说明办理途径",
    "answer_directly": "工作日上午八点到下午六点可办理",
    "self_handle": "巡查时发现，当场处理好了",
    "request_return": "不属于我单位职责，附说明",
    "refuse_return": "按职责清单仍由你单位办理",
    "refile": "事项选错，请重新立案",
    "recuse": "经办人与当事人有亲属关系，申请回避",
    "escalate": "已上门两次，本级没有处置手段",
    "assign": "请就近先到现场处理",
    "cohandle": "请协助清运",
    "cohandled": "协办部分已完成",
    "request_extension": "配件未到，需要再等几天",
    "request_suspension": "需列入下一批改造计划",
    "request_cancel": "测试件，申请作废",
    "request_reopen": "来电人说问题又出现了",
    "refuse": "理由不充分，不予同意",
    "handle": "已处理完毕，现场已清理",
    "rework": "现场还有遗留，请继续处理",
    "reopen": "问题没有解决",
    "appeal": "停电三天，无法施工",
    "supervise": "请周五前办结",
    "remark": "门禁请找物业开",
    "answer": "在三号楼东侧",
    "doubt": "我报的那一处还没有修好",
    "shred": "本人要求删除",
}
REASONS = ("court", "disclosure", "lawfully_ended", "repeated", "not_here", "unclear")
ANSWERS = {"solved": 40, "partly": 8, "unsolved": 12, "unreached": 40}
RESIDENTS_OWN = ("answer", "confirm", "rate", "reopen", "urge", "respond", "doubt")


def staff(world: World, ticket: Ticket, verb: str, **said: Any) -> object:
    """A verb that wants words at most, by somebody who may."""
    if verb in SAID:
        said["words"] = SAID[verb]
    by = RESIDENT if verb in RESIDENTS_OWN else world.may(verb, ticket)
    return getattr(actions, verb)(ticket=ticket, **said, by=by)


def place(world: World, ticket: Ticket) -> object:
    """The desk finds the place."""
    area = world.rng.choice(world.units).area
    return actions.place(ticket=ticket, area=area, by=world.may("place", ticket))


def decline(world: World, ticket: Ticket) -> object:
    """For one of the reasons that the law knows."""
    return staff(world, ticket, "decline", reason=world.rng.choice(REASONS))


def merge(world: World, ticket: Ticket) -> object:
    """Into a newer open one."""
    master = world.open_master(ticket)
    if master is None:
        raise NobodyMay("merge")
    return staff(world, ticket, "merge", master=master)


def split(world: World, ticket: Ticket) -> object:
    """Two matters in one report."""
    parts = [("楼道堆物", None), ("路灯不亮", world.rng.choice(world.items))]
    return staff(world, ticket, "split", parts=parts)


def file(world: World, ticket: Ticket) -> object:
    """Under a condition of its item, or of any."""
    fitting = [each for each in world.conditions if each.item_id == ticket.item_id]
    condition = world.rng.choice(fitting or world.conditions)
    return staff(world, ticket, "file", condition=condition)


def self_handle(world: World, ticket: Ticket) -> object:
    """Found and fixed on the spot."""
    shown = {"photos": [world.after], "photos_before": [world.before]}
    condition = world.rng.choice(world.conditions)
    return staff(world, ticket, "self_handle", condition=condition, **shown)


def handle(world: World, ticket: Ticket) -> object:
    """Done, with pictures."""
    return staff(world, ticket, "handle", photos=[world.after], photos_before=[world.before])


def accept_return(world: World, ticket: Ticket) -> object:
    """Another unit gets it."""
    return staff(world, ticket, "accept_return", unit=world.other_unit(ticket))


def assign(world: World, ticket: Ticket) -> object:
    """Down to a unit below."""
    below = units_below(ticket)
    if not below:
        raise NobodyMay("assign")
    return staff(world, ticket, "assign", unit=world.rng.choice(below))


def cohandle(world: World, ticket: Ticket) -> object:
    """A part for any other unit."""
    return staff(world, ticket, "cohandle", unit=world.rng.choice(world.units))


def help_ends(world: World, ticket: Ticket, verb: str) -> object:
    """The oldest part that is still open."""
    order = HelpOrder.objects.filter(ticket=ticket, state="given").order_by("id").first()
    if order is None:
        raise NobodyMay(verb)
    if verb == "uncohandle":
        return actions.uncohandle(order=order, by=world.may("uncohandle", ticket))
    by = world.member(order.unit_id)
    return actions.cohandled(order=order, words=SAID["cohandled"], by=by)


def request_suspension(world: World, ticket: Ticket) -> object:
    """For some days or weeks."""
    until = clock.now() + timedelta(days=world.rng.choice((1, 3, 8, 20, 90)))
    return staff(world, ticket, "request_suspension", until=until)


def grant(world: World, ticket: Ticket) -> object:
    """The last yes, whatever it is about."""
    verb = {"extension": "extend", "suspension": "suspend", "cancel": "cancel", "appeal": "exempt"}
    kind = ticket.pending_kind
    if kind == "reopen":
        able = [u for u in world.near(ticket) if u.may("tickets.reopen_again", ticket.area_path)]
        return actions.grant(ticket=ticket, by=world.rng.choice(able or world.users))
    if kind not in verb:
        raise NobodyMay("grant")
    return actions.grant(ticket=ticket, by=world.may(verb[kind], ticket))


def supervise(world: World, ticket: Ticket) -> object:
    """Blue, yellow or red."""
    level = world.rng.choice(Ticket.Supervision.values)
    return staff(world, ticket, "supervise", level=level)


def confide(world: World, ticket: Ticket) -> object:
    """Hide the reporter, or stop hiding."""
    return staff(world, ticket, "confide", is_confidential=not ticket.is_confidential)


def dispatch_to_both(world: World, ticket: Ticket) -> object:
    """A unit of the place and a department at once; one of them leads."""
    first, second = world.two_kinds(ticket)
    said: dict[str, Any] = {"second": second, "second_words": SAID["cohandle"]}
    by = world.may("dispatch", ticket)
    return actions.dispatch_to_both(ticket=ticket, unit=first, **said, by=by)


def revisit(world: World, ticket: Ticket) -> object:
    """Somebody rings up, or the reporter fills in the form; now and then nobody answers."""
    outcome = world.rng.choices(list(ANSWERS), list(ANSWERS.values()))[0]
    answer: dict[str, Any] = {"outcome": outcome}
    if outcome != "unreached":
        happy = (3, 4, 5, 5) if outcome != "unsolved" else (1, 2, 3)
        answer |= {"satisfied": world.rng.choice((*happy, 1)), "attitude": 4, "contacted": True}
    if world.rng.random() < 0.2 and outcome != "unreached":
        return actions.revisit(ticket=ticket, **answer, missing=SAID["reopen"], by=RESIDENT)
    by = world.may("revisit", ticket)
    return actions.revisit(ticket=ticket, **answer, missing=SAID["reopen"], by=by)


def respond(world: World, ticket: Ticket) -> object:
    """A merged reporter says that it is solved, or how well."""
    return staff(world, ticket, "respond", stars=world.rng.choice((None, 2, 4, 5)))


PLAIN = (
    *("request_verify", "ask", "answer", "unmerge", "dispatch", "sign", "request_return"),
    *("refuse_return", "refile", "recuse", "escalate", "request_extension", "endorse", "refuse"),
    *("request_cancel", "request_reopen", "resume", "rework", "confirm", "reopen", "appeal"),
    *("urge", "lift", "remark", "answer_directly", "doubt", "shred"),
)
DOING: dict[str, Doing] = {
    **{verb: partial(staff, verb=verb) for verb in PLAIN},
    "place": place,
    "verify": partial(staff, verb="verify", is_real=True),
    "decline": decline,
    "merge": merge,
    "split": split,
    "file": file,
    "self_handle": self_handle,
    "handle": handle,
    "check": partial(staff, verb="check", closing_met=True),
    "close": partial(staff, verb="close", closing_met=True),
    "rate": partial(staff, verb="rate", stars=4),
    "respond": respond,
    "accept_return": accept_return,
    "assign": assign,
    "cohandle": cohandle,
    "cohandled": partial(help_ends, verb="cohandled"),
    "uncohandle": partial(help_ends, verb="uncohandle"),
    "request_suspension": request_suspension,
    "grant": grant,
    "supervise": supervise,
    "confide": confide,
    "dispatch_to_both": dispatch_to_both,
    "revisit": revisit,
    "whistle": whistle,
}
