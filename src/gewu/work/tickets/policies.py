"""Who may do what to a ticket. Residents act through their secret link, not through these."""

from collections.abc import Callable
from uuid import UUID

from gewu.ground.accounts.models import User
from gewu.ground.staffing.models import Unit
from gewu.ground.territory.queries import is_whole_tree
from gewu.work.tickets import states
from gewu.work.tickets.models import HelpOrder, Ticket, Whistle, WhistleCall, WhistleTask

May = Callable[[User, Ticket], bool]

# Decided for whatever lies in the areas of one's posts …
BY_AREA = (
    *("place", "request_verify", "ask", "decline", "merge", "unmerge", "split", "file"),
    *("answer_directly", "dispatch", "accept_return", "refuse_return", "refile", "resume"),
    *("urge", "supervise", "confide"),
)
# … or done for one's own unit.
BY_UNIT = (
    *("verify", "sign", "handle", "request_return", "escalate", "recuse"),
    *("request_extension", "request_suspension", "appeal"),
)
# Either: who leads the place, or the unit that has it.
BY_EITHER = ("assign", "cohandle", "request_cancel", "remark")
# Never at one's own work.
BY_SOMEONE_ELSE = ("check", "rework", "close")
# Which permission the last yes to an application takes, and which the first.
TO_GRANT = {
    "extension": "tickets.extend",
    "suspension": "tickets.suspend",
    "cancel": "tickets.cancel",
    "reopen": "tickets.reopen_again",
    "appeal": "tickets.exempt",
    "doubt": "tickets.unmerge",  # whoever could take it apart again instead
}
TO_ENDORSE = {
    "extension": "tickets.endorse",
    "suspension": "tickets.endorse",
    "appeal": "tickets.review_appeal",
}


def kept_from(user: User) -> tuple[UUID, ...]:
    """The units of a viewer that a ticket may be kept from, though it lies in their area.

    Whoever watches over the whole county sees it: somebody has to decide.
    """
    paths = user.paths_with("tickets.see")
    below_the_county = any(not is_whole_tree(path) for path in paths)
    return user.units_with("tickets.see") if below_the_county else ()


def may_see(user: User, ticket: Ticket) -> bool:
    """Within the areas or the units that the viewer's posts open, or where their unit helps.

    Never for a unit that it is about, or that withdrew.
    """
    if set(ticket.barred) & set(kept_from(user)):
        return False
    helps = set(ticket.helpers) & set(user.units_with("tickets.see"))
    return _in_area_or_unit(user, "tickets.see", ticket) or bool(helps)


def may_read_contact(user: User, ticket: Ticket) -> bool:
    """Who has to call the resident back may read the contact, and is logged.

    Not for a confidential ticket, but for the desk; and never for a unit that it is about.
    """
    if ticket.contact_id is None or set(ticket.barred) & set(user.units_with("tickets.see")):
        return False
    if ticket.is_confidential:
        return user.may("residents.read_confidential", ticket.area_path)
    if ticket.state == states.CHECKED and may_revisit(user, ticket):
        return True
    return _in_area_or_unit(user, "residents.read_contact", ticket)


def may_intake(user: User) -> bool:
    """Take down a report for a caller, or one's own finding."""
    return user.may("tickets.intake")


def may_self_handle(user: User, ticket: Ticket) -> bool:
    """Whoever works at the place and found it there."""
    return user.may("tickets.self_handle", ticket.area_path)


def may_reopen(user: User, ticket: Ticket) -> bool:
    """Reopen for a resident who calls, as often as it comes back by itself."""
    return ticket.reopened < states.REOPENINGS and user.may("tickets.intake", ticket.area_path)


def may_request_reopen(user: User, ticket: Ticket) -> bool:
    """Ask a supervisor for a resident who calls once more."""
    return ticket.reopened >= states.REOPENINGS and user.may("tickets.intake", ticket.area_path)


def may_revisit(user: User, ticket: Ticket) -> bool:
    """Call back about what another unit has done."""
    return user.may("tickets.revisit", ticket.area_path) and not _of_its_unit(user, ticket)


def may_read_marks(user: User, ticket: Ticket) -> bool:
    """Who gave which mark is for leaders and for those who call back, never for the handlers."""
    if user.may("tickets.supervise", ticket.area_path):
        return True
    return may_revisit(user, ticket)


def may_shred(user: User, ticket: Ticket) -> bool:
    """The county's desk alone: what it removes is gone."""
    return user.may("tickets.shred", ticket.area_path.partition(".")[0] + ".")


def may_uncohandle(user: User, ticket: Ticket) -> bool:
    """Call off help, where there is some."""
    return bool(ticket.helpers) and _in_area_or_unit(user, "tickets.uncohandle", ticket)


def may_lift(user: User, ticket: Ticket) -> bool:
    """End a supervision, where there is one."""
    return bool(ticket.supervision) and user.may("tickets.lift", ticket.area_path)


def may_endorse(user: User, ticket: Ticket) -> bool:
    """The first yes: the unit's lead, or for an appeal the dispatcher."""
    permission = TO_ENDORSE.get(ticket.pending_kind)
    if permission is None or ticket.pending_state != states.ASKED:
        return False
    if permission == "tickets.endorse" and ticket.unit and ticket.unit.kind == Unit.Kind.DEPARTMENT:
        return ticket.unit_id in user.units_with(permission)  # its own head, not the place's
    return _in_area_or_unit(user, permission, ticket)


