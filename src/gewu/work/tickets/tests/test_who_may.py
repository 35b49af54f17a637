"""Every verb in every state by every role: a table written by hand from the rules of the house."""

import pytest

from gewu.work.tickets import actions, policies, states
from gewu.work.tickets.models import Ticket
from gewu.work.tickets.tests import factories as make
from gewu.work.tickets.tests import situations as so

pytestmark = pytest.mark.django_db

# Ada works in the grid, Cora in its community, Ben dispatches, Carl checks and Lena leads in its
# town; Hana and Hugo (its head) are of a department, Eve audits, Root administers; Dan and Olga
# work in the other town.
PEOPLE = ("ada", "cora", "ben", "carl", "lena", "hana", "hugo", "eve", "root", "dan", "olga")
HALF = "request_cancel urge remark"  # what a community does beside any open ticket
DESK = f"confide {HALF}"

WHO_MAY = {
    "submitted": {
        "ada": "self_handle remark",
        "cora": f"place request_verify ask file self_handle {HALF}",
        "ben": f"place request_verify ask decline merge split answer_directly file {DESK}",
        "carl": "remark",
        "lena": "supervise remark",
    },
    "verifying": {
        "ada": "verify request_cancel remark",
        "cora": f"place {HALF}",
        "ben": f"place {DESK}",
        "carl": "remark",
        "lena": "supervise remark",
    },
    "needs_info": {
        "ada": "remark",
        "cora": f"place {HALF}",
        "ben": f"place {DESK}",
        "carl": "remark",
        "lena": "supervise remark",
    },
    "filed": {
        "ada": "remark",
        "cora": f"place dispatch {HALF}",
        "ben": f"place decline merge split dispatch {DESK}",
        "carl": "remark",
        "lena": "supervise remark",
    },
    "dispatched": {
        "ada": "sign request_return escalate recuse cohandle whistle request_cancel remark",
        "cora": f"dispatch assign cohandle whistle {HALF}",
        "ben": f"merge dispatch assign cohandle whistle {DESK}",
        "carl": "remark",
        "lena": "assign supervise remark",
    },
    "returning": {
        "ada": "request_cancel remark",
        "cora": HALF,
        "ben": f"accept_return refuse_return refile {DESK}",
        "carl": "remark",
        "lena": "supervise remark",
    },
    "in_progress": {
        "ada": "handle escalate recuse cohandle whistle request_extension request_suspension "
        "request_cancel remark",
        "cora": f"assign cohandle whistle {HALF}",
        "ben": f"assign cohandle whistle {DESK}",
        "carl": "remark",
        "lena": "assign supervise remark",
    },
    "suspended": {
        "ada": "request_cancel remark",
        "cora": HALF,
        "ben": f"resume {DESK}",
        "carl": "remark",
        "lena": "supervise remark",
    },
    "checking": {
        "ada": "request_cancel remark",
        "cora": HALF,
        "ben": f"close {DESK}",
        "carl": "check rework remark",
        "lena": "rework close supervise remark",
    },
    "checked": {
        "ada": "reopen request_cancel remark",
        "cora": f"reopen {HALF}",
        "ben": f"revisit close reopen {DESK}",
        "carl": "revisit remark",
        "lena": "close supervise remark",
    },
    "closed": {
        "ada": "reopen appeal remark",
        "cora": "reopen remark",
        "ben": "reopen confide remark",
        "carl": "remark",
        "lena": "remark",
    },
    "declined": dict.fromkeys(("ada", "cora", "ben", "carl", "lena"), "remark"),
    "merged": {
        **dict.fromkeys(("ada", "cora", "carl", "lena"), "remark"),
        "ben": "unmerge remark",
    },
    "cancelled": dict.fromkeys(("ada", "cora", "ben", "carl", "lena"), "remark"),
    "archived": {},
}
MADE = {
    "submitted": lambda _place: so.submitted(),
    "verifying": so.verifying,
    "needs_info": so.asked,
    "filed": so.filed,
    "dispatched": make.team_ticket,
    "returning": so.returning,
    "in_progress": make.in_progress,
    "suspended": so.suspended,
    "checking": make.checking,
    "checked": make.checked,
    "closed": make.closed,
    "declined": so.declined,
    "merged": so.merged,
    "cancelled": so.cancelled,
    "archived": so.archived,
}


def extension(place):
    return actions.request_extension(ticket=make.in_progress(place), words="配件", by=place.ada)


def supported_extension(place):
    return actions.endorse(ticket=extension(place), by=place.cora)


def cancelling(place):
    return actions.request_cancel(ticket=make.in_progress(place), words="测试件", by=place.ben)


def appealed(place):
    return actions.appeal(ticket=so.late(place), words="停电", by=place.ada)


def supported_appeal(place):
    return actions.endorse(ticket=appealed(place), by=place.ben)


