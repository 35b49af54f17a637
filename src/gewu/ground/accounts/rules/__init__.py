"""Pure decisions of accounts."""

from gewu.ground.accounts.rules.reach import (
    allows,
    device_of,
    is_whole,
    joined,
    kinds_of_signs,
    paths_with,
    role_names,
    units_with,
    with_it,
)
from gewu.ground.accounts.rules.roles import (
    PERMISSIONS,
    ROLE_CHOICES,
    ROLES,
    SEE,
    SEPARATED,
    Administrator,
    Auditor,
    Role,
    Security,
)
from gewu.ground.accounts.rules.undertaking import TEXT_EN, TEXT_ZH

__all__ = [
    "PERMISSIONS",
    "ROLES",
    "ROLE_CHOICES",
    "SEE",
    "SEPARATED",
    "TEXT_EN",
    "TEXT_ZH",
    "Administrator",
    "Auditor",
    "Role",
    "Security",
    "allows",
    "device_of",
    "is_whole",
    "joined",
    "kinds_of_signs",
    "paths_with",
    "role_names",
    "units_with",
    "with_it",
]