def may_grant(user: User, ticket: Ticket) -> bool:
    """The last yes, once the first was said where one is needed."""
    kind = ticket.pending_kind
    if kind not in TO_GRANT:
        return False
    ready = kind not in TO_ENDORSE or ticket.pending_state == states.ENDORSED
    return ready and user.may(TO_GRANT[kind], ticket.area_path)


def may_refuse(user: User, ticket: Ticket) -> bool:
    """Whoever could say yes may say no."""
    kind = ticket.pending_kind
    last = kind in TO_GRANT and user.may(TO_GRANT[kind], ticket.area_path)
    return last or may_endorse(user, ticket)


def may_finish_help(user: User, order: HelpOrder) -> bool:
    """Whoever works in the helping unit."""
    return order.state == HelpOrder.State.GIVEN and order.unit_id in user.units_with(
        "tickets.cohandled"
    )


def may_whistle(user: User, ticket: Ticket) -> bool:
    """Whoever leads the place, or the unit of it that has the ticket; a department does not."""
    if user.may("tickets.whistle", ticket.area_path):
        return True
    unit = ticket.unit
    return (
        unit is not None
        and unit.kind != Unit.Kind.DEPARTMENT
        and unit.pk in user.units_with("tickets.whistle")
    )


def may_approve_whistle(user: User, whistle: Whistle) -> bool:
    """The duty lead of the level that is asked, and never whoever raised it."""
    leads = user.may("tickets.approve_whistle", whistle.approval_path)
    return leads and whistle.raised_by != user.pk


def may_answer_call(user: User, call: WhistleCall) -> bool:
    """Whoever works in the called unit acknowledges and reports in."""
    return call.unit_id in user.units_with("tickets.report_in")


def may_finish_task(user: User, task: WhistleTask) -> bool:
    """Whoever works in the unit that has the task."""
    return task.unit_id in user.units_with("tickets.report_in")


def may_judge_whistle(user: User, whistle: Whistle) -> bool:
    """Whoever whistled confirms tasks and says how it went."""
    return whistle.unit_id in user.units_with("tickets.whistle")


def may_lead_whistle(user: User, whistle: Whistle) -> bool:
    """Whoever whistled, or leads the level that called, splits tasks and holds the meeting."""
    return may_judge_whistle(user, whistle) or user.may(
        "tickets.approve_whistle", whistle.approval_path
    )


def _by_area(verb: str) -> May:
    def may(user: User, ticket: Ticket) -> bool:
        return user.may(f"tickets.{verb}", ticket.area_path)

    return may


def _by_unit(verb: str) -> May:
    def may(user: User, ticket: Ticket) -> bool:
        return ticket.unit_id in user.units_with(f"tickets.{verb}")

    return may


def _by_either(verb: str) -> May:
    def may(user: User, ticket: Ticket) -> bool:
        return _in_area_or_unit(user, f"tickets.{verb}", ticket)

    return may


def _by_someone_else(verb: str) -> May:
    def may(user: User, ticket: Ticket) -> bool:
        return ticket.handled_by != user.pk and user.may(f"tickets.{verb}", ticket.area_path)

    return may


ALLOWED: dict[str, May] = {
    **{verb: _by_area(verb) for verb in BY_AREA},
    **{verb: _by_unit(verb) for verb in BY_UNIT},
    **{verb: _by_either(verb) for verb in BY_EITHER},
    **{verb: _by_someone_else(verb) for verb in BY_SOMEONE_ELSE},
    "self_handle": may_self_handle,
    "whistle": may_whistle,
    "reopen": may_reopen,
    "request_reopen": may_request_reopen,
    "uncohandle": may_uncohandle,
    "revisit": may_revisit,
    "shred": may_shred,
    "lift": may_lift,
    "endorse": may_endorse,
    # Which verb a yes becomes follows from what was applied for.
    "extend": may_grant,
    "suspend": may_grant,
    "cancel": may_grant,
    "exempt": may_grant,
    "grant": may_grant,
    "refuse": may_refuse,
}
GRANTS = {
    "extend": "extension",
    "suspend": "suspension",
    "cancel": "cancel",
    "exempt": "appeal",
}


def verbs_for(user: User, ticket: Ticket) -> list[str]:
    """The moves that this person may make now, in the order of the state table."""
    return [
        verb
        for verb in states.TICKET.verbs_from(ticket.state)
        if verb in ALLOWED
        and GRANTS.get(verb, ticket.pending_kind) == ticket.pending_kind
        and ALLOWED[verb](user, ticket)
    ]


def may(user: User, verb: str, ticket: Ticket) -> bool:
    """Whether this person may ever make this move with this ticket."""
    return verb in ALLOWED and ALLOWED[verb](user, ticket)


def _in_area_or_unit(user: User, permission: str, ticket: Ticket) -> bool:
    return user.may(permission, ticket.area_path) or ticket.unit_id in user.units_with(permission)


def _of_its_unit(user: User, ticket: Ticket) -> bool:
    return user.pk == ticket.handled_by or ticket.unit_id in user.units_with("tickets.see")
