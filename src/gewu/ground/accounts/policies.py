"""Who may look after sign-ins and keys, and the question every area asks first."""

from uuid import UUID

from gewu.ground.accounts.models import ApiKey, User
from gewu.ground.accounts.rules import is_whole
from gewu.kernel.acting import Actor

# With one of these a post sees names and phones of residents, or opens doors to others.
CONFIDED = (
    "residents.read_contact",
    "residents.read_confidential",
    "residents.call_back",
    "residents.keep",
    "residents.urgent",
    "residents.protect",
    "accounts.manage",
    "audit.see",
)


def allowed(
    by: Actor, permission: str, path: str | None = None, unit_id: UUID | None = None
) -> bool:
    """May this actor? The system itself (set-up, imports, demo) may; residents hold no role."""
    if isinstance(by, User):
        return by.may(permission, path, unit_id)
    return by.actor_kind == "system"


def may_manage_accounts(by: Actor) -> bool:
    """Administrators add, close and reopen sign-ins."""
    return allowed(by, "accounts.manage")


def may_make_superuser(by: Actor) -> bool:
    """Only one administrator of everything makes another, else a town's could rise by itself."""
    return by.is_superuser if isinstance(by, User) else by.actor_kind == "system"


def may_manage(by: Actor, user: User) -> bool:
    """Those whose posts all lie where the administrator's own do, and those without a post."""
    if not may_manage_accounts(by):
        return False
    if not isinstance(by, User) or by.is_superuser:
        return True
    paths = by.paths_with("accounts.manage")
    inside = all(grant.path.startswith(paths) for grant in user.held)
    return inside and not user.is_superuser


def may_deactivate(by: Actor, user: User) -> bool:
    """Nobody locks themselves out."""
    return may_manage(by, user) and by.actor_id != user.pk


def may_change_password(by: Actor, user: User) -> bool:
    """Everyone their own; administrators that of whom they look after."""
    return by.actor_id == user.pk or may_manage(by, user)


def may_revoke_key(by: Actor, key: ApiKey) -> bool:
    """The user it stands for, and who looks after them."""
    return by.actor_id == key.user_id or may_manage(by, key.user)


def needs_second_factor(user: User) -> bool:
    """Whoever reads what residents have confided, or decides who may (GB/T 22239-2019, 8.1.4.1)."""
    return any(user.may(permission) for permission in CONFIDED)


def may_see_audit(viewer: User) -> bool:
    """Auditors, of their own place; never those whose doings it shows because of their post."""
    return viewer.may("audit.see")


def reaches_everything(viewer: User, permission: str) -> bool:
    """Whether it is allowed in the whole installation and not in a part of it only."""
    return any(is_whole(path) for path in viewer.paths_with(permission))
