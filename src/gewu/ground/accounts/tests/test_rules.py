"""What grants allow, without a database."""

from uuid import UUID

import pytest

from gewu.ground.accounts.hooks import Grant
from gewu.ground.accounts.rules import (
    PERMISSIONS,
    ROLES,
    allows,
    paths_with,
    role_names,
    units_with,
)

UNIT, OTHER = UUID(int=1), UUID(int=2)
WORKER = Grant("worker", "1.2.3.4.", UNIT)
HANDLER = Grant("handler", "1.", UNIT)
EVERYWHERE = Grant("administrator", "")

CHANGES = {
    permission
    for permission in PERMISSIONS
    if not permission.endswith(".see") and permission != "tickets.export"
}
WHO_MAY = {
    "accounts.manage": {"security"},
    "audit.see": {"auditor"},
    "keeping.see": {"auditor", "administrator", "protector"},
    "keeping.set": {"administrator", "protector"},
    "kernel.failures": {"administrator"},
    "residents.read_confidential": {"dispatcher", "leader"},
    "residents.read_contact": {"worker", "handler", "head", "community", "dispatcher"},
    "registers.arrange": {"administrator"},
    "registers.ask": {"handler", "head", "dispatcher"},
    "registers.edit": {"worker", "handler", "head", "community", "dispatcher", "administrator"},
    "registers.export": {"head", "dispatcher", "leader", "administrator"},
    "registers.import": {"head", "dispatcher", "administrator"},
    "registers.lend": {"head", "administrator"},
    "registers.see": set(ROLES) - {"checker", "auditor", "protector", "security"},
    "residents.approve_child": {"leader", "protector"},
    "residents.import": {"protector", "administrator"},
    "residents.keep": {"worker", "community"},
    "residents.protect": {"protector"},
    "residents.urgent": {"worker", "community", "dispatcher"},
    "setup.see": {"administrator"},
    "staffing.edit": {"administrator"},
    "staffing.records": {"leader", "administrator"},
    "staffing.roster": {"community", "head", "leader", "administrator"},
    "staffing.leave": {"head", "community", "leader", "administrator"},
    "staffing.see": set(ROLES),
    "staffing.waive": {"leader", "administrator"},
    "territory.edit": {"administrator"},
    "territory.see": set(ROLES),
    "tickets.accept_return": {"dispatcher"},
    "tickets.answer_directly": {"dispatcher"},
    "tickets.appeal": {"worker", "handler", "head", "community"},
    "tickets.approve_whistle": {"leader"},
    "tickets.ask": {"community", "dispatcher"},
    "tickets.assign": {"community", "dispatcher", "leader"},
    "tickets.cancel": {"leader"},
    "tickets.catalogue": {"administrator"},
    "tickets.check": {"checker"},
    "tickets.close": {"dispatcher", "leader"},
    "tickets.cohandle": {"worker", "handler", "head", "community", "dispatcher"},
    "tickets.cohandled": {"worker", "handler", "head", "community"},
    "tickets.confide": {"dispatcher"},
    "tickets.decline": {"dispatcher"},
    "tickets.dispatch": {"community", "dispatcher"},
    "tickets.endorse": {"head", "community", "leader"},
    "tickets.escalate": {"worker", "community", "dispatcher", "leader"},
    "tickets.exempt": {"leader"},
    "tickets.export": {"dispatcher", "leader", "administrator"},
    "tickets.extend": {"dispatcher"},
    "tickets.file": {"community", "dispatcher"},
    "tickets.handle": {"worker", "handler", "head", "community"},
    "tickets.handover": {"dispatcher"},
    "tickets.import": {"dispatcher", "administrator"},
    "tickets.intake": {"worker", "community", "dispatcher"},
    "tickets.knowledge": {"dispatcher", "administrator"},
    "tickets.lift": {"leader"},
    "tickets.merge": {"dispatcher"},
    "tickets.place": {"community", "dispatcher"},
    "tickets.recuse": {"worker", "handler", "head", "community"},
    "tickets.refile": {"dispatcher"},
    "tickets.refuse_return": {"dispatcher"},
    "tickets.remark": {"worker", "handler", "head", "community", "dispatcher", "checker", "leader"},
    "tickets.reopen_again": {"leader"},
    "tickets.report_in": {"worker", "handler", "head", "community", "dispatcher", "leader"},
    "tickets.request_cancel": {"worker", "handler", "head", "community", "dispatcher"},
    "tickets.request_extension": {"worker", "handler", "head", "community"},
    "tickets.request_return": {"worker", "handler", "head", "community"},
    "tickets.request_suspension": {"worker", "handler", "head", "community"},
    "tickets.request_verify": {"community", "dispatcher"},
    "tickets.resume": {"dispatcher"},
    "tickets.review_appeal": {"dispatcher"},
    "tickets.revisit": {"dispatcher", "checker"},
    "residents.call_back": {"checker"},
    "tickets.rework": {"checker", "leader"},
    "tickets.routing": {"administrator"},
    "tickets.see": set(ROLES) - {"protector", "security"},
    "tickets.self_handle": {"worker", "community"},
    "tickets.sign": {"worker", "handler", "head", "community"},
    "tickets.split": {"dispatcher"},
    "tickets.shred": {"dispatcher", "leader"},
    "tickets.supervise": {"leader"},
    "tickets.suspend": {"dispatcher"},
    "tickets.uncohandle": {"worker", "handler", "head", "community", "dispatcher"},
    "tickets.unmerge": {"dispatcher"},
    "tickets.urge": {"community", "dispatcher"},
    "tickets.verify": {"worker", "community"},
    "tickets.whistle": {"worker", "handler", "head", "community", "dispatcher"},
}


