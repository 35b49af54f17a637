"""Who may look after sign-ins and keys, and the question every area asks first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from gewu.ground.accounts import rules
from gewu.ground.accounts.models import ROLES, ApiKey, User
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


# What the three who watch one another do; their passwords are changed from time to time.
PRIVILEGED = ("accounts.manage", "audit.see", "setup.see")


def allowed(
    by: Actor, permission: str, path: str | None = None, unit_id: UUID | None = None
) -> bool:
    """May this actor? The system itself (set-up, imports, demo) may; residents hold no role."""
    if isinstance(by, User):
        return by.may(permission, path, unit_id)
    return by.actor_kind == "system"


def may_manage_accounts(by: Actor) -> bool:
    """Security administrators add, close and reopen sign-ins."""
    return allowed(by, "accounts.manage")


def may_make_superuser(by: Actor) -> bool:
    """Only one administrator of everything makes another, else a town's could rise by itself."""
    return by.is_superuser if isinstance(by, User) else by.actor_kind == "system"


def may_give_up_everything(by: Actor, user: User) -> bool:
    """The first sign-in itself, once others hold what it gives up."""
    return by.actor_id == user.pk and user.is_superuser


def may_publish_undertaking(by: Actor) -> bool:
    """Who lets in for the whole installation: one text holds for everyone."""
    return allowed(by, "accounts.manage") and (
        not isinstance(by, User) or reaches_everything(by, "accounts.manage")
    )


def is_apart(role: str) -> bool:
    """Whether it is one of the three that watch one another."""
    return role in rules.SEPARATED


def may_fill(by: Actor, role: str, path: str, permission: str) -> bool:
    """Posts of the three that watch one another are filled by whoever lets in; others as usual."""
    return allowed(by, "accounts.manage" if is_apart(role) else permission, path)


def fault_of_joining(user: User, held: Iterable[str], wanted: str) -> str:
    """Why somebody cannot hold a role beside those they hold already; empty where they can."""
    # The first sign-in of a county is to become one of the two that it is at once.
    founds = ("administrator",) if user.is_superuser and wanted == "auditor" else ()
    other = rules.joined((*held, *founds), wanted)
    if not other:
        return ""
    text = _("%(who)s is %(held)s. Who sets up, who lets in and who looks on are three people.")
    return text % {"who": user.shown_name, "held": ROLES[other].label}


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


def needs_new_password(user: User, now: datetime) -> bool:
    """A first password always; that of somebody who sets up, lets in or looks on after its days."""
    if user.must_change_password:
        return True
    is_old = now - user.password_set_at > timedelta(days=settings.PASSWORD_DAYS)
    return is_old and any(user.may(permission) for permission in PRIVILEGED)


def may_see_audit(viewer: User) -> bool:
    """Auditors, of their own place; never those whose doings it shows because of their post."""
    return viewer.may("audit.see")


def reaches_everything(viewer: User, permission: str) -> bool:
    """Whether it is allowed in the whole installation and not in a part of it only."""
    return any(is_whole(path) for path in viewer.paths_with(permission))
