"""Who may see, change, shape, take away and bring in records."""

from uuid import UUID

from django.db.models import Q

from gewu.ground.accounts.models import ROLES, User
from gewu.ground.accounts.policies import allowed
from gewu.ground.registers.models import FieldGroup, Record, RegisterKind
from gewu.ground.registers.rules.changes import may_edit_group
from gewu.kernel.acting import Actor


def may_arrange(by: Actor, county_path: str) -> bool:
    """Administrators of the whole county shape its kinds."""
    return allowed(by, "registers.arrange", county_path)


def may_see_kind(user: User, kind: RegisterKind) -> bool:
    """Whoever looks after a place, and the unit that keeps the kind."""
    return bool(user.paths_with("registers.see")) or _keeps(user, "registers.see", kind)


def may_see(user: User, record: Record) -> bool:
    """Records under one's own posts, and all of a kind that one's unit keeps."""
    return allowed(user, "registers.see", record.path, record.kind.keeper_id)


def may_edit(by: Actor, kind: RegisterKind, path: str) -> bool:
    """Whoever works on the place, and the unit that keeps the kind."""
    return allowed(by, "registers.edit", path, kind.keeper_id)


def may_export(user: User, kind: RegisterKind) -> bool:
    """Take the list away as a file."""
    return bool(user.paths_with("registers.export")) or _keeps(user, "registers.export", kind)


def may_import(by: Actor, kind: RegisterKind) -> bool:
    """Bring a table in; each row is asked again for its place."""
    if not isinstance(by, User):
        return allowed(by, "registers.import")
    return bool(by.paths_with("registers.import")) or _keeps(by, "registers.import", kind)


def may_ask(by: User, unit_id: UUID) -> bool:
    """Whoever works in a unit asks for it, and looks up what it was granted."""
    return unit_id in by.units_with("registers.ask")


def may_lend(by: Actor, kind: RegisterKind, county_path: str) -> bool:
    """The head of the unit that keeps a register, and administrators of the county."""
    return allowed(by, "registers.lend", county_path, kind.keeper_id)


def may_lend_all(by: Actor, county_path: str) -> bool:
    """Decide about every register."""
    return allowed(by, "registers.lend", county_path)


def scope_of(user: User, permission: str = "registers.see") -> Q:
    """Which records the permission reaches."""
    units = user.units_with(permission)
    kept = RegisterKind.objects.filter(keeper_id__in=units).order_by("pk")
    wanted = Q(kind__in=list(kept.values_list("pk", flat=True)))
    for path in user.paths_with(permission):
        wanted |= Q(path__startswith=path) if path else ~Q(pk=None)
    return wanted


def roles_at(by: Actor, kind: RegisterKind, path: str, permission: str) -> frozenset[str]:
    """The roles in which somebody reaches a record of this place."""
    if not isinstance(by, User):
        return frozenset(ROLES) if by.actor_kind == "system" else frozenset()
    return frozenset(
        grant.role
        for grant in by.grants
        if permission in ROLES[grant.role].permissions
        and (
            (grant.unit_id is not None and grant.unit_id == kind.keeper_id)
            or (permission not in ROLES[grant.role].own_unit_only and path.startswith(grant.path))
        )
    )


def may_edit_fields(by: Actor, kind: RegisterKind, group: FieldGroup, path: str) -> bool:
    """Whether somebody changes them."""
    return may_edit_group(group, roles_at(by, kind, path, "registers.edit"))


def _keeps(user: User, permission: str, kind: RegisterKind) -> bool:
    return kind.keeper_id is not None and kind.keeper_id in user.units_with(permission)