def reopened_before(place):
    ticket = make.closed(place)
    Ticket.objects.filter(pk=ticket.pk).update(reopened=1)
    return so.fresh(ticket)


def asked_to_reopen(place):
    return actions.request_reopen(ticket=reopened_before(place), words="又满了", by=place.ben)


def supervised(place):
    ticket = make.in_progress(place)
    return actions.supervise(ticket=ticket, level="red", words="周五前", by=place.lena)


def helped(place):
    ticket = make.in_progress(place)
    actions.cohandle(ticket=ticket, unit=place.team_2, words="请来车", by=place.ada)
    return so.fresh(ticket)


def of_a_department(_place):
    return make.report()


def begun_by_a_department(place):
    return actions.sign(ticket=make.report(), by=place.hana)


def extension_of_a_department(place):
    ticket = begun_by_a_department(place)
    return actions.request_extension(ticket=ticket, words="配件", by=place.hana)


# What a situation adds to the row of its state, for whom.
IN_PROGRESS, CLOSED = WHO_MAY["in_progress"], WHO_MAY["closed"]
DEPARTMENT = "recuse cohandle request_cancel remark"  # departments are whistled for
AT_WORK = f"handle request_extension request_suspension {DEPARTMENT}"
NOT_OURS = {"ada": "remark"}
ONCE_MORE = {name: row.replace("reopen", "request_reopen") for name, row in CLOSED.items()}
SITUATIONS = [
    (extension, IN_PROGRESS, {"cora": "endorse refuse", "lena": "endorse refuse", "ben": "refuse"}),
    (supported_extension, IN_PROGRESS, {"ben": "extend refuse"}),
    (cancelling, IN_PROGRESS, {"lena": "cancel refuse"}),
    (appealed, CLOSED, {"ben": "endorse refuse", "lena": "refuse"}),
    (supported_appeal, CLOSED, {"lena": "exempt refuse"}),
    (reopened_before, ONCE_MORE, {}),
    (asked_to_reopen, ONCE_MORE, {"lena": "refuse"}),
    (supervised, IN_PROGRESS, {"lena": "lift"}),
    (helped, IN_PROGRESS, dict.fromkeys(("ada", "cora", "ben"), "uncohandle")),
    (
        of_a_department,
        WHO_MAY["dispatched"] | NOT_OURS,
        dict.fromkeys(("hana", "hugo"), f"sign request_return {DEPARTMENT}"),
    ),
    (begun_by_a_department, IN_PROGRESS | NOT_OURS, dict.fromkeys(("hana", "hugo"), AT_WORK)),
    (
        extension_of_a_department,
        IN_PROGRESS | NOT_OURS,
        {
            "hana": AT_WORK,
            "hugo": f"{AT_WORK} endorse refuse",
            "ben": "refuse",
        },
    ),
]


@pytest.fixture
def place():
    return so.whole_town()


def allowed(place, ticket):
    return {
        name: sorted(policies.verbs_for(place.people[name], ticket))
        for name in PEOPLE
        if policies.verbs_for(place.people[name], ticket)
    }


def test_every_state_has_its_row():
    assert list(WHO_MAY) == list(MADE) == list(states.TICKET.labels)


@pytest.mark.parametrize("state", WHO_MAY)
def test_each_role_may_in_each_state_what_the_table_says(place, state):
    ticket = MADE[state](place)
    assert ticket.state == state
    expected = {name: sorted(row.split()) for name, row in WHO_MAY[state].items()}
    assert allowed(place, ticket) == expected


@pytest.mark.parametrize(("situation", "row", "more"), SITUATIONS)
def test_what_waits_or_helps_or_lies_elsewhere_adds_its_verbs(place, situation, row, more):
    ticket = situation(place)
    expected = {
        name: sorted(f"{row.get(name, '')} {more.get(name, '')}".split()) for name in {*row, *more}
    }
    assert allowed(place, ticket) == expected


def test_nobody_checks_what_they_handled(place):
    ticket = make.checking(place)
    ticket.handled_by = place.carl.pk
    assert policies.verbs_for(place.carl, ticket) == ["remark"]
    assert not policies.may(place.carl, "check", ticket)
    assert policies.may(place.lena, "close", ticket)
    assert not policies.may(place.lena, "fly", ticket)


def test_a_helping_unit_sees_the_ticket_and_finishes_its_own_part(place):
    ticket = make.report()
    order = actions.cohandle(ticket=ticket, unit=place.team_3, words="请来车", by=place.ben)
    ticket = so.fresh(ticket)
    assert policies.may_see(place.dan, ticket) and not policies.may_see(place.olga, ticket)
    assert policies.may_finish_help(place.dan, order)
    assert not policies.may_finish_help(place.hana, order)
    assert not policies.may_grant(place.lena, ticket)
