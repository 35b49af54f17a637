"""What a set of grants allows, and a few more pure decisions."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from gewu.ground.accounts.hooks import Grant
from gewu.ground.accounts.rules.roles import ROLES, SEPARATED

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


def joined(held: Iterable[str], wanted: str) -> str:
    """The separated role that somebody holds already and that must not come together with this."""
    if wanted not in SEPARATED:
        return ""
    others = set(held)
    return next((role for role in SEPARATED if role in others and role != wanted), "")


def kinds_of_signs(password: str) -> int:
    """How many of four: small letters, capitals, digits, anything else (a letter of no case)."""
    kinds = (str.islower, str.isupper, str.isdecimal)
    known = [any(kind(sign) for sign in password) for kind in kinds]
    other = any(not any(kind(sign) for kind in kinds) for sign in password)
    return sum((*known, other))


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
