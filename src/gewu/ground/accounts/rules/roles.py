"""Roles as small classes. Pure."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEE = frozenset({"tickets.see", "territory.see", "staffing.see"})
NOTE = SEE | {"registers.see", "registers.edit"}
KEEP = frozenset({"registers.export", "registers.import", "registers.lend"})


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
    """Keeps the county's set-up in order: areas, posts, catalogue, imports, jobs; no sign-ins."""

    name = "administrator"
    label = _("System administrator")
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
        "kernel.failures",
        "keeping.see",
        "keeping.set",
        "setup.see",
    }


class Security(Role):
    """Looks after sign-ins, keys and second proofs, and after who keeps the two others' posts."""

    name = "security"
    label = _("Security administrator")
    permissions = frozenset({"territory.see", "staffing.see", "accounts.manage"})


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
        Security,
    )
}
# Who sets up, who lets in and who looks on are three people (GB/T 22239-2019, 8.1.4.2).
SEPARATED = (Administrator.name, Security.name, Auditor.name)
ROLE_CHOICES = [(role.name, role.label) for role in ROLES.values()]
PERMISSIONS: frozenset[str] = frozenset().union(*(role.permissions for role in ROLES.values()))
