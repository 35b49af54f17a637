"""Roles as small classes, and what a set of grants allows. Pure."""

from collections.abc import Iterable, Sequence
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gewu.ground.accounts.hooks import Grant

SEE = frozenset({"tickets.see", "territory.see", "staffing.see"})
NOTE = SEE | {"registers.see", "registers.edit"}
KEEP = frozenset({"registers.export", "registers.import", "registers.lend"})

BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg/": "Edge",
    "HuaweiBrowser": "Huawei Browser",
    "QQBrowser": "QQ Browser",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


class Role:
    """What a post lets its holder do."""

    name: ClassVar[str]
    label: ClassVar[Promise]
    permissions: ClassVar[frozenset[str]]
    # Permissions that count only for work given to the holder's own unit, not for its whole area.
    own_unit_only: ClassVar[frozenset[str]] = frozenset()


class Worker(Role):
    """The named worker of a grid."""

    name = "worker"
    label = _("Grid worker")
    permissions = NOTE | {
        "tickets.intake",
        "tickets.sign",
        "tickets.handle",
        "residents.read_contact",
        "residents.keep",
        "residents.urgent",
        "tickets.self_handle",
        "tickets.verify",
        "tickets.escalate",
        "tickets.request_return",
        "tickets.recuse",
        "tickets.request_extension",
        "tickets.request_suspension",
        "tickets.appeal",
        "tickets.cohandle",
        "tickets.uncohandle",
        "tickets.cohandled",
        "tickets.whistle",
        "tickets.report_in",
        "tickets.remark",
        "tickets.request_cancel",
    }
    # In the whole grid it sees and takes in; it moves what its own team was given.
    own_unit_only = frozenset(
        {"tickets.cohandle", "tickets.uncohandle", "tickets.whistle", "tickets.request_cancel"}
    )


class Handler(Role):
    """Staff of a county department: sees what its unit was given, wherever that lies."""

    name = "handler"
    label = _("Department staff")
    permissions = NOTE | {
        "registers.ask",
        "tickets.sign",
        "tickets.handle",
        "residents.read_contact",
        "tickets.request_return",
        "tickets.recuse",
        "tickets.request_extension",
        "tickets.request_suspension",
        "tickets.appeal",
        "tickets.cohandle",
        "tickets.uncohandle",
        "tickets.cohandled",
        "tickets.whistle",
        "tickets.report_in",
        "tickets.remark",
        "tickets.request_cancel",
    }
    own_unit_only = permissions - {"territory.see", "staffing.see"}


class Head(Handler):
    """Leads a county department: does its work and supports what its staff apply for."""

    name = "head"
    label = _("Head of a department")
    leads = frozenset({"tickets.endorse", "staffing.roster", "staffing.leave"}) | KEEP
    permissions = Handler.permissions | leads
    own_unit_only = Handler.own_unit_only | leads


class Community(Role):
    """Staff of a community, one level above its grids."""

    name = "community"
    label = _("Community staff")
    permissions = NOTE | {
        "staffing.roster",
        "tickets.intake",
        "tickets.place",
        "tickets.file",
        "tickets.dispatch",
        "tickets.sign",
        "tickets.handle",
        "residents.read_contact",
        "residents.keep",
        "residents.urgent",
        "tickets.self_handle",
        "tickets.verify",
        "tickets.escalate",
        "tickets.assign",
        "tickets.ask",
        "tickets.endorse",
        "tickets.request_verify",
        "tickets.urge",
        "tickets.request_return",
        "tickets.recuse",
        "tickets.request_extension",
        "tickets.request_suspension",
        "tickets.appeal",
        "tickets.cohandle",
        "tickets.uncohandle",
        "tickets.cohandled",
        "tickets.whistle",
        "tickets.report_in",
        "tickets.remark",
        "tickets.request_cancel",
        "staffing.leave",
    }


class Dispatcher(Role):
    """Takes in, places, files, dispatches and closes at a town or at the county's desk."""

    name = "dispatcher"
    label = _("Dispatcher")
    permissions = NOTE | {
        "registers.ask",
        "registers.export",
        "registers.import",
        "tickets.intake",
        "tickets.place",
        "tickets.file",
        "tickets.dispatch",
        "tickets.close",
        "tickets.import",
        "tickets.export",
        "residents.read_contact",
        "residents.urgent",
        "residents.read_confidential",
        "tickets.request_verify",
        "tickets.ask",
        "tickets.decline",
        "tickets.merge",
        "tickets.unmerge",
        "tickets.split",
        "tickets.answer_directly",
        "tickets.accept_return",
        "tickets.refuse_return",
        "tickets.refile",
        "tickets.resume",
        "tickets.revisit",
        "tickets.urge",
        "tickets.confide",
        "tickets.assign",
        "tickets.escalate",
        "tickets.cohandle",
        "tickets.uncohandle",
        "tickets.whistle",
        "tickets.report_in",
        "tickets.remark",
        "tickets.request_cancel",
        "tickets.extend",
        "tickets.suspend",
        "tickets.review_appeal",
        "tickets.knowledge",
        "tickets.handover",
        "tickets.shred",
    }