def test_the_table_names_every_permission():
    assert set(WHO_MAY) == PERMISSIONS


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_may_what_the_table_says(role, permission):
    assert (permission in ROLES[role].permissions) == (role in WHO_MAY[permission])


def test_an_auditor_changes_nothing_and_reads_no_contact():
    assert not ROLES["auditor"].permissions & CHANGES


def test_what_is_bound_to_the_unit_is_a_permission_of_the_role():
    for role in ROLES.values():
        assert role.own_unit_only <= role.permissions


@pytest.mark.parametrize(
    ("path", "unit", "expected"),
    [
        (None, None, True),
        ("1.2.3.4.", None, True),
        ("1.2.3.4.9.", None, True),
        ("1.2.3.", None, False),
        ("1.2.3.40.", None, False),
        ("", None, False),
        ("1.2.3.5.", UNIT, True),
        ("1.2.3.5.", OTHER, False),
        (None, OTHER, False),
    ],
)
def test_a_grant_reaches_its_places_and_its_unit(path, unit, expected):
    assert allows([WORKER], "tickets.handle", path, unit) is expected


def test_nothing_is_allowed_without_the_permission():
    assert not allows([WORKER], "tickets.dispatch")
    assert not allows([], "tickets.see")


def test_a_department_sees_its_own_work_and_not_the_whole_county():
    assert not allows([HANDLER], "tickets.see", "1.2.3.4.")
    assert allows([HANDLER], "tickets.see", "1.2.3.4.", UNIT)
    assert paths_with([HANDLER], "tickets.see") == ()
    assert units_with([HANDLER], "tickets.see") == (UNIT,)
    assert paths_with([HANDLER], "territory.see") == ("1.",)


def test_an_unknown_place_is_reached_only_from_everywhere():
    assert allows([EVERYWHERE], "tickets.catalogue", "")
    assert allows([EVERYWHERE], "tickets.catalogue", "1.2.")


def test_paths_inside_another_are_left_out():
    grants = [WORKER, Grant("leader", "1.2."), Grant("leader", "1.20.")]
    assert paths_with(grants, "tickets.see") == ("1.2.", "1.20.")


def test_a_grant_without_unit_names_no_unit():
    assert units_with([EVERYWHERE], "tickets.see") == ()


def test_roles_come_in_the_order_of_the_list():
    assert role_names([EVERYWHERE, WORKER, WORKER]) == ("worker", "administrator")