class Checker(Role):
    """The second pair of eyes: looks whether it was really done."""

    name = "checker"
    label = _("Checker")
    permissions = SEE | {
        "tickets.check",
        "tickets.rework",
        "tickets.revisit",
        "residents.call_back",
        "tickets.remark",
    }


class Leader(Role):
    """Leads a town or the county: sees all of it, may have work done again."""

    name = "leader"
    label = _("Leader")
    permissions = SEE | {
        "registers.see",
        "registers.export",
        "staffing.records",
        "staffing.roster",
        "tickets.rework",
        "tickets.close",
        "tickets.export",
        "residents.read_confidential",
        "residents.approve_child",
        "tickets.supervise",
        "tickets.lift",
        "tickets.cancel",
        "tickets.reopen_again",
        "tickets.exempt",
        "tickets.endorse",
        "tickets.escalate",
        "tickets.assign",
        "tickets.remark",
        "tickets.approve_whistle",
        "tickets.report_in",
        "tickets.shred",
        "staffing.waive",
        "staffing.leave",
    }


class Auditor(Role):
    """Sees how things went and who did what; changes nothing and reads no contact."""

    name = "auditor"
    label = _("Auditor")
    permissions = SEE | {"audit.see", "keeping.see"}


class Protector(Role):
    """Answers for people's data: what it is held for, who looked, who asks for their rights."""

    name = "protector"
    label = _("Data-protection officer")
    permissions = frozenset(
        {
            "territory.see",
            "staffing.see",
            "residents.protect",
            "residents.approve_child",
            "residents.import",
            "keeping.see",
            "keeping.set",
        }
    )


class Administrator(Role):
    """Keeps the county's set-up in order: areas, posts, sign-ins, catalogue, imports."""

    name = "administrator"
    label = _("Administrator")
    permissions = NOTE | {
        "registers.arrange",
        "registers.export",
        "registers.import",
        "registers.lend",
        "tickets.import",
        "tickets.export",
        "residents.import",
        "tickets.catalogue",
        "tickets.routing",
        "tickets.knowledge",
        "territory.edit",
        "staffing.edit",
        "staffing.records",
        "staffing.waive",
        "staffing.roster",
        "staffing.leave",
        "accounts.manage",
        "kernel.failures",
        "keeping.see",
        "keeping.set",
        "setup.see",
    }


ROLES: dict[str, type[Role]] = {
    role.name: role
    for role in (
        Worker,
        Handler,
        Head,
        Community,
        Dispatcher,
        Checker,
        Leader,
        Auditor,
        Protector,
        Administrator,
    )
}
ROLE_CHOICES = [(role.name, role.label) for role in ROLES.values()]
PERMISSIONS: frozenset[str] = frozenset().union(*(role.permissions for role in ROLES.values()))


def allows(
    grants: Iterable[Grant], permission: str, path: str | None = None, unit_id: UUID | None = None
) -> bool:
    """Does any grant give the permission anywhere (no path), in this place, or to this unit?

    An empty path is a place nobody has found yet: only a grant over everything reaches it.
    """
    return any(_reaches(grant, permission, path, unit_id) for grant in with_it(grants, permission))


def with_it(grants: Iterable[Grant], permission: str) -> list[Grant]:
    """The grants whose role has the permission."""
    return [grant for grant in grants if permission in ROLES[grant.role].permissions]


def paths_with(grants: Iterable[Grant], permission: str) -> tuple[str, ...]:
    """The paths under which the permission holds, without those inside another."""
    paths = {
        grant.path
        for grant in with_it(grants, permission)
        if permission not in ROLES[grant.role].own_unit_only
    }
    return tuple(sorted(path for path in paths if not _inside_another(path, paths)))


def units_with(grants: Iterable[Grant], permission: str) -> tuple[UUID, ...]:
    """The units for which the permission holds."""
    units = {grant.unit_id for grant in with_it(grants, permission) if grant.unit_id}
    return tuple(sorted(units))


def is_whole(path: str) -> bool:
    """Whether a path reaches everything of an installation: the county itself, or no bound."""
    return path.count(".") <= 1


def device_of(user_agent: str) -> str:
    """The names of browser and system that a browser gives itself; empty where it gives none.

    The first that is named counts: Edge calls itself Chrome too, and Chrome Safari.
    """
    browser = next((name for word, name in BROWSERS.items() if word in user_agent), "")
    system = next((name for word, name in SYSTEMS.items() if word in user_agent), "")
    return " · ".join(filter(None, (browser, system)))


def role_names(grants: Sequence[Grant]) -> tuple[str, ...]:
    """The roles held, in the order of the list of roles."""
    held = {grant.role for grant in grants}
    return tuple(name for name in ROLES if name in held)


def _reaches(grant: Grant, permission: str, path: str | None, unit_id: UUID | None) -> bool:
    if path is None and unit_id is None:
        return True
    if unit_id is not None and grant.unit_id == unit_id:
        return True
    if permission in ROLES[grant.role].own_unit_only:
        return False
    return path is not None and path.startswith(grant.path)


def _inside_another(path: str, paths: Iterable[str]) -> bool:
    return any(path != other and path.startswith(other) for other in paths)
